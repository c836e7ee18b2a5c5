"""The map as cells: from arrays to glyphs, without a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.sound_map import Direction, step
from tuimap.ui.charset import NAMED, Charset
from tuimap.ui.classes import Classes
from tuimap.ui.viewport import Size, Window

CROWD = 4
"""From so many sounds on a cell is drawn bold."""

LEVELS = 3
"""One sound, several, a crowd."""

MOST_STRETCH = 2.0
"""A map that is flat, or a line, is not made to look square."""

CELL_HEIGHT = 2.0
"""How tall a cell is against its width."""


class Cells(NamedTuple):
    """A rectangle of the map, ready to be drawn."""

    glyphs: NDArray[np.int32]
    """[rows, columns] code points."""
    styles: NDArray[np.uint8]
    """[rows, columns] 0 for an empty cell, else 1 + class * LEVELS + level."""
    counts: NDArray[np.int32]
    """[rows, columns] sounds in the cell."""

    def text(self, y: int) -> str:
        """Give one row of glyphs."""
        return row_text(self.glyphs[y])


@dataclass(frozen=True, eq=False)
class Lattice:
    """Every sound's cell on the whole map, at one zoom."""

    size: Size
    column: NDArray[np.int32]
    """[sounds], from the left."""
    row: NDArray[np.int32]
    """[sounds], from the top."""

    @cached_property
    def cell(self) -> NDArray[np.int32]:
        """[sounds] the number of the cell, counted along the rows."""
        return self.row * np.int32(self.size.columns) + self.column

    @cached_property
    def occupied(self) -> NDArray[np.intp]:
        """[cells] the numbers of the cells that hold sounds, rising."""
        held = np.zeros(self.size.columns * self.size.rows, bool)
        held[self.cell] = True
        return np.flatnonzero(held)

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """[cells, 2] where the occupied cells lie, in widths of a cell, y upwards."""
        row, column = np.divmod(self.occupied, self.size.columns)
        return np.stack([column, -CELL_HEIGHT * row], axis=1).astype(np.float64)

    def members(self, index: int) -> NDArray[np.intp]:
        """Give the sounds in the cell of a sound, itself among them."""
        return np.flatnonzero(self.cell == self.cell[index])

    def nearest(self, column: int, row: int) -> int:
        """Give the sound drawn nearest to a cell, the first among equals."""
        return int(np.argmin((self.column - column) ** 2 + (CELL_HEIGHT * (self.row - row)) ** 2))

    def step(self, index: int, direction: Direction) -> NDArray[np.intp] | None:
        """Give the sounds in the cell reached by one step from a sound's cell; None where nothing lies that way."""
        here = int(np.searchsorted(self.occupied, self.cell[index]))
        there = step(self.places, here, direction)
        return None if there is None else np.flatnonzero(self.cell == self.occupied[there])


def filled(positions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Stretch a map [sounds, 2] so that it reaches all four sides of the unit square: no row of a screen is idle.

    The shorter axis is stretched at most MOST_STRETCH times more than the longer one.
    """
    if not len(positions):
        return positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    span = high - low
    span = np.maximum(span, max(float(span.max()), 1e-6) / MOST_STRETCH)
    return np.asarray((positions - (low + high) / 2) / span + 0.5, np.float32)


def lattice(positions: NDArray[np.float32], size: Size) -> Lattice:
    """Put each sound, [sounds, 2] in the unit square with y upwards, into its cell."""
    last = np.array([size.columns - 1, size.rows - 1], np.float32)
    x, y = np.clip(positions, 0.0, 1.0).T
    column = np.rint(x * last[0]).astype(np.int32)
    return Lattice(size, column, np.rint((np.float32(1.0) - y) * last[1]).astype(np.int32))


def draw(places: Lattice, classes: Classes, window: Window, charset: Charset) -> Cells:
    """Draw what the window shows; a cell looks like the most numerous class in it."""
    rows, columns = window.rows, window.columns
    column, row = places.column - window.left, places.row - window.top
    seen = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = row[seen].astype(np.intp) * columns + column[seen]
    tally = np.bincount(flat * (NAMED + 1) + classes.of[seen], minlength=rows * columns * (NAMED + 1))
    tally = tally.reshape(rows, columns, NAMED + 1)
    counts = tally.sum(axis=2, dtype=np.int32)
    number = tally.argmax(axis=2)
    level = (counts > 1).astype(np.int64) + (counts >= CROWD)
    styles = np.where(counts > 0, 1 + number * LEVELS + level, 0).astype(np.uint8)
    return Cells(glyph_table(charset)[styles], styles, counts)


def glyph_table(charset: Charset) -> NDArray[np.int32]:
    """Give the code point drawn for each style number."""
    pairs = zip(charset.one, charset.several, strict=True)
    glyphs = " " + "".join(one + several * (LEVELS - 1) for one, several in pairs)
    return np.array([ord(glyph) for glyph in glyphs], np.int32)


def row_text(glyphs: NDArray[np.int32]) -> str:
    """Give one row of code points as text."""
    return str(glyphs.astype("<u4").tobytes(), "utf-32-le")
