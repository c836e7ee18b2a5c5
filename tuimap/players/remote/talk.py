"""A connection as a stream of messages, for either side."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from tuimap.players.remote import LineError
from tuimap.players.remote.framing import Kind, Unpacker, message

READ_BYTES = 1 << 16
CLOSE_SECONDS = 1.0
MOST_WAITING = 2 << 20
"""Bytes that wait to be written to somebody who does not read; then the connection is cut."""


class Talk:
    """Messages in and out; `longest` are the kinds that may come in, with the bytes each may have."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, longest: Mapping[Kind, int]) -> None:
        self.received = 0
        self._reader = reader
        self._writer = writer
        self._unpacker = Unpacker(longest)

    def expect(self, longest: Mapping[Kind, int]) -> None:
        """From now on take these kinds of messages."""
        self._unpacker.expect(longest)

    def say(self, kind: Kind, body: bytes = b"") -> int:
        """Send a message, and give its length; to a connection that is closed nothing is sent."""
        told = message(kind, body)
        if self._writer.transport.get_write_buffer_size() > MOST_WAITING:
            self._writer.transport.abort()
        if not self._writer.is_closing():
            self._writer.write(told)
        return len(told)

    async def next(self, seconds: float) -> tuple[Kind, bytes]:
        """Wait for the next message; raises TimeoutError, EOFError, LineError or OSError."""
        while True:
            if (whole := self.ready()) is not None:
                return whole
            async with asyncio.timeout(seconds):
                await self.more()

    async def more(self) -> None:
        """Wait until something has come; raises EOFError when nothing will."""
        incoming = await self._reader.read(READ_BYTES)
        if not incoming:
            raise EOFError("the other side has left")
        self.received += len(incoming)
        self._unpacker.feed(incoming)

    def ready(self) -> tuple[Kind, bytes] | None:
        """Give the next message that is whole; raises LineError."""
        return self._unpacker.next()

    async def get(self, kind: Kind, seconds: float) -> bytes:
        """Wait for a message of one kind, and give its body; any other is a LineError."""
        got, body = await self.next(seconds)
        if got is not kind:
            raise LineError(f"it says {got.name.lower()} where {kind.name.lower()} has its place")
        return body

    async def close(self) -> None:
        """Hang up, also on somebody who does not read."""
        self._writer.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._writer.wait_closed()
        except (OSError, TimeoutError):
            self._writer.transport.abort()
