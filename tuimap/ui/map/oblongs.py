"""Sounds sorted into oblongs of the map: those near a point are found without looking at all the others.

The borders lie where sounds do: each column of oblongs, and each row, holds equally many. So a map whose sounds
crowd on a hundredth of it is as fast as any.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MOST_SIDE = 256
"""Oblongs along a side of the map at most: their numbers fit into 16 bits, which are sorted fast."""

CROWD = 8
"""Sounds in an oblong where they lie evenly, on a map of fewer oblongs."""

LEVELS = 1 << 16
"""Places along a side at which a border may lie; a power of two, so that the comparison is exact."""


@dataclass(frozen=True, eq=False)
class Oblongs:
    """Some of a map's sounds, oblong by oblong."""

    positions: NDArray[np.float32]
    """[sounds, 2] all sounds of the map, within 0 and 1, y upwards."""
    columns: NDArray[np.float32]
    """[side + 1] the borders between columns, from the left, rising from 0 to 1."""
    rows: NDArray[np.float32]
    """[side + 1] the borders between rows, from the top, rising from 0 to 1."""
    order: NDArray[np.int32]
    """[held] the sounds held, oblong by oblong along the rows from the top, rising within each."""
    starts: NDArray[np.int32]
    """[side * side + 1] where each oblong begins in `order`."""

    @property
    def side(self) -> int:
        """Oblongs along each side."""
        return len(self.columns) - 1

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """[rows, columns] whether an oblong holds sounds."""
        return (self.starts[1:] > self.starts[:-1]).reshape(self.side, self.side)

    def count(self, columns: slice, rows: slice) -> int:
        """Count the sounds in a rectangle of oblongs."""
        first = np.arange(rows.start, rows.stop) * self.side + columns.start
        return int((self.starts[first + (columns.stop - columns.start)] - self.starts[first]).sum())

    def inside(self, columns: slice, rows: slice) -> NDArray[np.int32]:
        """Give the sounds in a rectangle of oblongs; `slice(first, after)` each, none beyond the sides."""
        first = np.arange(rows.start, rows.stop) * self.side + columns.start
        return self._gathered(self.starts[first], self.starts[first + (columns.stop - columns.start)])

    def within(self, numbers: NDArray[np.intp]) -> NDArray[np.int32]:
        """Give the sounds in some oblongs, named by their numbers along the rows."""
        return self._gathered(self.starts[numbers], self.starts[numbers + 1])

    def among(self, chosen: NDArray[np.bool_]) -> Oblongs:
        """Keep only the sounds that are chosen, [sounds]."""
        kept = chosen[self.order]
        before = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])
        return replace(self, order=self.order[kept], starts=before[self.starts].astype(np.int32))

    def _gathered(self, starts: NDArray[np.int32], stops: NDArray[np.int32]) -> NDArray[np.int32]:
        """Give what stands in several stretches of `order`."""
        if len(starts) == 1:
            return self.order[starts[0] : stops[0]]
        lengths = stops - starts
        ends = np.cumsum(lengths, dtype=np.int32)
        shifts = np.repeat(starts - (ends - lengths), lengths)
        return np.asarray(self.order[shifts + np.arange(len(shifts), dtype=np.int32)], np.int32)


def oblongs(positions: NDArray[np.float32]) -> Oblongs:
    """Sort sounds at [sounds, 2], within 0 and 1 and y upwards, into oblongs."""
    side = min(MOST_SIDE, 1 << math.ceil(math.log2(max(1.0, math.sqrt(len(positions) / CROWD)))))
    columns, column = _parted(positions[:, 0], side)
    rows, row = _parted(np.float32(1.0) - positions[:, 1], side)
    number = row * np.uint16(side) + column
    starts = np.zeros(side * side + 1, np.int32)
    np.cumsum(np.bincount(number, minlength=side * side), out=starts[1:])
    return Oblongs(positions, columns, rows, np.argsort(number, kind="stable").astype(np.int32), starts)


def _parted(along: NDArray[np.float32], parts: int) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
    """Give the borders, [parts + 1], between which equally many of [sounds] places lie, and the part of each."""
    levels = np.minimum(along * np.float32(LEVELS), LEVELS - 1).astype(np.uint16)
    held = np.cumsum(np.bincount(levels, minlength=LEVELS))
    inner = np.searchsorted(held, len(along) * np.arange(1, parts) / parts) + 1
    part = np.searchsorted(inner, np.arange(LEVELS), "right").astype(np.uint16)
    return np.concatenate([[0], inner / LEVELS, [1]]).astype(np.float32), part[levels]
