"""A collection opens as it was left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from ui_fakes import FakeCollection, RecordingPlayer, ScriptedEngine, clustered_map, small_map

from tuimap.ui.app import MapApp
from tuimap.ui.listening import Listening
from tuimap.ui.memory import Memory
from tuimap.ui.screens.map_screen import MapScreen


@asynccontextmanager
async def opened(
    folder: Path, collection: FakeCollection, size: tuple[int, int] = (120, 34)
) -> AsyncIterator[tuple[MapScreen, Pilot[int]]]:
    app = MapApp(collection, ScriptedEngine(), RecordingPlayer(), charset="ascii", memory=Memory(folder, "drums"))
    async with app.run_test(size=size) as pilot:
        while app._map_screen.here is None:
            await pilot.pause()
        yield app._map_screen, pilot
    app.remember()


async def test_sound_view_and_panels_return(tmp_path: Path) -> None:
    async with opened(tmp_path, FakeCollection(clustered_map())) as (screen, pilot):
        await pilot.press("right", "up", "+", "+", "right", "d")
        left = screen.session
    assert left.zoom == 2.0
    async with opened(tmp_path, FakeCollection(clustered_map())) as (screen, pilot):
        assert screen.session == left
        assert screen.open_panels == {"wave"}
        assert screen.has_class("-wave")
        assert not screen.has_class("-details")


async def test_how_one_listens_returns(tmp_path: Path) -> None:
    async with opened(tmp_path, FakeCollection(small_map())) as (screen, pilot):
        await pilot.press(*"maSROL,,T", *"96", "enter")
    async with opened(tmp_path, FakeCollection(small_map())) as (screen, pilot):
        assert screen.listening == Listening("loop", "at rest", 6.0, -6.0, 0.5, True, True, True, 96.0)


async def test_colours_names_layout_and_filter_return(tmp_path: Path) -> None:
    async with opened(tmp_path, FakeCollection(clustered_map())) as (screen, pilot):
        await pilot.press("ctrl+p", *"loudness", "enter")
        await pilot.press("b", "g", "F")
        while screen.within is None or screen.scene is None or screen.scene.scattered is None:
            await pilot.pause()
        left = screen.session
        kept = screen.within.count
    assert (left.colour_by, left.names_shown, left.in_grid) == ("loudness", False, True)
    async with opened(tmp_path, FakeCollection(clustered_map())) as (screen, pilot):
        while screen.within is None or screen.session != left:
            await pilot.pause()
        assert screen.within.count == kept
        assert screen.colouring is not None
        while screen.colouring.name != "loudness":
            await pilot.pause()


async def test_a_sound_that_is_gone_leaves_the_cursor_in_the_middle(tmp_path: Path) -> None:
    async with opened(tmp_path, FakeCollection(clustered_map())) as (screen, pilot):
        await pilot.press("right")
    async with opened(tmp_path, FakeCollection(small_map())) as (screen, pilot):
        assert screen.here is not None
        assert screen.here.sound.name == "b.wav"


async def test_a_map_that_was_not_loaded_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, FakeCollection(clustered_map())) as (screen, pilot):
        await pilot.press("right", "+")
        left = screen.session
    app = MapApp(FakeCollection(), ScriptedEngine(None), RecordingPlayer(), memory=Memory(tmp_path, "drums"))
    async with app.run_test() as pilot:
        await pilot.pause()
    app.remember()
    assert Memory(tmp_path, "drums").session() == left


async def test_whoever_is_new_gets_a_hint_which_goes_after_some_steps_and_never_returns(tmp_path: Path) -> None:
    async with opened(tmp_path, FakeCollection(small_map()), size=(80, 24)) as (screen, pilot):
        assert bottom(screen) == "arrows walk the map, every step is heard  ? tells all keys  q leaves"
        await pilot.press("a", "a")
        assert bottom(screen) == "arrows walk the map  ? tells all keys  q leaves"
        await pilot.press("a")
        await pilot.press("right", "left", "left", "right")
        await pilot.pause()
        assert bottom(screen).startswith("arrows walk  tab same cell")
    async with opened(tmp_path, FakeCollection(small_map()), size=(80, 24)) as (screen, pilot):
        assert bottom(screen).startswith("arrows walk  tab same cell")


async def test_a_hint_not_yet_followed_is_given_again(tmp_path: Path) -> None:
    for _ in range(2):
        async with opened(tmp_path, FakeCollection(small_map()), size=(40, 12)) as (screen, pilot):
            assert bottom(screen) == "arrows walk  ? all keys  q leaves"
            await pilot.press("right")


def bottom(screen: MapScreen) -> str:
    return screen._compositor.render_strips()[-1].text.strip()
