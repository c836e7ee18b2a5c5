"""Parts of a landscape, each around one summit: modes of a density merged by persistence.

After Chazal, Guibas, Oudot and Skraba, "Persistence-based clustering in Riemannian manifolds" (JACM 2013), on a mesh.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Basins(NamedTuple):
    """What flows up to one summit, for every cell, and the passes between."""

    of: NDArray[np.int64]
    """[cells] the number of the basin; the higher its summit, the lower; -1 where there is no height."""
    summits: NDArray[np.float64]
    """[basins] heights, falling."""
    passes: list[tuple[float, int, int]]
    """Height of the highest way between two basins that touch, and these; falling."""


def basins(heights: NDArray[np.float64]) -> Basins:
    """Follow from every cell of heights [rows, columns] the steepest of eight ways up; the level rises rightwards."""
    width = heights.shape[1]
    flat = heights.ravel()
    rank = np.empty(flat.size, np.int64)
    rank[np.argsort(flat, kind="stable")] = np.arange(flat.size)
    rank[flat <= 0] = -1
    framed = np.pad(rank.reshape(heights.shape), 1, constant_values=-1)
    best, upward = rank.copy(), np.arange(flat.size)
    for down, right in _AROUND:
        beside = framed[1 + down : framed.shape[0] - 1 + down, 1 + right : framed.shape[1] - 1 + right].ravel()
        higher = beside > best
        best[higher] = beside[higher]
        upward[higher] = np.flatnonzero(higher) + down * width + right
    while not np.array_equal(further := upward[upward], upward):
        upward = further
    tops = np.unique(upward[rank >= 0])
    tops = tops[np.argsort(-rank[tops])]
    number = np.full(flat.size, -1)
    number[tops] = np.arange(len(tops))
    of = np.where(rank >= 0, number[upward], -1)
    return Basins(of, flat[tops], _passes(heights, of.reshape(heights.shape)))


def merged(landscape: Basins, least: float) -> NDArray[np.int64]:
    """Give for each basin the highest one of its part, where summits less than `least` times their pass belong to it.

    Going down over the passes, the lower of two parts that meet is added to the other unless it rises enough above.
    """
    root = list(range(len(landscape.summits)))

    def part(basin: int) -> int:
        while root[basin] != basin:
            basin = root[basin]
        return basin

    for height, one, other in landscape.passes:
        higher, lower = sorted((part(one), part(other)))
        if landscape.summits[lower] < least * height:
            root[lower] = higher
    return np.array([part(basin) for basin in root], np.int64)


_AROUND = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0))


def _passes(heights: NDArray[np.float64], of: NDArray[np.int64]) -> list[tuple[float, int, int]]:
    rows, columns = heights.shape
    found: list[NDArray[np.float64]] = []
    for down, right in _AROUND[4:]:  # the other four are these, looked at from the other side
        here = (slice(0, rows - down), slice(max(0, -right), columns - max(0, right)))
        there = (slice(down, rows), slice(max(0, right), columns - max(0, -right)))
        differ = (of[here] != of[there]) & (of[here] >= 0) & (of[there] >= 0)
        pair = np.sort(np.stack([of[here][differ], of[there][differ]]), axis=0)
        found.append(np.stack([np.minimum(heights[here], heights[there])[differ], *pair]))
    height, one, other = np.concatenate(found, axis=1)
    order = np.lexsort((other, one, -height))
    return [(float(height[at]), int(one[at]), int(other[at])) for at in order]
