"""Keys and mouse that lead from sound to sound, pressed at a fixed size."""

from __future__ import annotations

import numpy as np
from textual import events
from textual.geometry import Offset
from ui_fakes import ROOT, FakeCollection, clustered_map, small_map, sound
from ui_run import Run, running, stored

from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.map.subset import Subset
from tuimap.ui.widgets import pointing
from tuimap.ui.widgets.map_view import MapView


def many() -> FakeCollection:
    return FakeCollection(stored=clustered_map())


def row_of_clusters() -> FakeCollection:
    """Three clusters from left to right, of three sounds each, and one sound that belongs to none."""
    places = [[x + dx, 0.5] for x in (0.1, 0.5, 0.9) for dx in (-0.05, 0.0, 0.05)] + [[0.5, 0.9]]
    sounds = Sounds(sound(f"{number}.wav") for number in range(10))
    clusters = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, -1])
    return FakeCollection(stored=SoundMap(ROOT, sounds, np.array(places, np.float32), clusters, ("a", "b", "c")))


def cell_on_screen(run: Run, index: int) -> Offset:
    """Where a sound is drawn, from the map's top left corner."""
    window = run.map.viewport.window(run.map.map_size)
    column, row = run.map.places().cell_of(index)
    return Offset(column - window.left, row - window.top)


async def wheel(run: Run, at: Offset, kind: type[events.MouseEvent]) -> None:
    view = run.map.query_one(MapView)
    x, y = view.region.offset + at
    run.map._forward_event(kind(view, x, y, 0, 0, 0, False, False, False, x, y))
    await run.pilot.pause()


async def test_shift_and_arrows_move_the_view_and_not_the_cursor() -> None:
    async with running(many()) as run:
        await run.press("+", "+", "+", "+")
        before, cursor = run.map.viewport.window(run.map.map_size), run.map.cursor
        await run.press("shift+right", "shift+down")
        after = run.map.viewport.window(run.map.map_size)
        assert (after.left - before.left, after.top - before.top) == (before.columns // 4, before.rows // 4)
        assert (run.map.cursor, run.heard) == (cursor, [])


async def test_panning_stops_where_the_map_ends() -> None:
    async with running(many()) as run:
        await run.press("+", "+", *["shift+left"] * 9)
        assert run.map.viewport.window(run.map.map_size).left == -2
        await run.press("shift+right")
        assert run.map.viewport.window(run.map.map_size).left > 0


async def test_walking_brings_the_view_back_to_the_cursor() -> None:
    async with running(many()) as run:
        await run.press("+", "+", "+", "+", "+", *["shift+left"] * 20, "right")
        window = run.map.viewport.window(run.map.map_size)
        assert window.shows(*run.map.places().cell_of(run.map.cursor)) == (True, True)


async def test_ctrl_and_arrows_go_from_middle_to_middle_of_the_clusters() -> None:
    async with running(row_of_clusters()) as run:
        await run.press("ctrl+right", "ctrl+right", "ctrl+left", "ctrl+left")
        assert run.heard == ["7.wav", "4.wav", "1.wav"]


async def test_from_a_sound_of_no_cluster_ctrl_and_arrow_lead_to_one() -> None:
    async with running(row_of_clusters()) as run:
        await run.press("up", "ctrl+down")
        assert run.heard == ["9.wav", "4.wav"]


async def test_without_clusters_ctrl_and_arrows_go_from_folder_to_folder() -> None:
    async with running(stored()) as run:
        await run.press("ctrl+right", "ctrl+left", "ctrl+up")
        assert run.heard == ["c.wav", "b.wav", "d.wav"]


async def test_the_free_cursor_goes_cell_by_cell_and_hears_what_is_near() -> None:
    async with running(stored()) as run:
        start = run.map.places().cell_of(run.map.cursor)
        await run.press("e", *["right"] * 5)
        assert run.map.places().cell_at(*run.map.free) == (start[0] + 5, start[1])
        assert run.heard == []
        end = run.map.places().cell_of(2)
        await run.press(*["right"] * (end[0] - start[0] - 5 - 3))
        assert run.heard == ["c.wav"]
        assert run.map.places().cell_at(*run.map.free)[0] == end[0] - 3


async def test_the_free_cursor_is_drawn_on_the_empty_ground_and_stays_on_the_map() -> None:
    async with running(stored()) as run:
        await run.press("e", *["up"] * 3)
        x, y = cell_on_screen(run, run.map.cursor)
        assert run.text.splitlines()[1 + y - 3][x] == "+"
        await run.press(*["up"] * 60)
        assert run.map.places().cell_at(*run.map.free)[1] == 0


async def test_e_or_esc_leaves_the_free_cursor_where_the_last_sound_is() -> None:
    async with running(stored()) as run:
        for leave in ("e", "escape"):
            await run.press("e", "up", leave)
            assert run.map.free is None
        await run.press("right")
        assert run.heard == ["c.wav"]


async def test_zooming_with_the_free_cursor_looks_closer_at_it() -> None:
    async with running(stored()) as run:
        await run.press("e", *["up"] * 4, "+", "+", "+")
        assert (run.map.viewport.x, run.map.viewport.y) == run.map.free


async def test_brackets_go_back_and_forward_through_what_was_heard() -> None:
    async with running(stored()) as run:
        await run.press("right", "left", "left", "[", "[", "[", "]")
        assert run.heard == ["c.wav", "b.wav", "a.wav", "b.wav", "c.wav", "b.wav"]
        await run.press("up", "]", "[")
        assert run.heard[6:] == ["d.wav", "b.wav"]


async def test_random_goes_to_each_sound_once_before_any_comes_again() -> None:
    async with running(stored()) as run:
        await run.press(*["r"] * 5)
        assert sorted(run.heard) == ["a.wav", "b.wav", "c.wav", "d.wav", "e.wav"]
        await run.press("r")
        assert run.heard[5] in run.heard[:5]


async def test_what_one_walks_among_binds_arrows_tab_random_and_clicks() -> None:
    async with running(stored()) as run:
        run.map.within = Subset(np.array([True, False, True, False, True]))
        await run.press("left", "right", "tab", "up", *["r"] * 9)
        assert set(run.heard) == {"a.wav", "c.wav", "e.wav"}
        await run.pilot.click(MapView, offset=cell_on_screen(run, 3))
        assert run.heard[-1] == "e.wav"


async def test_a_click_lands_on_the_nearest_sound() -> None:
    async with running(stored()) as run:
        await run.pilot.click(MapView, offset=cell_on_screen(run, 3) + Offset(4, 0))
        assert run.heard == ["d.wav"]


async def test_the_wheel_looks_closer_at_what_lies_under_the_pointer() -> None:
    async with running(many()) as run:
        at = cell_on_screen(run, 7)
        for _ in range(3):
            await wheel(run, at, events.MouseScrollUp)
        assert run.map.viewport.zoom == 3.0
        assert max(abs(n) for n in cell_on_screen(run, 7) - at) <= 3
        for _ in range(3):
            await wheel(run, at, events.MouseScrollDown)
        assert run.map.viewport.zoom == 1.0


async def test_the_sound_under_a_resting_pointer_is_heard_and_the_map_stays(monkeypatch) -> None:
    monkeypatch.setattr(pointing, "REST_SECONDS", 0.001)
    async with running(many()) as run:
        await run.press("+", "+", "+")
        view = run.map.viewport
        there = run.map.places().nearest(*run.map.places().cell_of(5))
        run.map.viewport = view.placed(*(n - 1 for n in run.map.places().cell_of(there)), run.map.map_size)
        view = run.map.viewport
        await run.pilot.hover(MapView, offset=cell_on_screen(run, there))
        await run.until(lambda: run.heard)
        assert (run.map.cursor, run.map.viewport) == (there, view)
        assert run.heard == [run.map.scene.map.file(there).name]


async def test_a_pointer_that_rests_on_empty_ground_is_silent(monkeypatch) -> None:
    monkeypatch.setattr(pointing, "REST_SECONDS", 0.001)
    async with running(stored()) as run:
        await run.pilot.hover(MapView, offset=(1, 1))
        await run.pilot.pause()
        await run.pilot.hover(MapView, offset=cell_on_screen(run, 3))
        await run.until(lambda: run.heard)
        assert run.heard == ["d.wav"]


async def test_a_map_that_grows_keeps_what_was_heard() -> None:
    async with running(stored()) as run:
        await run.press("right", "left")
        order = [4, 3, 2, 1, 0]
        before = small_map()
        turned = SoundMap(ROOT, Sounds(before.sounds[n] for n in order), before.positions[order])
        from tuimap.ui.map.scene import scene_of
        from tuimap.ui.messages import SceneReady

        run.map.post_message(SceneReady(scene_of(turned)))
        await run.pilot.pause()
        await run.press("[")
        assert run.heard == ["c.wav", "b.wav", "c.wav"]


async def test_after_a_flood_of_keys_the_sound_shown_is_the_one_heard_last() -> None:
    async with running(many()) as run:
        for _ in range(40):
            run.app.post_message(events.Key("right", None))
        await run.until(lambda: len(run.heard) > 1)
        await run.press("left")
        assert run.map.here is not None
        assert run.heard[-1] == run.map.here.sound.name
        assert run.map.here.sound.name in run.text
