"""The keys of the map screen lead to every sound: arrows from cell to cell, tab within one."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from ui_fakes import ROOT, sound

from tuimap.layout.grid import grid
from tuimap.sound_map import Direction, SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.charset import CHARSETS
from tuimap.ui.map.scene import Scene, scene_of
from tuimap.ui.map.subset import Subset
from tuimap.ui.map.viewport import Size, Viewport
from tuimap.ui.words.here import neighbour_in_cell

SCREEN = Size(80, 20)
"""What a terminal of 80 columns and 24 lines leaves for the map."""


def scene_at(positions: np.ndarray, *, in_grid: bool = False) -> Scene:
    sounds = Sounds(sound(f"{number}.wav") for number in range(len(positions)))
    return scene_of(SoundMap(ROOT, sounds, positions.astype(np.float32), grid=in_grid))


def reached(scene: Scene, view: Viewport, tabs: tuple[int, ...]) -> set[int]:
    """Give the sounds that arrows and steps within a cell lead to from the first one."""
    places = scene.lattice(view, SCREEN)
    seen, todo = {0}, [0]
    while todo:
        here = todo.pop()
        walked = [places.step(here, direction) for direction in get_args(Direction)]
        turned = [neighbour_in_cell(places, here, offset) for offset in tabs]
        new = {there for there in (*walked, *turned) if there is not None} - seen
        seen |= new
        todo += new
    return seen


def stacks(n: int) -> np.ndarray:
    """Give a map of which half are exact duplicates in a few places, the rest crowded around them."""
    random = np.random.default_rng(0)
    places = random.uniform(0, 1, (9, 2))
    return np.vstack([np.repeat(places, n // 18, axis=0), random.normal(places[0], 0.02, (n // 2, 2)).clip(0, 1)])


@pytest.mark.parametrize("tab", [1, -1])
def test_arrows_and_tab_reach_every_duplicate_of_a_crowded_map(tab) -> None:
    scene = scene_at(stacks(540))
    assert len(reached(scene, Viewport(), (tab,))) == 540


def test_arrows_alone_do_not_reach_every_duplicate() -> None:
    assert len(reached(scene_at(stacks(540)), Viewport(), ())) < 540


@pytest.mark.parametrize("n", [1, 2, 3, 97, 800, 1280])
def test_arrows_alone_reach_every_sound_of_a_grid_that_fits(n) -> None:
    positions = grid(np.random.default_rng(n).normal(0, 1, (n, 2)), (4, 1))
    assert (
        len(reached(scene_at(positions, in_grid=True), Viewport(grid=scene_at(positions, in_grid=True).grid), ())) == n
    )


def test_a_grid_is_drawn_one_sound_a_character() -> None:
    scene = scene_at(grid(stacks(1280), (4, 1)), in_grid=True)
    view = Viewport(grid=scene.grid)
    cells = scene.cells(view, SCREEN, view.window(SCREEN), CHARSETS["unicode"])
    assert cells.counts.max() == 1
    assert cells.counts.sum() == len(scene)
    columns = np.flatnonzero(cells.counts.any(axis=0))
    assert (np.diff(columns) == 1).all()


def test_a_grid_from_which_sounds_have_gone_is_still_drawn_one_a_character() -> None:
    positions = np.delete(grid(stacks(1280), (4, 1)), np.arange(0, 1000, 7), axis=0)
    scene = scene_at(positions, in_grid=True)
    assert (
        scene.cells(
            Viewport(grid=scene.grid), SCREEN, Viewport(grid=scene.grid).window(SCREEN), CHARSETS["ascii"]
        ).counts.max()
        == 1
    )


def test_a_scattered_map_has_no_grid() -> None:
    assert scene_at(stacks(36)).grid is None


def test_a_choice_of_sounds_is_sorted_once_for_all_zooms() -> None:
    scene, within = scene_at(stacks(90)), Subset(np.arange(90) % 2 == 0)
    near, far = (scene.lattice(Viewport(zoom=zoom), SCREEN, within) for zoom in (1.0, 8.0))
    assert near.oblongs is far.oblongs
    assert near.oblongs.order.tolist() != scene.oblongs.order.tolist()
