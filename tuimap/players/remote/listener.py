"""The machine one listens at: waits for a studio, and has the sound come out here."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress

from tuimap.errors import PlayerError
from tuimap.players.deck import Deck
from tuimap.players.remote import LineError
from tuimap.players.remote.framing import OPENING
from tuimap.players.remote.meeting import meet_studio
from tuimap.players.remote.session import Session
from tuimap.players.remote.shelf import Shelf
from tuimap.players.remote.talk import READ_BYTES, Talk
from tuimap.safe import printable

STRANGERS = 16
"""So many may be at the door at once; more are sent away unheard."""
TOLD_SECONDS = 1.0
"""Refusals are told at most so often, so that nobody floods the terminal."""


class Listener:
    """One studio at a time, the newest; `tell` says one line to whoever listens."""

    def __init__(self, audio: str, token: str, tell: Callable[[str], None], shelf: Shelf | None = None) -> None:
        self.deck = Deck(audio, (), self._changed, self._changed)
        self.host = socket.gethostname()
        self._token = token
        self._tell = tell
        self._shelf = shelf or Shelf()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: Session | None = None
        self._strangers = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._told_at, self._untold = -TOLD_SECONDS, 0

    async def open(self, host: str, port: int) -> asyncio.Server:
        """Open the device and listen; raises PlayerError where something else has the port."""
        self._loop = asyncio.get_running_loop()
        try:
            server = await asyncio.start_server(self._meet, host, port, limit=READ_BYTES)
        except OSError as error:
            raise PlayerError(_refused(host, port, error), "Choose another one with --port") from error
        self.deck.begin()
        return server

    def close(self) -> None:
        """Let the last sound fade."""
        self.deck.close()

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve whoever connects in a task of its own: the one that asyncio would make does not end in peace."""
        if self._strangers >= STRANGERS:
            writer.transport.abort()
            return
        self._strangers += 1
        task = asyncio.create_task(self._attend(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(reader, writer, OPENING)
        who = _name_of(writer)
        try:
            if await self._let_in(talk, who):
                await self._serve(talk, who)
        finally:
            await talk.close()

    async def _let_in(self, talk: Talk, who: str) -> bool:
        try:
            await meet_studio(talk, self._token, self.host)
        except LineError as error:
            self._refuse(f"{who} was refused: {error}")
        except (OSError, EOFError):
            self._refuse(f"{who} was refused: it did not say who it is")
        else:
            return True
        finally:
            self._strangers -= 1
        return False

    async def _serve(self, talk: Talk, who: str) -> None:
        if self._session is not None:
            self._session.replace()
            self._tell(f"{who} takes over")
        session = self._session = Session(talk, self.deck, self._shelf)
        self._tell(f"{who} is connected")
        reason = ""
        try:
            await session.run()
        except LineError as error:
            reason = f": {error}"
        except TimeoutError:
            reason = ": it fell silent"
        except (OSError, EOFError):
            pass
        finally:
            if self._session is session:
                self._session = None
                self._tell(f"{who} has left{reason}")

    def _refuse(self, line: str) -> None:
        """Tell of a refusal, unless one was told just now; those are counted."""
        now = time.monotonic()
        if now - self._told_at < TOLD_SECONDS:
            self._untold += 1
            return
        more = f" (and {self._untold} more)" if self._untold else ""
        self._told_at, self._untold = now, 0
        self._tell(line + more)

    def _changed(self) -> None:
        """Have the studio told what the deck does; for any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._report)

    def _report(self) -> None:
        if self._session is not None:
            self._session.tell()


def _name_of(writer: asyncio.StreamWriter) -> str:
    peer = writer.get_extra_info("peername")
    return f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else "somebody"


def _refused(host: str, port: int, error: OSError) -> str:
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
    return f"port {port} of {printable(host)} cannot be listened at: {reason.lower()}"
