"""Who is near whom: distances, nearest neighbours and ranks, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_DISTANCES_AT_ONCE = 2_000_000
_ROWS_AT_ONCE = 4096


class Points:
    """Points whose squared distances are found row by row; nothing of the size points x points is ever held."""

    def __init__(self, places: NDArray[np.floating]) -> None:
        """Take `places` [points, dims]."""
        self._places = places.astype(np.float64)
        self._places -= self._places.mean(axis=0)
        some = np.array_split(self._places, len(places) // _ROWS_AT_ONCE + 1)
        self._squares = np.concatenate([(rows * rows).sum(axis=1) for rows in some])

    def distances(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give squared distances [rows, points]; infinity from a point to itself."""
        products = 2 * self._places[rows] @ self._places.T
        distances: NDArray[np.float64] = np.maximum(self._squares[rows, None] + self._squares - products, 0)
        distances[np.arange(len(rows)), rows] = np.inf
        return distances


def blocks(rows: NDArray[np.intp], n_points: int) -> Iterator[NDArray[np.intp]]:
    """Go through `rows`, as many at a time as fit into the memory for their distances to `n_points`."""
    size = max(1, _DISTANCES_AT_ONCE // max(n_points, 1))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def nearest(distances: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """Give the numbers of the `k` nearest points [rows, k], nearest first; among equally near the lower number first.

    It is what a stable sort of each row of `distances` [rows, points] begins with, found without sorting.
    """
    k = min(k, distances.shape[1])
    if k == distances.shape[1]:
        return np.argsort(distances, axis=1, kind="stable")
    found = np.sort(np.argpartition(distances, k - 1, axis=1)[:, :k], axis=1)
    near = np.take_along_axis(distances, found, axis=1)
    order = np.argsort(near, axis=1, kind="stable")
    found = np.take_along_axis(found, order, axis=1)
    tied = np.flatnonzero((distances <= near.max(axis=1)[:, None]).sum(axis=1) > k)
    found[tied] = np.argsort(distances[tied], axis=1, kind="stable")[:, :k]
    return found


def ranks(distances: NDArray[np.float64], chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give the places [rows, k], from 1, that `chosen` points [rows, k] have in each row's order of nearness.

    Among equally near points the lower number comes first, as in `nearest`.
    """
    found = np.empty(chosen.shape, np.intp)
    for column, points in enumerate(chosen.T):
        there = distances[np.arange(len(chosen)), points][:, None]
        before = (distances < there).sum(axis=1)
        for row in np.flatnonzero((distances <= there).sum(axis=1) > before + 1):
            before[row] += (distances[row, : points[row]] == there[row]).sum()
        found[:, column] = before + 1
    return found
