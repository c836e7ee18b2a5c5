"""A grid made in no time, for more sounds than one looks at one by one: halved and halved again, then sorted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.layout.grid import Cells, centres, shape_for

BLOCK = 256
"""Cells of a part that is not halved any more."""


def quick_grid(points: NDArray[np.floating], aspect: tuple[int, int]) -> NDArray[np.float64]:
    """Give each point [sounds, 2] a cell of its own, its centre in the unit square: [sounds, 2], y upwards.

    Neighbours stay near each other, not as near as in `grid`: a second for a million sounds.
    """
    columns, rows = shape_for(len(points), aspect)
    cells = Cells(columns, rows, np.zeros(len(points), np.int64), np.zeros(len(points), np.int64))
    _halve(np.asarray(points, np.float64), np.arange(len(points)), (0, columns), (0, rows), cells)
    return centres(cells)


def _halve(
    points: NDArray[np.float64],
    sounds: NDArray[np.intp],
    columns: tuple[int, int],
    rows: tuple[int, int],
    cells: Cells,
) -> None:
    """Share sounds out between the two halves of a part, which goes from a column and row to others."""
    width, height = columns[1] - columns[0], rows[1] - rows[0]
    if width * height <= BLOCK or len(sounds) < 2:
        _sort(points, sounds, columns, rows, cells)
    elif width > 2 * height:
        middle = columns[0] + width // 2
        first, second = _parted(points[sounds, 0], sounds, (middle - columns[0], width))
        _halve(points, first, (columns[0], middle), rows, cells)
        _halve(points, second, (middle, columns[1]), rows, cells)
    else:
        middle = rows[0] + height // 2
        first, second = _parted(-points[sounds, 1], sounds, (middle - rows[0], height))
        _halve(points, first, columns, (rows[0], middle), cells)
        _halve(points, second, columns, (middle, rows[1]), cells)


def _parted(
    along: NDArray[np.float64], sounds: NDArray[np.intp], share: tuple[int, int]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Part sounds by their places along an axis: so many of so many of them, and the rest."""
    ordered = sounds[np.argsort(along, kind="stable")]
    count = len(sounds) * share[0] // share[1]
    return ordered[:count], ordered[count:]


def _sort(
    points: NDArray[np.float64],
    sounds: NDArray[np.intp],
    columns: tuple[int, int],
    rows: tuple[int, int],
    cells: Cells,
) -> None:
    """Sort the sounds of a part into its columns, and each column from top to bottom."""
    width, height = columns[1] - columns[0], rows[1] - rows[0]
    ordered = sounds[np.argsort(points[sounds, 0], kind="stable")]
    edges = np.arange(width + 1) * len(sounds) // width
    for column in range(width):
        members = ordered[edges[column] : edges[column + 1]]
        members = members[np.argsort(-points[members, 1], kind="stable")]
        cells.column[members] = columns[0] + column
        cells.row[members] = rows[0] + (2 * np.arange(len(members)) + 1) * height // (2 * max(1, len(members)))
