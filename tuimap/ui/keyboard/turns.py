"""Keys that arrive in one burst, handed on one at a time: what a key opens gets the keys typed after it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Key, Paste

QUIET_ROUNDS = 3
"""After so many rounds in which neither screen nor focus changed, what a key does is done."""

LOST = 0.5
"""Seconds after which a round is given up: a widget that is taken away may take its messages with it."""

LONGEST_HOLD = 2.0
"""Seconds that keys wait at most for an answer."""


class Turns:
    """Hands each key on when what the one before it does is done, and nobody holds keys back."""

    def __init__(self, app: App[int], hand_on: Callable[[Key | Paste], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Key | Paste] = deque()
        self._turn: asyncio.Task[None] | None = None
        self._free = asyncio.Event()
        self._free.set()

    async def take(self, event: Key | Paste) -> None:
        """Hand a key on, now or later; Ctrl-C waits for no answer."""
        self._waiting.append(event)
        if getattr(event, "key", "") == "ctrl+c":
            self.release()
        if self._turn is None:
            await self._next()

    def hold(self) -> None:
        """Hold keys back until `release`: what they are meant for is not there yet."""
        self._free.clear()

    def release(self) -> None:
        """Hand on what waits."""
        self._free.set()

    async def _next(self) -> None:
        """Hand one on; called from the app's own loop, for there keys are handled."""
        self._turn = None
        if self._waiting and self._app.is_running:
            held = not self._free.is_set()
            event = None if held else self._waiting.popleft()
            self._turn = asyncio.create_task(self._over())
            if event is not None:
                await self._hand_on(event)

    async def _over(self) -> None:
        """Wait until what a key does is done, and nobody holds keys back."""
        quiet, before = 0, self._place()
        while quiet < QUIET_ROUNDS:
            await self._round()
            now = self._place()
            quiet, before = (quiet + 1 if now == before else 0), now
            if not self._free.is_set():
                await self._until_free()
                quiet = 0
        if not self._app.call_later(self._next):
            self._turn = None

    async def _until_free(self) -> None:
        try:
            await asyncio.wait_for(self._free.wait(), LONGEST_HOLD)
        except TimeoutError:
            self._free.set()

    async def _round(self) -> None:
        """Go the way of a key: from what has the focus up to the app, behind all that waits there."""
        pump: MessagePump | None = self._app.focused or self._app.screen
        while pump is not None:
            passed = asyncio.Event()
            if pump.call_later(passed.set):
                try:
                    await asyncio.wait_for(passed.wait(), LOST)
                except TimeoutError:
                    return
            pump = pump._parent

    def _place(self) -> tuple[object, object]:
        return self._app.screen, self._app.focused
