"""A map scattered and in a grid, switched by a key."""

from __future__ import annotations

import numpy as np
import pytest
from ui_fakes import FakeCollection, clustered_map, small_map
from ui_run import Run, running

from tuimap.ui.charset import ASCII
from tuimap.ui.map.canvas import draw
from tuimap.ui.map.glide import SECONDS, Glide, on_screen
from tuimap.ui.map.look import Look
from tuimap.ui.map.scene import in_grid, scene_of
from tuimap.ui.map.viewport import Size, Viewport
from tuimap.ui.messages import LineAnswered

SCREEN = Size(80, 20)


def test_a_grid_for_the_screen_shows_each_sound_in_a_character_of_its_own_heavily() -> None:
    scene = in_grid(scene_of(clustered_map()), SCREEN)
    view = Viewport(grid=scene.grid)
    look = Look(scene.classes.of, solid=True)
    cells = scene.cells(view, SCREEN, view.window(SCREEN), ASCII, look)
    assert cells.counts.max() == 1
    assert cells.counts.sum() == len(scene)
    assert set("".join(cells.text(y) for y in range(SCREEN.rows))) <= {" ", *ASCII.several}


def test_a_grid_that_does_not_fit_on_the_screen_is_crowded_everywhere() -> None:
    scene = in_grid(scene_of(clustered_map(30_000)), SCREEN)
    view = Viewport(grid=scene.grid)
    cells = scene.cells(view, SCREEN, view.window(SCREEN), ASCII)
    assert cells.crowded
    dots = "".join(cells.text(y) for y in range(SCREEN.rows)).replace(" ", "")
    assert set(dots[1:-1]) <= set(ASCII.dots[3:])


def test_a_glide_goes_from_where_sounds_were_drawn_to_where_they_will_be() -> None:
    scattered = scene_of(clustered_map(200))
    gridded = in_grid(scattered, SCREEN)
    ways = [on_screen(scene, Viewport(grid=scene.grid), SCREEN) for scene in (scattered, gridded)]
    glide = Glide(ways[0], ways[1], 10.0)
    for scene, time in ((scattered, 10.0), (gridded, 10.0 + 0.9999 * SECONDS)):
        view = Viewport(grid=scene.grid)
        seen = glide.seen(time, SCREEN)
        assert seen is not None
        moving = draw(seen, Look(scene.classes.of), SCREEN, ASCII)
        still = scene.cells(view, SCREEN, view.window(SCREEN), ASCII)
        assert (moving.counts == still.counts).all()
    assert glide.seen(10.0 + SECONDS, SCREEN) is None
    assert glide.place(3, 99.0) == tuple(np.rint(ways[1][3]).astype(int))


async def gridded(run: Run) -> None:
    await run.press("g")
    await run.until(lambda: run.map.scene.grid is not None)  # type: ignore[union-attr]
    await run.pilot.pause()


async def test_g_shows_a_grid_and_the_scatter_again_the_cursor_on_the_same_sound() -> None:
    async with running(FakeCollection(stored=clustered_map(300))) as run:
        await run.press("right", "c")
        before, standing = run.map.scene, run.map.cursor
        await gridded(run)
        assert " grid" in run.text.splitlines()[0]
        assert run.map.cursor == standing
        assert "alone here" in run.text
        await run.press("g")
        assert run.map.scene is before
        assert run.map.cursor == standing
        assert run.heard == [before.sound(standing).name]  # type: ignore[union-attr,arg-type]


async def test_zoomed_in_the_other_layout_shows_the_sound_under_the_cursor_too() -> None:
    async with running(FakeCollection(stored=clustered_map(300))) as run:
        await run.press("+", "+", "+", "+", "+")
        await gridded(run)
        assert any(mark in run.text for mark in ("[", "]"))


async def test_a_map_stored_as_a_grid_is_scattered_by_g_with_what_the_library_holds() -> None:
    scattered = clustered_map(300)
    stored = in_grid(scene_of(scattered), SCREEN).map
    async with running(FakeCollection(stored=stored, before_grid=scattered)) as run:
        await run.press("right", "g")
        standing = run.map.cursor
        await run.until(lambda: run.map.scene.grid is None)  # type: ignore[union-attr]
        assert run.map.cursor == standing
        assert " scatter" in run.text.splitlines()[0]
        await gridded(run)


@pytest.mark.parametrize("other", [None, clustered_map(299)], ids=["none", "of other sounds"])
async def test_a_stored_grid_without_its_scattered_map_says_so(other) -> None:
    stored = in_grid(scene_of(clustered_map(300)), SCREEN).map
    async with running(FakeCollection(stored=stored, before_grid=other)) as run:
        await run.press("g")
        await run.until(lambda: "no scattered map is stored; --layout scatter makes one" in run.text)


async def test_a_grid_is_made_anew_for_another_size() -> None:
    async with running(FakeCollection(stored=clustered_map(300))) as run:
        await gridded(run)
        before = run.map.scene.grid  # type: ignore[union-attr]
        await run.pilot.resize_terminal(120, 40)
        await run.until(lambda: run.map.scene.grid != before)  # type: ignore[union-attr]
        assert "alone here" in run.text


async def test_on_a_fast_line_sounds_glide_and_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuimap.ui.map.glide.SECONDS", 3.0)  # so that a slow machine sees some of it
    async with running(FakeCollection(stored=clustered_map(300))) as run:
        run.map.post_message(LineAnswered(0.001))
        await gridded(run)
        view = run.map._map_view
        assert view._glide is not None
        await run.until(lambda: view._glide is None)


async def test_on_a_slow_line_they_are_simply_there() -> None:
    async with running(FakeCollection(stored=clustered_map(300))) as run:
        run.map.post_message(LineAnswered(0.2))
        await gridded(run)
        assert run.map._map_view._glide is None


async def test_arrows_walk_the_grid_cell_by_cell() -> None:
    async with running(FakeCollection(stored=small_map())) as run:
        await gridded(run)
        await run.press("left", "left", "right", "right", "right", "right")
        assert len(set(run.heard)) >= 2


@pytest.mark.parametrize("key", ["c", "f", "b"])
async def test_what_the_map_wears_is_the_same_in_both_layouts(key: str) -> None:
    async with running(FakeCollection(stored=clustered_map(100)), size=(120, 30)) as run:
        await run.press(key)
        await run.app.workers.wait_for_complete()
        await run.pilot.pause()
        legend = run.text.splitlines()[-3]
        await gridded(run)
        assert run.text.splitlines()[-3] == legend
