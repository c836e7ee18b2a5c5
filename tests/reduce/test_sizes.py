from __future__ import annotations

import numpy as np
import pytest

from tuimap.reduce.sizes import nodes_for, padded, rows_for


@pytest.mark.parametrize(
    ("points", "rows"),
    [(0, 256), (256, 256), (257, 384), (1280, 1536), (8192, 8192), (10_000, 10_240), (100_000, 114_688)],
)
def test_rows_hold_the_points_in_one_of_few_sizes(points, rows) -> None:
    assert rows_for(points) == rows


def test_rows_never_fall_and_waste_less_than_half() -> None:
    rows = np.array([rows_for(points) for points in range(257, 70_000, 7)])
    assert (np.diff(rows) >= 0).all()
    assert (rows < 1.51 * np.arange(257, 70_000, 7)).all()
    assert len(set(rows)) < 30


def test_larger_maps_get_finer_meshes() -> None:
    assert [nodes_for(rows) for rows in (256, 1536, 4096, 114_688, 10**6)] == [96, 96, 128, 640, 1024]


def test_padding_adds_rows_of_zeros() -> None:
    assert padded(np.ones((2, 3), np.int32), 4).tolist() == [[1, 1, 1], [1, 1, 1], [0, 0, 0], [0, 0, 0]]
