"""A grid: every sound has a cell of its own, and sounds that lay close still do."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CELL_HEIGHT = 2.0
"""How tall a cell is against its width: as a terminal draws characters."""

_DRIFT = 0.1
"""An earlier grid is gone on with unless its columns are farther than this from what so many sounds would have now."""

_MOST_PAIRS = 100_000_000
"""Of new sounds and cells: beyond, a new grid is made in less time."""


class Cells(NamedTuple):
    """Where sounds lie on a grid."""

    columns: int
    rows: int
    column: NDArray[np.int64]
    """[sounds], from the left."""
    row: NDArray[np.int64]
    """[sounds], from the top."""


def shape_for(n_sounds: int, aspect: tuple[int, int]) -> tuple[int, int]:
    """Give columns and rows of the smallest grid of about an aspect, columns to rows, that holds so many sounds."""
    across, down = aspect
    columns = min(max(1, math.ceil(math.sqrt(n_sounds * across / down))), max(1, n_sounds))
    return columns, max(1, math.ceil(n_sounds / columns))


def grid(
    raw: NDArray[np.floating], aspect: tuple[int, int], seed: int = 0, earlier: Cells | None = None
) -> NDArray[np.float64]:
    """Give each of the raw coordinates [sounds, 2] a cell of its own: its centre in the unit square, [sounds, 2].

    The squares of the ways that points go are made small (shufflesnap, a local search on one assignment problem after
    another); before, points are spread evenly along each axis, so that a few far ones do not press the others
    together. Where `earlier` says in which cells sounds lay, row and column -1 for new ones, they move little.
    """
    points = np.asarray(raw, np.float64)
    if not len(points):
        return np.zeros((0, 2))
    columns, rows = shape_for(len(points), aspect)
    if earlier is not None and _lasts(earlier, columns):
        rows = max(earlier.rows, math.ceil(len(points) / earlier.columns))
        return centres(_assigned(points, (earlier.columns, rows), seed, earlier))
    return centres(_assigned(points, (columns, rows), seed, None))


def cells_of(positions: NDArray[np.floating]) -> Cells:
    """Give the cells of positions [sounds, 2] that are centres of a grid; its empty columns and rows do not count."""
    across, column = np.unique(positions[:, 0], return_inverse=True)
    upward, row = np.unique(positions[:, 1], return_inverse=True)
    return Cells(len(across), len(upward), column.astype(np.int64), len(upward) - 1 - row.astype(np.int64))


def _lasts(earlier: Cells, columns: int) -> bool:
    new = int((earlier.row < 0).sum())
    near = abs(earlier.columns - columns) <= max(1, _DRIFT * columns)
    return near and new * earlier.columns * earlier.rows <= _MOST_PAIRS


def _assigned(points: NDArray[np.float64], shape: tuple[int, int], seed: int, earlier: Cells | None) -> Cells:
    import shufflesnap

    columns, rows = shape
    lattice = shufflesnap.Grid.rectangle(columns, rows, pitch=(1.0, CELL_HEIGHT))
    wanted = _evenly(points) * [1, -1]
    if earlier is None:
        found = shufflesnap.assign(wanted, lattice, preset="fast", seed=seed)
    else:
        start = _start(shufflesnap.normalize_points(wanted, lattice), lattice.centers, earlier)
        found = shufflesnap.assign(wanted, lattice, schedule="flat", init=start)
    column, row = found.xy.astype(np.int64).T
    return Cells(columns, rows, column, row)


def _evenly(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the rank of each coordinate [sounds, 2] along its axis, equal ones the same."""
    ordered = np.sort(points, axis=0)
    ranks = [
        np.searchsorted(along, values, "left") + np.searchsorted(along, values, "right")
        for along, values in zip(ordered.T, points.T, strict=True)
    ]
    return np.stack(ranks, axis=1).astype(np.float64)


def _start(wanted: NDArray[np.float64], centres: NDArray[np.float64], earlier: Cells) -> NDArray[np.int64]:
    """Give each sound the cell that it had, and new ones the free cells nearest to where they belong, one by one."""
    start: NDArray[np.int64] = np.where(earlier.row >= 0, earlier.row * earlier.columns + earlier.column, -1)
    free = np.ones(len(centres), bool)
    free[start[start >= 0]] = False
    for sound in np.flatnonzero(start < 0):
        away = ((centres - wanted[sound]) ** 2).sum(axis=1)
        start[sound] = np.argmin(np.where(free, away, np.inf))
        free[start[sound]] = False
    return start


def centres(cells: Cells) -> NDArray[np.float64]:
    """Give the centres of cells in the unit square, y upwards; the grid is as large as fits, in the middle."""
    size = 1 / max(cells.columns, CELL_HEIGHT * cells.rows)
    across = (cells.column + 0.5 - cells.columns / 2) * size
    upward = (cells.rows / 2 - cells.row - 0.5) * CELL_HEIGHT * size
    return np.stack([across, upward], axis=1) + 0.5
