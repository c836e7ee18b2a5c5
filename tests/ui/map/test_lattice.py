"""Moving from cell to cell, held against the same done by looking at every sound."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tuimap.sound_map import Direction, step
from tuimap.ui.map.lattice import CELL_HEIGHT, Lattice
from tuimap.ui.map.oblongs import oblongs
from tuimap.ui.map.viewport import Size, Window

PLACES = arrays(np.float32, st.tuples(st.integers(1, 60), st.just(2)), elements=st.floats(0, 1, width=32))
SIZES = st.builds(Size, st.integers(1, 90), st.integers(1, 40))
SEEDS = st.integers(0, 10**6)


class EveryOne:
    """The cells of sounds, looked through one by one."""

    def __init__(self, positions: NDArray[np.float32], size: Size, within: NDArray[np.bool_] | None = None) -> None:
        last = np.array([size.columns - 1, size.rows - 1], np.float32)
        self.positions, self.size = positions, size
        self.column = np.rint(positions[:, 0] * last[0]).astype(int)
        self.row = np.rint((np.float32(1) - positions[:, 1]) * last[1]).astype(int)
        self.walked = np.flatnonzero(np.ones(len(positions), bool) if within is None else within)
        self.cell = self.row * size.columns + self.column

    def members(self, sound: int) -> list[int]:
        return self.walked[self.cell[self.walked] == self.cell[sound]].tolist()

    def nearest(self, column: int, row: int) -> int | None:
        if not len(self.walked):
            return None
        distance = (self.column - column) ** 2 + (CELL_HEIGHT * (self.row - row)) ** 2
        return int(self.walked[np.argmin(distance[self.walked])])

    def step(self, sound: int, direction: Direction) -> int | None:
        occupied = np.unique(np.append(self.cell[self.walked], self.cell[sound]))
        row, column = np.divmod(occupied, self.size.columns)
        places = np.stack([column, -CELL_HEIGHT * row], axis=1)
        there = step(places, int(np.searchsorted(occupied, self.cell[sound])), direction)
        if there is None:
            return None
        members = self.walked[self.cell[self.walked] == occupied[there]]
        offsets = self.positions[members] - self.positions[sound]
        return int(members[np.argmin((offsets**2).sum(axis=1))])


def crowded(seed: int, n: int) -> NDArray[np.float32]:
    """Places of which many are alike: in heaps, on lines, on the sides."""
    random = np.random.default_rng(seed)
    heaps = random.random((4, 2))
    places = np.concatenate([
        random.normal(heaps[random.integers(0, 4, n // 2)], random.choice([0.001, 0.03, 0.2]), (n // 2, 2)),
        np.stack([random.random(n // 4), np.full(n // 4, random.random())], axis=1),
        np.repeat(heaps, n // 16, axis=0),
    ])  # fmt: skip
    return places.clip(0, 1).astype(np.float32)


def agree(positions: NDArray[np.float32], size: Size, within: NDArray[np.bool_] | None, seed: int) -> None:
    held = oblongs(positions) if within is None else oblongs(positions).among(within)
    places, one_by_one = Lattice(size, held), EveryOne(positions, size, within)
    random = np.random.default_rng(seed)
    for sound in random.integers(0, len(positions), 12).tolist():
        assert places.cell_of(sound) == (one_by_one.column[sound], one_by_one.row[sound])
        assert places.members(sound).tolist() == one_by_one.members(sound)
        for direction in get_args(Direction):
            assert places.step(sound, direction) == one_by_one.step(sound, direction), (sound, direction)
        column, row = int(random.integers(-5, size.columns + 5)), int(random.integers(-5, size.rows + 5))
        assert places.nearest(column, row) == one_by_one.nearest(column, row)


@given(PLACES, SIZES, SEEDS)
def test_every_answer_is_that_of_looking_at_all(positions: np.ndarray, size: Size, seed: int) -> None:
    agree(positions, size, None, seed)


@pytest.mark.parametrize("size", [Size(76, 20), Size(116, 38), Size(3800, 1200)])
@pytest.mark.parametrize("n", [200, 20_000])
@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_that_of_looking_at_all_on_crowded_maps_at_any_zoom(size: Size, n: int, seed: int) -> None:
    agree(crowded(seed, n), size, None, seed)


@pytest.mark.parametrize("share", [0.0, 0.0002, 0.3])
@pytest.mark.parametrize("size", [Size(76, 20), Size(3800, 1200)])
@pytest.mark.parametrize("seed", range(3))
def test_only_the_chosen_are_walked_among(share: float, size: Size, seed: int) -> None:
    positions = crowded(seed, 20_000)
    agree(positions, size, np.random.default_rng(seed).random(len(positions)) < share, seed)


@given(PLACES, SIZES, SEEDS)
def test_a_walk_reaches_every_cell_that_holds_a_chosen_sound(positions: np.ndarray, size: Size, seed: int) -> None:
    within = np.random.default_rng(seed).random(len(positions)) < 0.5
    within[seed % len(positions)] = True
    places = Lattice(size, oblongs(positions).among(within))
    start = int(np.flatnonzero(within)[0])
    seen, todo = set(places.members(start).tolist()), [start]
    while todo:
        here = todo.pop()
        for direction in get_args(Direction):
            there = places.step(here, direction)
            if there is not None and there not in seen:
                seen |= set(places.members(there).tolist())
                todo.append(there)
    assert seen == set(np.flatnonzero(within).tolist())


@pytest.mark.parametrize("window", [Window(-2, -1, 120, 40), Window(10, 5, 30, 20), Window(300, 90, 120, 40)])
@pytest.mark.parametrize("size", [Size(116, 38), Size(464, 152)])
def test_a_window_of_a_large_map_shows_what_lies_in_it(window: Window, size: Size) -> None:
    positions = crowded(0, 100_000)
    shown, every = Lattice(size, oblongs(positions)).shown(window), EveryOne(positions, size)
    column, row = every.column - window.left, every.row - window.top
    seen = (column >= 0) & (column < window.columns) & (row >= 0) & (row < window.rows)
    cell = np.full(len(positions), -1)
    cell[shown.sound] = shown.cell
    assert (cell == np.where(seen, row * window.columns + column, -1)).all()


@given(PLACES, SIZES, st.integers(-10, 60), st.integers(-10, 30), st.integers(1, 60), st.integers(1, 30))
def test_a_window_shows_what_lies_in_it(
    positions: np.ndarray, size: Size, left: int, top: int, columns: int, rows: int
) -> None:
    shown = Lattice(size, oblongs(positions)).shown(Window(left, top, columns, rows))
    all_of_them = EveryOne(positions, size)
    column, row = all_of_them.column - left, all_of_them.row - top
    seen = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    found = np.stack([np.arange(len(positions))[shown.sound], shown.cell], axis=1)
    expected = np.stack([np.arange(len(positions)), row * columns + column], axis=1)[seen]
    assert sorted(found.tolist()) == expected.tolist()


def test_from_outside_the_chosen_a_step_leads_among_them() -> None:
    positions = np.array([[0.1, 0.5], [0.5, 0.5], [0.9, 0.5]], np.float32)
    held = oblongs(positions).among(np.array([False, False, True]))
    assert Lattice(Size(30, 10), held).step(0, "right") == 2
    assert Lattice(Size(30, 10), held).step(2, "left") is None
