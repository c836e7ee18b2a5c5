from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tuimap.layout.grid import Cells, cells_of, grid, shape_for


def blobs(n: int = 600, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    centres = random.uniform(-10, 10, (12, 2))
    return centres[random.integers(0, 12, n)] + random.normal(0, 1, (n, 2))


def held(cells: Cells) -> set[tuple[int, int]]:
    return set(zip(cells.column.tolist(), cells.row.tolist(), strict=True))


def kept(before: np.ndarray, after: np.ndarray, k: int = 10) -> float:
    """Give the share of the k nearest that are among the k nearest afterwards."""
    near = [np.argsort(((p[:, None] - p) ** 2).sum(axis=2), axis=1)[:, 1 : k + 1] for p in (before, after)]
    return float(np.mean([len(set(one) & set(other)) / k for one, other in zip(*near, strict=True)]))


def unsquashed(positions: np.ndarray, cells: Cells) -> np.ndarray:
    return np.stack([cells.column / cells.columns, cells.row / cells.rows], axis=1)


@pytest.mark.parametrize("n", [*range(1, 30), 97, 101, 128, 1009])
@pytest.mark.parametrize("aspect", [(4, 1), (1, 1), (1, 3)])
def test_every_sound_has_a_cell_of_its_own_whatever_their_number(n, aspect) -> None:
    columns, rows = shape_for(n, aspect)
    cells = cells_of(grid(blobs(n), aspect))
    assert len(held(cells)) == n
    assert cells.columns <= columns
    assert cells.rows <= rows


@given(
    arrays(np.float32, st.tuples(st.integers(0, 40), st.just(2)), elements=st.integers(-2, 2).map(float)),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
)
def test_duplicates_get_cells_of_their_own_in_the_unit_square(raw, aspect) -> None:
    positions = grid(raw, aspect)
    assert ((positions > 0) & (positions < 1)).all()
    assert len(np.unique(positions.astype(np.float32), axis=0)) == len(raw)


def test_positions_are_the_centres_of_cells_twice_as_tall_as_wide() -> None:
    across, upward = (np.unique(column) for column in grid(blobs(288), (4, 1)).T)
    assert across.tolist() == pytest.approx(((np.arange(34) + 0.5) / 34).tolist())
    assert np.diff(upward).tolist() == pytest.approx([2 / 34] * 8)
    assert upward[4] == pytest.approx(0.5)


def test_the_default_shape_of_1280_sounds_fits_the_map_of_80_by_24() -> None:
    columns, rows = shape_for(1280, (4, 1))
    assert columns <= 76
    assert rows <= 18
    assert columns * rows >= 1280


def test_what_lies_on_a_grid_already_stays_as_it_is() -> None:
    column, row = (each.ravel() for each in np.meshgrid(np.arange(12), np.arange(3)))
    cells = cells_of(grid(np.stack([column * 2.0, -row * 7.0], axis=1), (4, 1)))
    assert (cells.column == column).all()
    assert (cells.row == row).all()


def test_neighbours_are_kept_and_by_chance_they_are_not() -> None:
    raw = blobs()
    positions = grid(raw, (2, 1))
    shuffled = np.random.default_rng(1).permutation(positions)
    assert kept(raw, positions) > 0.5
    assert kept(raw, shuffled) < 0.05


def test_a_far_point_does_not_press_the_others_together() -> None:
    raw = blobs()
    near, far = grid(raw, (4, 1)), grid(np.vstack([raw, [[1e9, 1e9]]]), (4, 1))[:-1]
    assert np.abs(near - far).mean() < 0.02


def test_the_same_points_and_seed_give_the_same_cells() -> None:
    assert (grid(blobs(), (4, 1), 3) == grid(blobs(), (4, 1), 3)).all()


@pytest.mark.parametrize("new", [1, 10])
def test_sounds_added_move_the_others_by_a_cell_at_most(new) -> None:
    raw = blobs(610)
    before = cells_of(grid(raw[new:], (4, 1)))
    unknown = np.full(new, -1)
    earlier = before._replace(column=np.r_[unknown, before.column], row=np.r_[unknown, before.row])
    after = cells_of(grid(raw, (4, 1), earlier=earlier))
    moved = np.maximum(abs(after.column[new:] - before.column), abs(after.row[new:] - before.row))
    assert len(held(after)) == 610
    assert np.mean(moved <= 1) > 0.95
    assert kept(raw, unsquashed(raw, after)) > 0.45


def test_a_full_grid_grows_by_a_row() -> None:
    before = cells_of(grid(blobs(36), (4, 1)))
    assert (before.columns, before.rows) == (12, 3)
    earlier = before._replace(column=np.r_[before.column, -1], row=np.r_[before.row, -1])
    after = cells_of(grid(np.vstack([blobs(36), [[0, 0]]]), (4, 1), earlier=earlier))
    assert len(held(after)) == 37
    assert after.columns == 12


def test_a_grid_that_has_become_far_too_narrow_is_made_anew() -> None:
    few = cells_of(grid(blobs(100), (4, 1)))
    unknown = np.full(500, -1)
    earlier = few._replace(column=np.r_[few.column, unknown], row=np.r_[few.row, unknown])
    assert (grid(blobs(600), (4, 1), earlier=earlier) == grid(blobs(600), (4, 1))).all()


def test_empty_columns_and_rows_of_a_grid_do_not_count() -> None:
    positions = np.array([[0.1, 0.9], [0.5, 0.9], [0.9, 0.1]])
    cells = cells_of(positions)
    assert (cells.columns, cells.rows) == (3, 2)
    assert held(cells) == {(0, 0), (1, 0), (2, 1)}
