import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.layout.grid import cells_of, shape_for
from tuimap.layout.quick_grid import quick_grid


@given(st.integers(1, 3000), st.sampled_from([(4, 1), (1, 1), (116, 28), (1, 7)]), st.integers(0, 5))
def test_each_sound_has_a_cell_of_its_own(n: int, aspect: tuple[int, int], seed: int) -> None:
    placed = quick_grid(np.random.default_rng(seed).normal(size=(n, 2)), aspect)
    cells = cells_of(placed.astype(np.float32))
    columns, rows = shape_for(n, aspect)
    assert len(set(zip(cells.column.tolist(), cells.row.tolist(), strict=True))) == n
    assert cells.columns <= columns
    assert cells.rows <= rows


def test_sounds_in_one_place_have_cells_of_their_own_too() -> None:
    assert len(np.unique(quick_grid(np.zeros((500, 2)), (4, 1)), axis=0)) == 500


@pytest.mark.parametrize("axis", [0, 1])
def test_what_lay_right_or_above_still_does(axis: int) -> None:
    points = np.random.default_rng(0).random((20_000, 2))
    placed = quick_grid(points, (4, 1))
    assert np.corrcoef(points[:, axis], placed[:, axis])[0, 1] > 0.98
