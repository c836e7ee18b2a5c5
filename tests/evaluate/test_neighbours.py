from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tuimap.evaluate.neighbours import Points, blocks, nearest, ranks

tables = st.integers(2, 12).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=4)
)
"""Distances with many ties."""


@given(tables, st.integers(1, 14))
def test_the_nearest_are_what_a_stable_sort_begins_with(table: list[list[int]], k: int) -> None:
    distances = np.array(table, float)
    expected = np.argsort(distances, axis=1, kind="stable")[:, :k]
    np.testing.assert_array_equal(nearest(distances, k), expected)


@given(tables)
def test_ranks_are_places_in_a_stable_sort(table: list[list[int]]) -> None:
    distances = np.array(table, float)
    order = np.argsort(distances, axis=1, kind="stable")
    expected = np.broadcast_to(np.arange(1, distances.shape[1] + 1), distances.shape)
    np.testing.assert_array_equal(ranks(distances, order), expected)


def test_distances_are_squares_and_nobody_is_near_itself() -> None:
    places = np.array([[0, 0], [3, 4], [3, 4]], np.float32)
    found = Points(places).distances(np.array([1, 0]))
    np.testing.assert_allclose(found, [[25, np.inf, 0], [np.inf, 25, 25]], atol=1e-12)


def test_blocks_are_all_rows_in_order_and_never_empty() -> None:
    rows = np.arange(0, 50, 2)
    parts = list(blocks(rows, 500_000))
    assert len(parts) > 3
    assert min(map(len, parts)) > 0
    np.testing.assert_array_equal(np.concatenate(parts), rows)
