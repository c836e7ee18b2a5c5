"""What the audio child drives in place of a deck of its own when the sound comes out elsewhere."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from tuimap.players import AS_IT_IS, Manner
from tuimap.players.deck import DeckState
from tuimap.players.remote import TOKEN_NAME, Address
from tuimap.players.remote.client import Client
from tuimap.players.source import Source

BACKEND = "tcp"
OPENING_SECONDS = 1.0
"""A first connection that takes longer is told about."""
CLOSE_SECONDS = 0.3
"""`close` waits at most so long."""


class RemoteDeck:
    """Plays one source at a time on the machine that listens; no call blocks."""

    def __init__(self, address: Address, changed: Callable[[], None]) -> None:
        self._address = address
        self._changed = changed
        self._token = os.environ.get(TOKEN_NAME, "")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: Client | None = None
        self._thread = Thread(target=self._serve, name="line", daemon=True)
        self._ready = Event()
        self._begun = time.monotonic()

    def begin(self) -> None:
        """Connect; nothing may be called before."""
        if self._token:
            self._thread.start()
            self._ready.wait()

    def start(self, source: Source, manner: Manner = AS_IT_IS) -> None:
        """Begin a source, fading out whatever sounds."""
        self._ask(lambda client: client.start(source, manner))

    def stop(self) -> None:
        """Fade out whatever sounds."""
        self._ask(lambda client: client.stop())

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down."""
        self._ask(lambda client: client.set_volume(volume_db))

    def expect(self, sources: Sequence[Source]) -> None:
        """Have what may be asked for next sent ahead, when the line is free."""
        if sources:
            self._ask(lambda client: client.expect(sources))

    def state(self) -> DeckState:
        """Tell what happens there."""
        client = self._client
        if client is None:
            return DeckState(
                backend=BACKEND,
                problem=f"no sound: {TOKEN_NAME} is not set (start with the line that `tuimap listen` prints)",
            )
        line, current, heard = client.line, client.current, client.heard
        there = current is not None and heard.playing == current.number
        return DeckState(
            backend=BACKEND,
            playing=current.source.key if current is not None and there else None,
            started=client.started + heard.started,
            problem=self._problem(client),
            place=line.place if line else "",
        )

    def close(self) -> None:
        """Hang up, which lets the last sound fade there."""
        if self._thread.is_alive():
            self._ask(lambda client: client.close())
            self._thread.join(CLOSE_SECONDS)

    def _ask(self, what: Callable[[Client], None]) -> None:
        """Have something done on the loop."""
        if self._client is not None and self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(what, self._client)

    def _serve(self) -> None:
        with asyncio.Runner() as runner, suppress(asyncio.CancelledError):
            self._loop = runner.get_loop()
            self._loop.set_exception_handler(_stop)
            runner.run(self._run())

    async def _run(self) -> None:
        self._client = Client(self._address, self._token, self._changed)
        self._ready.set()
        await self._client.run()

    def _problem(self, client: Client) -> str:
        line, current = client.line, client.current
        if line is None:
            late = time.monotonic() - self._begun > OPENING_SECONDS
            return client.trouble or (client.no_answer() if late else "")
        if line.silent:
            return client.no_answer()
        if current is not None and current.problem:
            return current.problem
        return f"{line.place}: {client.heard.problem}" if client.heard.problem else ""


def _stop(loop: asyncio.AbstractEventLoop, failure: dict[str, Any]) -> None:
    """End the loop where a call on it has failed, and so its thread: what goes on without it would be silent."""
    if "handle" in failure:
        loop.stop()
