"""The screen program: starts the screen, feeds it, and leaves the terminal as it was."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.worker import WorkerFailed

from tuimap.errors import EngineError, TuimapError
from tuimap.safe import printable
from tuimap.ui.charset import CHARSETS, CharsetName, charset_for
from tuimap.ui.feed import Feed
from tuimap.ui.keyboard.keymap import Keymap, remapped
from tuimap.ui.keyboard.keys import TOPICS, picking
from tuimap.ui.listening import Listening
from tuimap.ui.memory import Memory
from tuimap.ui.messages import AnalysisMoved, DescriptionsWanted, LineAnswered, Picked, PictureWanted, ScatterWanted
from tuimap.ui.palettes import Ground, ground_for, palette
from tuimap.ui.screens.map_screen import MapScreen
from tuimap.ui.session import Session
from tuimap.ui.signals import ended_by_signals
from tuimap.ui.theme import theme_of
from tuimap.ui.wire.depth import depth_for
from tuimap.ui.wire.lean_app import LeanApp

if TYPE_CHECKING:
    from textual.theme import Theme

    from tuimap.collection_view import CollectionView
    from tuimap.engine import Engine
    from tuimap.osc.ends import Ends
    from tuimap.players import Player

SYNCHRONIZED = "\x1b[?2026$p"
"""Asks a terminal whether it shows frames as a whole."""

MOST_DRAWING_SECONDS = 1.0
"""What is done once the map is drawn waits for that no longer."""

INTERRUPTED = 130
"""Exit code after Ctrl-C during an analysis."""


class MapApp(LeanApp):
    """One collection on one screen."""

    CSS_PATH = "tuimap.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        collection: CollectionView,
        engine: Engine,
        player: Player,
        *,
        charset: CharsetName | None = None,
        ground: Ground | None = None,
        keymap: Keymap | None = None,
        memory: Memory | None = None,
        take: Callable[[list[str]], object] | None = None,
        ends: Ends | None = None,
        listening: Callable[[Listening], Listening] = lambda last: last,
    ) -> None:
        """Take what the user chose; `listening` gives how to listen from how it was done last."""
        ground = ground or ground_for(os.environ)
        colours = palette(ground, depth_for(os.environ))
        super().__init__(ansi_color=colours.own)
        self._line_asked = time.monotonic()
        self.failure: TuimapError | None = None
        """Why there is nothing to show, or what broke."""
        self._take = take
        self._ends = ends
        chosen = CHARSETS[charset or charset_for(os.environ)]
        named = picking(TOPICS) if take else TOPICS
        topics = {topic: remapped(keys, keymap or {}) for topic, keys in named.items()}
        self._map_screen = _screen(picks=take is not None)(
            collection.title, collection.method, player, chosen, colours, topics
        )
        self._memory = memory
        self.turns.hold()  # until there is a map, or the first word of an analysis
        session, newcomer = (memory.session(), not memory.knows_the_user()) if memory else (Session(), False)
        self._map_screen.resume(replace(session, listening=listening(session.listening)), newcomer)
        self._map_drawn = Event()
        """Set once a map is on the screen, or will not be."""
        until_drawn = partial(self._map_drawn.wait, MOST_DRAWING_SECONDS)
        self._feed = Feed(collection, engine, self._map_screen.post_message, until_drawn)
        theme = theme_of(colours, dark=ground == "dark")
        self.register_theme(theme)
        self._begin_with(theme)
        if keymap:
            self.set_keymap({id: ",".join(keys) for id, keys in keymap.items()})

    def _begin_with(self, theme: Theme) -> None:
        """Take a theme before anything is drawn: changing to it would have the style sheet read twice."""
        self.set_reactive(MapApp.theme, theme.name)
        self.update_classes({"-dark-mode": theme.dark, "-light-mode": not theme.dark}, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the map."""
        return self._map_screen

    def on_mount(self) -> None:
        """Begin to load once the first frame is drawn."""
        if self._ends is not None:
            self._map_screen.drive(self._ends)
        self.call_after_refresh(self._begin)

    def action_suspend_process(self) -> None:
        """Go to the background in silence: what follows a signal of Textual's would come only after `fg`."""
        self._map_screen.hush()
        super().action_suspend_process()

    def _begin(self) -> None:
        """Load, now that the first frame is drawn; what was made until here is not looked through for garbage."""
        gc.freeze()
        gc.enable()
        self.run_worker(self._feed.run, thread=True, name="feed")

    def on_scene_ready(self) -> None:
        """Let what waits for the map to be drawn go on."""
        self.call_after_refresh(self._map_drawn.set)

    def on_unmount(self) -> None:
        """End the analysis however the app ends; the terminal does not wait for it."""
        self._map_drawn.set()
        Thread(target=self._feed.leave).start()

    def on_picked(self, message: Picked) -> None:
        """Hand on what was chosen, and leave."""
        if self._take is not None:
            self._take(message.paths)
            self.leave(0)

    def on_halt_asked(self) -> None:
        """Stop the analysis; it may take a moment."""
        self.run_worker(self._feed.halt, thread=True, name="halt")

    def on_marks_asked(self) -> None:
        """Store what the user says of sounds, after what was asked for before."""
        while self._map_screen.unstored:
            self._feed.ask_marks(self._map_screen.unstored.popleft())
        self.run_worker(self._feed.store_marks, thread=True, name="marks")

    def on_picture_wanted(self, message: PictureWanted) -> None:
        """Read a waveform and a spectrum; the library and the sounds may lie on a slow disk."""
        read = partial(self._feed.read_overview, message.sound)
        self.run_worker(read, thread=True, exclusive=True, group="overview", name="overview")
        self._feed.ask_spectrum(message.sound)

    def on_scatter_wanted(self, message: ScatterWanted) -> None:
        """Read the scattered map of a stored grid."""
        self.run_worker(partial(self._feed.read_scatter, message.gridded), thread=True, name="scatter")

    def on_line_asked(self) -> None:
        """Ask the terminal something that it answers at once; not all do."""
        if self._driver is not None:
            self._line_asked = time.monotonic()
            self._driver.write(SYNCHRONIZED)

    def on_terminal_supports_synchronized_output(self) -> None:
        """Tell how long an answer took."""
        self._map_screen.post_message(LineAnswered(time.monotonic() - self._line_asked))

    def on_descriptions_wanted(self, message: DescriptionsWanted) -> None:
        """Read what sounds are compared by; of very many that takes seconds."""
        self.run_worker(
            partial(self._feed.read_descriptions, message.scene),
            thread=True,
            exclusive=True,
            group="describe",
            name="describe",
        )

    def on_marks_read(self) -> None:
        """Let keys on that were typed before there was a map, and what is said of its sounds."""
        self.turns.release()

    def on_analysis_moved(self, message: AnalysisMoved) -> None:
        """Leave where there will never be anything to show."""
        self.turns.release()
        analysis = message.analysis
        if analysis.state == "failed" and self._map_screen.scene is None:
            self.failure = EngineError(analysis.message, analysis.mend)
            self.leave(1)

    def action_leave(self) -> None:
        """Leave because the user wants to; why an analysis failed is said once more, where it stays to be read."""
        if (analysis := self._map_screen.analysis).state == "failed":
            self.failure = EngineError(analysis.message, analysis.mend)
        self.leave(1 if self.failure else 0)

    def action_interrupt(self) -> None:
        """Leave at once."""
        self.leave(INTERRUPTED if self._map_screen.analysis.running else 0)

    def leave(self, code: int) -> None:
        """Give the terminal back."""
        self.exit(code, return_code=code)

    def store_the_rest(self) -> None:
        """Store what the user said of sounds just before the end. Raises TuimapError."""
        for changes in self._map_screen.unfinished():
            self._feed.ask_marks(changes)
        if problem := self._feed.store_marks():
            raise problem

    def remember(self) -> None:
        """Keep how the map is looked at, for the next start."""
        if self._memory is not None:
            self._memory.keep(self._map_screen.session, walked=not self._map_screen.newcomer)

    def _handle_exception(self, error: Exception) -> None:
        """Take a worker's failure for what it is: the error in it."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        super()._handle_exception(cause if isinstance(cause, Exception) else error)

    def _fatal_error(self) -> None:
        """Keep a short reason instead of a traceback of a thousand lines with all local values."""
        if "debug" in self.features:
            super()._fatal_error()
            return
        self.failure = self.failure or _crash(self._exception)
        self._close_messages_no_wait()


def run_app(
    collection: CollectionView,
    engine: Engine,
    player: Player,
    *,
    charset: CharsetName | None = None,
    ground: Ground | None = None,
    keymap: Keymap | None = None,
    memory: Memory | None = None,
    take: Callable[[list[str]], object] | None = None,
    ends: Ends | None = None,
    listening: Callable[[Listening], Listening] = lambda last: last,
) -> int:
    """Show the collection until the user leaves, and give the exit code; the terminal is whole afterwards.

    With `take` sounds are chosen: it gets the paths of their files, and the screen ends. With `ends` other programs
    follow and move the map; the player closes them. `listening` gives how to listen from how it was done last.
    Raises TuimapError where there was nothing to show, or where the screen broke.
    """
    app = MapApp(
        collection,
        engine,
        player,
        charset=charset,
        ground=ground,
        keymap=keymap,
        memory=memory,
        take=take,
        ends=ends,
        listening=listening,
    )

    def end() -> None:
        engine.cancel()
        player.close()

    try:
        with ended_by_signals(app.leave, end):
            app.run()
    finally:
        end()
    app.store_the_rest()
    if app.failure is not None:
        raise app.failure
    app.remember()
    return app.return_code or 0


def _screen(*, picks: bool) -> type[MapScreen]:
    """Give the kind of screen: one to choose sounds on, or to walk."""
    if not picks:
        return MapScreen
    from tuimap.ui.screens.pick_screen import PickScreen

    return PickScreen


def _crash(cause: BaseException | None) -> TuimapError:
    """Say in one line what broke, and where."""
    from tuimap.crash_log import kept

    trace = cause.__traceback__ if cause else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    told = kept(cause) if cause else "please report it"
    failure = TuimapError(
        f"the screen broke: {type(cause).__name__}: {printable(str(cause))}{where}", f"Nothing is lost; {told}"
    )
    failure.__cause__ = cause
    return failure
