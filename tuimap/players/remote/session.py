"""What the listener does for the studio that is connected: it has a deck play what comes, and tells how that goes."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Protocol

from tuimap.players import Manner
from tuimap.players.deck import DeckState
from tuimap.players.remote import messages
from tuimap.players.remote.framing import Kind
from tuimap.players.remote.incoming import Incoming
from tuimap.players.remote.pieces import check, digest
from tuimap.players.remote.shelf import Shelf
from tuimap.players.remote.talk import Talk
from tuimap.players.source import Source

SILENT_SECONDS = 10.0
"""A studio that says nothing so long is gone: it pings every second."""
LEAVE_SECONDS = 2.0
"""A studio that was replaced gets so long to hang up."""
HELD_SECONDS = 0.05
"""Between messages about what is on the shelf: there may be many, and others must not wait behind them."""


class Player(Protocol):
    """What a session needs of a deck."""

    def start(self, source: Source, manner: Manner = ...) -> None:
        """Begin a source at once."""

    def stop(self) -> None:
        """Fade out whatever sounds."""

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down."""

    def state(self) -> DeckState:
        """Tell what happens now."""


class Session:
    """One studio, on the event loop it was made on."""

    def __init__(self, talk: Talk, deck: Player, shelf: Shelf) -> None:
        self._talk = talk
        self._deck = deck
        self._shelf = shelf
        self._loop = asyncio.get_running_loop()
        self._before = deck.state().started
        self._met = talk.received
        self._sound: Incoming | None = None
        self._replaced_at: float | None = None

    async def run(self) -> None:
        """Serve until it leaves; raises what ended it: EOFError, TimeoutError, OSError or LineError."""
        telling = asyncio.create_task(self._tell_shelf())
        try:
            self.tell()
            while True:
                while (whole := self._talk.ready()) is not None:
                    if self._replaced_at is None:
                        self._take(*whole)
                if self._replaced_at is not None and time.monotonic() - self._replaced_at > LEAVE_SECONDS:
                    return
                self._talk.say(Kind.GOT, messages.total(self._talk.received - self._met))
                async with asyncio.timeout(SILENT_SECONDS):
                    await self._talk.more()
        finally:
            telling.cancel()
            if self._replaced_at is None:
                self._stop()

    def tell(self) -> None:
        """Tell the studio how things stand."""
        state = self._deck.state()
        playing = int(state.playing) if state.playing else 0
        heard = messages.Heard(playing, state.started - self._before, state.backend, state.problem)
        self._talk.say(Kind.STATE, heard.body())

    def replace(self) -> None:
        """Say that another studio plays now; the deck is no longer ours.

        The studio hangs up: if we did, while something of it is unread here, it might not come to read the reason.
        """
        self._talk.say(Kind.BYE)
        self._stop()
        self._replaced_at = time.monotonic()

    def _take(self, kind: Kind, body: bytes) -> None:
        if kind is Kind.PLAY:
            self._play(messages.Play.read(body))
        elif kind is Kind.STOP:
            self._stop()
        elif kind is Kind.VOLUME:
            self._deck.set_volume(messages.read_volume(body))
        elif kind is Kind.PING:
            self.tell()
        else:
            self._take_part(kind, *messages.read_place(body))

    def _take_part(self, kind: Kind, number: int, index: int, body: bytes) -> None:
        """Take what belongs to a sound; of one that is no longer wanted, or not yet, it is kept for later."""
        hashes = []
        if kind is Kind.PIECE:
            check(body)  # what cannot be heard is refused now, and never kept
            hashes = [digest(body)]
            gone = self._shelf.put(hashes[0], body)
            for run in messages.runs(gone):
                self._talk.say(Kind.GONE, run)
        elif kind is Kind.KNOWN:
            hashes = messages.read_run(body)
        sound = self._sound
        if sound is not None and sound.number == number:
            if kind is Kind.END:
                sound.end(index)
            else:
                sound.put(index, hashes)

    def _play(self, play: messages.Play) -> None:
        before, self._sound = self._sound, Incoming(play, self._shelf, self._ask)
        self._deck.start(self._sound, play.manner)
        if before is not None:
            before.abandon()

    def _stop(self) -> None:
        self._deck.stop()
        if self._sound is not None:
            self._sound.abandon()
            self._sound = None

    def _ask(self, kind: Kind, body: bytes) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._talk.say, kind, body)

    async def _tell_shelf(self) -> None:
        """Tell what need not be sent, what was heard last first."""
        for run in messages.runs(self._shelf.digests()):
            self._talk.say(Kind.HELD, run)
            await asyncio.sleep(HELD_SECONDS)
