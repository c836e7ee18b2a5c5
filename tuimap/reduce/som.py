"""A self-organising map (Kohonen 2013): a sheet of cells is laid through the sounds, and each sound lies in its cell.

Ours: the batch map, in which all sounds are sorted into cells and all cells then move to the mean of what lies in and
around them. MiniSom, the library for it, took 54 s for 2,000 sounds by its batch training and 18 s for 10,000 by the
other; this takes less than two for 10,000.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.coarse import coarse
from tuimap.reduce.distinct import distinct, earlier_places
from tuimap.reduce.neighbours import blocks, squared_lengths
from tuimap.reduce.start import unit_plane
from tuimap.settings import Settings

CELLS = 5.0
"""Cells for each root of the points (Vesanto and Alhoniemi 2000)."""

ROUNDS, WARM_ROUNDS = 24, 6
"""Rounds of sorting and moving, from the start and from an earlier map."""

WIDEST, NARROWEST = 0.25, 0.6
"""How far a sound moves cells around its own: at first, as a part of the sheet, and at last, in cells."""

REACH = 0.45
"""How far from the middle of its cell a sound lies at most."""

TURN = np.pi * (3 - np.sqrt(5))
"""The golden angle: sounds of a cell lie on a sunflower, the one most like the cell in the middle."""

FEW = 3
"""So few points need no cells; they lie as in PCA."""

BLOCK = 4096
"""Sounds sorted at a time."""


def som(
    vectors: NDArray[np.float32],
    settings: Settings,  # noqa: ARG001 - the sheet starts in the principal plane, nothing is left to chance
    *,
    init: NDArray[np.floating] | None = None,
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2]; neighbouring cells are 1 apart.

    Sounds that share a cell lie around its middle, on a sunflower of radius REACH, the nearer to it the more they are
    like it: no two distinct ones share a point. With `init` [sounds, 2] the cells start from the sounds that were in
    them, where half or more were.
    """
    rows, point = distinct(vectors)
    earlier = earlier_places(init, point)
    if len(rows) <= FEW:
        return unit_plane(rows).astype(np.float32)[point]
    warm = bool(np.isfinite(earlier[:, 0]).mean() >= 0.5)
    rounds = WARM_ROUNDS if warm else ROUNDS
    yield Progress("reduce", 0, rounds, "laying the sheet")
    plane = unit_plane(rows)
    sheet = _sheet(plane)
    short = coarse(rows)
    del rows
    cells = _near(earlier, sheet) if warm else _spread(plane, sheet)
    widths = np.geomspace(1.0 if warm else max(NARROWEST, WIDEST * max(sheet)), NARROWEST, rounds)
    for number, width in enumerate(widths, start=1):
        cells, away = _sorted_in(short, _moved(short, cells, sheet, float(width)))
        yield Progress("reduce", number, rounds, "laying the sheet")
    return _sunflowers(cells, away, sheet)[point]


def _sheet(plane: NDArray[np.float64]) -> tuple[int, int]:
    """Give columns and rows of cells for the points of a `plane` [points, 2], at most twice as many of the one."""
    high = plane[:, 1].std()
    aspect = min(2.0, 1 / high) if high > 0.5 else 2.0
    count = CELLS * np.sqrt(len(plane))
    columns = max(2, round(np.sqrt(count * aspect)))
    return columns, max(2, round(count / columns))


def _spread(plane: NDArray[np.float64], sheet: tuple[int, int]) -> NDArray[np.intp]:
    """Sort a `plane` [points, 2] into cells, [points], so that columns hold equally many and rows do."""
    ranks = np.argsort(np.argsort(plane, axis=0, kind="stable"), axis=0, kind="stable")
    column, row = (ranks * sheet // len(plane)).T
    cells: NDArray[np.intp] = column * sheet[1] + row
    return cells


def _near(earlier: NDArray[np.float64], sheet: tuple[int, int]) -> NDArray[np.intp]:
    """Give the cells of `earlier` places [points, 2], -1 where there is none."""
    known = np.isfinite(earlier[:, 0])
    column, row = np.clip(np.rint(np.where(known[:, None], earlier, 0)), 0, np.array(sheet) - 1).astype(np.intp).T
    cells: NDArray[np.intp] = np.where(known, column * sheet[1] + row, -1)
    return cells


def _moved(
    short: NDArray[np.float32], cells: NDArray[np.intp], sheet: tuple[int, int], width: float
) -> NDArray[np.float32]:
    """Give whole vectors [cells, dims]: means of the points in and around each cell, the near ones counting more."""
    order = np.argsort(cells, kind="stable")
    order = order[cells[order] >= 0]
    filled, first = np.unique(cells[order], return_index=True)
    sums = np.zeros((sheet[0] * sheet[1], short.shape[1] + 1))
    sums[filled, :-1] = np.add.reduceat(short[order], first, axis=0, dtype=np.float64)
    sums[filled, -1] = np.diff(first, append=len(order))
    across, along = (np.exp(-0.5 * np.square(np.subtract.outer(s, s) / width)) for s in map(np.arange, sheet))
    smooth = np.einsum("ab,bcd->acd", across, sums.reshape(*sheet, -1))
    smooth = np.einsum("ab,cbd->cad", along, smooth).reshape(len(sums), -1)
    whole: NDArray[np.float64] = np.round(smooth[:, :-1] / np.maximum(smooth[:, -1:], 1e-300))
    return whole.astype(np.float32)


def _sorted_in(short: NDArray[np.float32], cells: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Give the cell [points] that each point is most like, and the squared distance [points] to it; exact."""
    squares = squared_lengths(cells)
    chosen, away = np.empty(len(short), np.intp), np.empty(len(short), np.float32)
    for rows in blocks(len(short), BLOCK):
        distances = squares - 2 * (short[rows] @ cells.T)  # [rows, cells], less the rows' own squared lengths
        chosen[rows] = distances.argmin(axis=1)
        away[rows] = distances.min(axis=1)
    return chosen, away + squared_lengths(short)


def _sunflowers(cells: NDArray[np.intp], away: NDArray[np.float32], sheet: tuple[int, int]) -> NDArray[np.float32]:
    """Give places [points, 2] around the middles of the cells, the points least `away` innermost."""
    order = np.lexsort((away, cells))
    _, first, count = np.unique(cells[order], return_index=True, return_counts=True)
    rank = np.empty(len(cells), np.intp)
    rank[order] = np.arange(len(cells)) - np.repeat(first, count)
    crowd = np.bincount(cells)[cells]
    radius = REACH * np.sqrt(rank / crowd)
    middle = np.stack(np.divmod(cells, sheet[1]), axis=1)
    petal = np.stack([np.cos(TURN * rank), np.sin(TURN * rank)], axis=1)
    places: NDArray[np.float32] = (middle + radius[:, None] * petal).astype(np.float32)
    return places
