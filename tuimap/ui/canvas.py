"""The map as cells: from arrays to glyphs, without a terminal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.charset import NAMED, Charset
from tuimap.ui.classes import Classes
from tuimap.ui.lattice import Lattice
from tuimap.ui.viewport import Window

CROWD = 4
"""From so many sounds on a cell is drawn bold."""

LEVELS = 3
"""One sound, several, a crowd."""

MOST_STRETCH = 2.0
"""A map that is flat, or a line, is not made to look square."""


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


def filled(positions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Stretch a map [sounds, 2] so that it reaches all four sides of the unit square: no row of a screen is idle.

    The shorter axis is stretched at most MOST_STRETCH times more than the longer one.
    """
    if not len(positions):
        return positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    span = high - low
    span = np.maximum(span, max(float(span.max()), 1e-6) / MOST_STRETCH)
    return np.clip(np.asfortranarray((positions - (low + high) / 2) / span + 0.5, np.float32), 0, 1)


def draw(places: Lattice, classes: Classes, window: Window, charset: Charset) -> Cells:
    """Draw what the window shows; a cell looks like the most numerous class in it."""
    rows, columns = window.rows, window.columns
    shown = places.shown(window)
    flat = (shown.row * columns + shown.column) * (NAMED + 1) + classes.of[shown.sounds]
    tally = np.bincount(flat, minlength=rows * columns * (NAMED + 1))
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
