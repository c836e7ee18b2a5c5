"""A whole session in sentences: keys come in, lines go out, the analysis tells its progress now and then."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TextIO

from tuimap.errors import EngineError
from tuimap.players import Player
from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import CHARSETS, CharsetName, charset_for
from tuimap.ui.feed import Feed
from tuimap.ui.keyboard.keymap import Keymap, remapped
from tuimap.ui.keyboard.keys import KEYS
from tuimap.ui.listening import Listening
from tuimap.ui.messages import AnalysisMoved, MarksRead, OscHeard, SceneReady
from tuimap.ui.plain.compare import Comparing
from tuimap.ui.plain.driven import Driven
from tuimap.ui.plain.keep import Keeping
from tuimap.ui.plain.keyboard import Keyboard
from tuimap.ui.plain.sentences import progress_sentence
from tuimap.ui.plain.tour import Touring
from tuimap.ui.plain.walk import Ways
from tuimap.ui.safe_text import escaped
from tuimap.ui.words.quantities import sounds_text

if TYPE_CHECKING:
    from tuimap.collection_view import CollectionView
    from tuimap.engine import Engine
    from tuimap.osc.ends import Ends
    from tuimap.sound import SoundKey
    from tuimap.sound_marks import MarkChange

EVERY_SECONDS = 5.0
"""How often the progress of an analysis is told within one stage."""

TROUBLE_SECONDS = 0.5, 2.5
"""So long after a key one hears why nothing sounds: a missing device is known at once, a silent server later."""


class Session(Touring, Keeping, Comparing, Driven):
    """Listens to the keys and to the feed."""

    def __init__(
        self,
        collection: CollectionView,
        engine: Engine,
        player: Player,
        keyboard: Keyboard,
        out: TextIO,
        charset: CharsetName | None = None,
        keymap: Keymap | None = None,
        listening: Listening = Listening(),  # noqa: B008 (it never changes)
    ) -> None:
        suited = CHARSETS[charset or charset_for(os.environ, out.encoding)]
        write, describe = out.write if out.isatty() else None, collection.descriptions
        keys = remapped(KEYS, keymap) if keymap else KEYS
        ways = Ways(player, suited, self._say, self._asked, self._stored, describe, write, keys)
        super().__init__(ways, listening)
        self._title = collection.title
        self._out, self._keyboard = out, keyboard
        self._news: SimpleQueue[object] = SimpleQueue()
        self._wake = os.pipe()
        self._feed = Feed(collection, engine, self._post)
        self._analysis = Analysis(state="running")
        self._told = ("", 0.0)
        self._trouble = ""

    def run(self) -> int:
        """Go on until the user leaves or the keys end, and give the exit code."""
        feeding = Thread(target=self._feed.run, daemon=True)
        feeding.start()
        try:
            with self._keyboard.key_by_key():
                self._listen()
        finally:
            self._feed.leave()
        return 1 if self._analysis.state == "failed" else 0

    def be_driven(self, ends: Ends) -> None:
        """Let other programs follow and move the walk."""
        self._say(ends.told)
        self.drive(ends, lambda: self._post(OscHeard()))

    def do_skipped(self) -> None:
        """Name the files that gave no sound."""
        for item in self._analysis.skipped:
            self._say(f"{escaped(item.path)}: {escaped(item.reason)}")
        if not self._analysis.skipped:
            self._say("no file was skipped")

    def do_back_out(self) -> None:
        """Take back the newest thing that can be; the analysis last."""
        if not self.back_out() and self._analysis.running:
            self._say("stopping; what is stored stays")
            Thread(target=self._feed.halt, daemon=True).start()

    def _listen(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake[0], selectors.EVENT_READ)
            heeded = False
            while not (self.left or self._keyboard.ended):
                if not heeded and (self._keyboard.interactive or not self._analysis.running):
                    selector.register(self._keyboard.number, selectors.EVENT_READ)
                    heeded = True
                for ready, _ in selector.select(self.alarms.wait()):
                    if ready.fd == self._wake[0]:
                        self._hear_news()
                    else:
                        self._hear_keys()
                self.alarms.ring()

    def _hear_keys(self) -> None:
        for key in self._keyboard.take():
            self.press(key)
            if self.left:
                return
        for seconds in TROUBLE_SECONDS:
            self.alarms.set(f"trouble {seconds}", seconds, self._tell_trouble)
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        if (problem := self.ways.player.status().problem) != self._trouble:
            self._trouble = problem
            self._say(escaped(problem))

    def _hear_news(self) -> None:
        os.read(self._wake[0], 1 << 12)
        with suppress(Empty):
            while True:
                news = self._news.get_nowait()
                if isinstance(news, SceneReady):
                    first = self.scene is None
                    self.show(news.scene)
                    if first:
                        self._say(f"{escaped(self._title)}, {sounds_text(len(news.scene))}; ? speaks the keys")
                        self._say(self.place())
                elif isinstance(news, MarksRead):
                    self.marks = news.marks
                elif isinstance(news, OscHeard):
                    self.heed_osc()
                elif isinstance(news, AnalysisMoved):
                    self._hear_progress(news.analysis)

    def _hear_progress(self, analysis: Analysis) -> None:
        before, self._analysis = self._analysis, analysis
        if analysis.state == "failed" and self.scene is None:
            raise EngineError(analysis.message, analysis.mend)
        stage, when = self._told
        if analysis.running and analysis.stage == stage and time.monotonic() - when < EVERY_SECONDS:
            return
        if analysis.running or before.stages or analysis.told:
            self._told = (analysis.stage or "", time.monotonic())
            if sentence := progress_sentence(analysis):
                self._say(sentence)

    def _post(self, message: object) -> None:
        self._news.put(message)
        os.write(self._wake[1], b".")

    def _say(self, sentence: str) -> None:
        self._out.write(f"{sentence}\n")
        self._out.flush()

    def _asked(self, question: str) -> str | None:
        self._out.write(f"{question}: ")
        self._out.flush()
        line = self._keyboard.line()
        if not self._keyboard.interactive:
            self._say("")
        return line

    def _stored(self, changes: Mapping[SoundKey, MarkChange]) -> None:
        self._feed.ask_marks(changes)
        self._feed.store_marks()


def run_plain(
    collection: CollectionView,
    engine: Engine,
    player: Player,
    *,
    charset: CharsetName | None = None,
    keymap: Keymap | None = None,
    ends: Ends | None = None,
    listening: Listening = Listening(),  # noqa: B008 (it never changes)
) -> int:
    """Speak the map in lines on standard output, keys from standard input, until the user leaves; give the exit code.

    With `ends` other programs follow and move it; the player closes them. Raises TuimapError where there is nothing to
    speak of.
    """
    keyboard = Keyboard(sys.stdin.fileno())
    if hasattr(signal, "SIGCONT"):
        signal.signal(signal.SIGCONT, lambda *_: keyboard.resume())
    try:
        session = Session(collection, engine, player, keyboard, sys.stdout, charset, keymap, listening)
        if ends is not None:
            session.be_driven(ends)
        return session.run()
    finally:
        engine.cancel()
        player.close()
