"""One connection as the studio has it: what is under way on it, and what the listener has."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from tuimap.players.remote import Address, messages
from tuimap.players.remote.framing import OPENING, Kind
from tuimap.players.remote.meeting import meet_listener
from tuimap.players.remote.pieces import LONGEST
from tuimap.players.remote.talk import Talk
from tuimap.players.remote.window import Window

CONNECT_SECONDS = 5.0
PING_SECONDS = 1.0
SILENT_SECONDS = 2.5
"""A listener that says nothing so long is told about; it answers every ping."""
GONE_SECONDS = 6.0
"""Then the line is taken to be dead."""


class Line:
    """Both sides know each other. For the event loop it was made on."""

    def __init__(self, talk: Talk, place: str, window: Window) -> None:
        self.place = place
        self.window = window
        self.known: set[bytes] = set()
        """The hashes of the pieces that the listener has."""
        self._talk = talk
        self._heard_at = time.monotonic()
        window.begin()

    @staticmethod
    async def open(address: Address, token: str, window: Window) -> Line:
        """Connect and make sure of each other; raises OSError, TimeoutError, EOFError or LineError."""
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(address.host, address.port)
        talk = Talk(reader, writer, OPENING)
        try:
            return Line(talk, await meet_listener(talk, token), window)
        except BaseException:
            await talk.close()
            raise

    @property
    def silent(self) -> bool:
        """Whether nothing has come for so long that people should know."""
        return time.monotonic() - self._heard_at > SILENT_SECONDS

    def say(self, kind: Kind, body: bytes = b"") -> None:
        """Send a message, and count it as under way."""
        self.window.sent(self._talk.say(kind, body), time.monotonic())

    async def messages(self) -> AsyncIterator[tuple[Kind, bytes]]:
        """Give what the listener says, after keeping count of it; raises when the line is dead."""
        while True:
            try:
                kind, body = await self._talk.next(PING_SECONDS)
            except TimeoutError:
                if time.monotonic() - self._heard_at > GONE_SECONDS:
                    raise
                self.say(Kind.PING)
                continue
            self._heard_at = time.monotonic()
            if kind is Kind.GOT:
                self.window.answered(messages.read_total(body), self._heard_at)
            elif kind is Kind.HELD and len(self.known) < LONGEST:
                self.known.update(messages.read_run(body))
            elif kind is Kind.GONE:
                self.known.difference_update(messages.read_run(body))
            yield kind, body

    async def close(self) -> None:
        """Hang up."""
        await self._talk.close()
