"""The names of clusters on the map: each near where its cluster is densest, over as few sounds as possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

LONGEST = 14
"""Cells of a name."""

AROUND = 3, 1
"""How far around a place sounds count for how dense it is: columns and rows to each side."""

OWN, FOREIGN, ROW, COLUMN = 1.0, 2.0, 1.2, 0.4
"""What it costs a place for a name to cover a cell of its cluster, or of another, and to lie a row or a column from the
densest place."""

FURTHEST = 4, 16
"""Rows and columns from the densest place beyond which a name says nothing of it."""


class Name(NamedTuple):
    """A name at its place on the screen."""

    row: int
    column: int
    text: str
    number: int
    """Of the cluster."""

    @property
    def width(self) -> int:
        """Count its cells, with an empty one on each side."""
        return cell_len(self.text) + 2


def placed(
    texts: Mapping[int, str],
    cluster: NDArray[np.integer],
    counts: NDArray[np.integer],
    keep_clear: tuple[int, int] | None = None,
) -> list[Name]:
    """Find a place for the name of each cluster; one for which there is none is left out.

    `cluster` is that of each cell and `counts` its sounds, both [rows, columns]; `keep_clear` is the column and the
    row of a cell that stays free, with its neighbours. The largest cluster is placed first. Names never overlap.
    """
    rows, columns = counts.shape
    taken = np.zeros((rows, columns), bool)
    if keep_clear is not None:
        column, row = keep_clear
        if 0 <= row < rows:
            taken[row, max(0, column - 1) : max(0, column + 2)] = True
    sizes = {number: int(counts[(cluster == number) & (counts > 0)].sum()) for number in texts}
    names = []
    for number in sorted(texts, key=lambda each: (-sizes[each], each)):
        if not sizes[number]:
            continue
        width = cell_len(texts[number]) + 2
        centre = _densest(np.where(cluster == number, counts, 0))
        covering = np.where(counts > 0, np.where(cluster == number, OWN, FOREIGN), 0.0)
        place = _best(centre, width, covering, taken)
        if place is not None:
            row, column = place
            taken[row, column : column + width] = True
            names.append(Name(row, column, texts[number], number))
    return names


def _densest(counts: NDArray[np.integer]) -> tuple[int, int]:
    """Give row and column of the place with the most sounds around it."""
    across, down = AROUND
    summed = np.cumsum(np.cumsum(np.pad(counts, ((down + 1, down), (across + 1, across))), axis=0), axis=1)
    around = summed[2 * down + 1 :, 2 * across + 1 :] - summed[: -2 * down - 1, 2 * across + 1 :]
    around = around - summed[2 * down + 1 :, : -2 * across - 1] + summed[: -2 * down - 1, : -2 * across - 1]
    row, column = np.unravel_index(int(np.argmax(np.where(counts > 0, around, -1))), counts.shape)
    return int(row), int(column)


def _best(
    centre: tuple[int, int], width: int, covering: NDArray[np.float64], taken: NDArray[np.bool_]
) -> tuple[int, int] | None:
    """Give row and first column of the cheapest place for a name; None where all are too far or taken.

    `covering` is what it costs to cover each cell, [rows, columns].
    """
    rows, columns = covering.shape
    if width > columns:
        return None
    down = np.abs(np.arange(rows) - centre[0])[:, None]
    aside = np.abs(np.arange(columns - width + 1) + width // 2 - centre[1])[None, :]
    cost = _runs(covering, width) + ROW * down + COLUMN * aside
    impossible = (_runs(taken, width) > 0) | (down > FURTHEST[0]) | (aside > FURTHEST[1])
    cost[impossible] = np.inf
    row, column = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return None if impossible[row, column] else (int(row), int(column))


def _runs(cells: NDArray[np.float64] | NDArray[np.bool_], width: int) -> NDArray[np.float64]:
    """Add up each stretch of a row, [rows, columns - width + 1]."""
    summed: NDArray[np.float64] = np.cumsum(np.pad(cells.astype(np.float64), ((0, 0), (1, 0))), axis=1)
    return summed[:, width:] - summed[:, :-width]
