"""An app under test, driven by keys at a fixed size."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from ui_fakes import FakeCollection, RecordingPlayer, ScriptedEngine, small_map

from tuimap.osc.announcing import AnnouncingPlayer
from tuimap.osc.ends import Ends
from tuimap.players import Player
from tuimap.ui.app import MapApp
from tuimap.ui.screens.map_screen import MapScreen

PATIENCE = 60.0


class Run:
    """An app under test, with what it was given."""

    def __init__(
        self, collection: FakeCollection, engine: ScriptedEngine, ends: Ends | None = None, **changes: object
    ) -> None:
        self.player = RecordingPlayer(**changes)  # type: ignore[arg-type]
        self.engine = engine
        self.app = MapApp(collection, engine, followed(self.player, ends), charset="ascii", ends=ends)
        self.pilot: Pilot[int]

    @property
    def map(self) -> MapScreen:
        return self.app._map_screen

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def heard(self) -> list[str]:
        return [clip.path.name for clip in self.player.played]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.text
            await self.pilot.pause()


@asynccontextmanager
async def running(
    collection: FakeCollection, *script: object, size: tuple[int, int] = (80, 24), **changes: object
) -> AsyncIterator[Run]:
    run = Run(collection, ScriptedEngine(*script), **changes)  # type: ignore[arg-type]
    async with run.app.run_test(size=size) as run.pilot:
        try:
            await run.until(lambda: run.map.scene is not None or run.map.analysis.running or run.app.return_code)
            await run.pilot.pause()
            yield run
        finally:
            run.engine.cancel()


def followed(player: Player, ends: Ends | None) -> Player:
    return player if ends is None else AnnouncingPlayer(player, ends)


def stored() -> FakeCollection:
    return FakeCollection(stored=small_map())
