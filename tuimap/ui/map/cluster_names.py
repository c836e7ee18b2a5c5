"""The names of clusters on the map: each near where its cluster is densest, over as few sounds as possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

LONGEST = 14
"""Cells of a name."""

BLOCK = 8, 3
"""Columns and rows of the parts of a map of which the one with the most of its sounds is a cluster's densest."""

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
    taken: NDArray[np.bool_],
) -> list[Name]:
    """Find a place for the name of each cluster; one for which there is none is left out.

    `cluster` is that of each cell, `counts` its sounds, and where `taken` no name may be: all [rows, columns]. The
    largest cluster is placed first. Names never overlap.
    """
    taken = taken.copy()
    held = counts > 0
    names = []
    for number, (row, column) in _densest(cluster, counts):
        if number not in texts:
            continue
        width = cell_len(texts[number]) + 2
        near = (
            slice(max(0, row - FURTHEST[0]), row + FURTHEST[0] + 1),
            slice(max(0, column - FURTHEST[1] - width), column + FURTHEST[1] + width),
        )
        covering = np.where(held[near], np.where(cluster[near] == number, OWN, FOREIGN), 0.0)
        place = _best((row - near[0].start, column - near[1].start), width, covering, taken[near])
        if place is not None:
            name = Name(place[0] + near[0].start, place[1] + near[1].start, texts[number], number)
            taken[name.row, name.column : name.column + width] = True
            names.append(name)
    return names


def _densest(cluster: NDArray[np.integer], counts: NDArray[np.integer]) -> list[tuple[int, tuple[int, int]]]:
    """Give the numbers of the clusters, the largest first, each with row and column of the middle of its densest part.

    Parts are blocks of cells, tallied all at once.
    """
    rows, columns = np.nonzero(counts)
    numbers, weights = cluster[rows, columns], counts[rows, columns].astype(np.float64)
    across = counts.shape[1] // BLOCK[0] + 1
    blocks = (counts.shape[0] // BLOCK[1] + 1) * across
    block = numbers * blocks + rows // BLOCK[1] * across + columns // BLOCK[0]
    n_parts = (int(numbers.max(initial=0)) + 1) * blocks
    sounds = np.bincount(block, weights, n_parts)
    best = sounds.reshape(-1, blocks).argmax(axis=1) + np.arange(0, n_parts, blocks)
    middle_row, middle_column = (np.bincount(block, weights * along, n_parts)[best] for along in (rows, columns))
    sizes, most = sounds.reshape(-1, blocks).sum(axis=1), np.maximum(sounds[best], 1)
    middles = np.rint(np.stack([middle_row, middle_column]) / most).astype(int).T.tolist()
    order = np.argsort(-sizes, kind="stable")
    return [(int(number), (middles[number][0], middles[number][1])) for number in order if sizes[number]]


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
    row, column = divmod(int(np.argmin(cost)), cost.shape[1])
    return None if impossible[row, column] else (row, column)


def _runs(cells: NDArray[np.float64] | NDArray[np.bool_], width: int) -> NDArray[np.float64]:
    """Add up each stretch of a row, [rows, columns - width + 1]."""
    summed = np.zeros((cells.shape[0], cells.shape[1] + 1))
    np.cumsum(cells, axis=1, out=summed[:, 1:])
    return np.asarray(summed[:, width:] - summed[:, :-width])
