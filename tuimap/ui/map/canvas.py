"""The map as cells: from arrays to glyphs, without a terminal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.charset import NAMED, Charset
from tuimap.ui.map.lattice import Lattice
from tuimap.ui.map.look import DIMMED, LEVELS, SELECTED, VALUE, Look
from tuimap.ui.map.viewport import Size, Window
from tuimap.ui.palettes import STEPS

CROWD = 4
"""From so many sounds on a cell is drawn as a crowd."""

CROWDED = 6.0
"""From so many sounds in a cell on, on average, only how many there are is drawn: dots, no glyphs."""

ENDS = 0.05, 0.98
"""The shares of the cells below which, and above which, all are drawn with the fewest and the most dots."""

LEAST_RATIO = 8
"""From the emptiest cells to the fullest: where they are more alike, fewer kinds of dots are used."""

BLOCK = 1 << 17
"""Sounds that are counted at a time."""

MOST_STRETCH = 2.0
"""A map that is flat, or a line, is not made to look square."""


class Cells(NamedTuple):
    """A rectangle of the map, ready to be drawn."""

    glyphs: NDArray[np.int32]
    """[rows, columns] code points."""
    styles: NDArray[np.uint8]
    """[rows, columns] 0 for an empty cell, else a style number of `look`."""
    counts: NDArray[np.int32]
    """[rows, columns] sounds in the cell."""
    shapes: NDArray[np.intp]
    """[rows, columns] the most numerous class in the cell."""
    crowded: bool = False
    """Whether dots show how many sounds there are, instead of glyphs."""

    def text(self, y: int) -> str:
        """Give one row of glyphs."""
        return row_text(self.glyphs[y])

    def copy(self) -> Cells:
        """Give cells over which something can be drawn."""
        return self._replace(glyphs=self.glyphs.copy(), styles=self.styles.copy())


class Seen(NamedTuple):
    """The sounds that a window shows."""

    cell: NDArray[np.intp]
    """[seen] the number of the window's cell, counted along the rows."""
    sound: NDArray[np.integer] | slice
    """[seen] the number of the sound; a slice where they are all, in order."""


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


def seen_of(places: Lattice, window: Window) -> Seen:
    """Find the sounds that a window shows."""
    return Seen(*places.shown(window))


def draw(seen: Seen, look: Look, size: Size, charset: Charset) -> Cells:
    """Draw the sounds that a window of a size shows.

    A cell has the glyph of the most numerous class in it, and that class's colour or the mean of its values; where
    some sounds are lit and others not, only the lit ones of a cell count.
    """
    n_cells = size.columns * size.rows
    cell, sound, lit = _that_count(seen, look, n_cells)
    counts = np.bincount(cell, minlength=n_cells)
    crowding = _crowding(counts)
    shape = _majority(cell, look.shape[sound], n_cells)
    colour = shape if look.colour is None else VALUE + _mean_step(cell, look.colour[sound], n_cells)
    colour = np.where(lit, colour, DIMMED)
    level, kind = _levels(counts, crowding, look.solid)
    styles = np.where(counts > 0, 1 + colour * LEVELS + level, 0).astype(np.uint8)
    glyphs = glyph_table(charset)[shape, kind] if crowding is None else _dots(charset)[kind]
    if look.starred is not None:
        glyphs[cell[look.starred[sound]]] = ord(charset.favourite)
    if look.selected is not None:
        styles[seen.cell[look.selected[seen.sound]]] |= SELECTED
    if lit is not True:
        counts = np.bincount(seen.cell, minlength=n_cells)
    shown = size.rows, size.columns
    counted = counts.astype(np.int32).reshape(shown)
    return Cells(glyphs.reshape(shown), styles.reshape(shown), counted, shape.reshape(shown), crowding is not None)


def glyph_table(charset: Charset) -> NDArray[np.int32]:
    """Give the code points drawn for no, one and several sounds of each class, [classes, 3]."""
    rows = [(" ", one, several) for one, several in zip(charset.one, charset.several, strict=True)]
    return np.array([[ord(glyph) for glyph in row] for row in rows], np.int32)


def row_text(glyphs: NDArray[np.int32]) -> str:
    """Give one row of code points as text."""
    return str(glyphs.astype("<u4").tobytes(), "utf-32-le")


def _that_count(
    seen: Seen, look: Look, n_cells: int
) -> tuple[NDArray[np.intp], NDArray[np.integer] | slice, NDArray[np.bool_] | bool]:
    """Give the sounds that their cells look like, and which cells [cells] hold a lit one."""
    if look.lit is None:
        return *seen, True
    bright = look.lit[seen.sound]
    lit = np.zeros(n_cells, bool)
    lit[seen.cell[bright]] = True
    count = np.flatnonzero(bright | ~lit[seen.cell])
    return seen.cell[count], count if isinstance(seen.sound, slice) else seen.sound[count], lit


def _majority(cell: NDArray[np.intp], shape: NDArray[np.uint8], n_cells: int) -> NDArray[np.intp]:
    """Give the most numerous class of each cell, the lowest among equals."""
    return np.asarray(_tally(cell, shape, n_cells, NAMED + 1).argmax(axis=1))


def _mean_step(cell: NDArray[np.intp], step: NDArray[np.uint8], n_cells: int) -> NDArray[np.intp]:
    """Give the mean step of each cell's sounds with a value; STEPS where none has one."""
    tally = _tally(cell, step, n_cells, STEPS + 1)[:, :STEPS]
    valued = tally.sum(axis=1)
    return np.where(valued > 0, np.rint(tally @ np.arange(STEPS) / np.maximum(valued, 1)), STEPS).astype(np.intp)


def _tally(cell: NDArray[np.intp], kind: NDArray[np.uint8], n_cells: int, n_kinds: int) -> NDArray[np.intp]:
    """Count the sounds of each kind in each cell, [cells, kinds]."""
    tally = np.zeros(n_cells * n_kinds, np.intp)
    for block in (slice(start, start + BLOCK) for start in range(0, len(cell), BLOCK)):  # stays in the cache
        tally += np.bincount(cell[block] * n_kinds + kind[block], minlength=len(tally))
    return tally.reshape(n_cells, n_kinds)


def _crowding(counts: NDArray[np.intp]) -> NDArray[np.intp] | None:
    """Give how crowded each cell is, 0 for empty to 8, in equal ratios; None where glyphs have room to be told."""
    held = counts[counts > 0]
    if not len(held) or held.mean() < CROWDED:
        return None
    low, high = np.log(np.quantile(held, ENDS))
    share = 1 + (np.log(np.maximum(counts, 1)) - high) / max(high - low, np.log(LEAST_RATIO))
    return np.where(counts > 0, 1 + np.rint(7 * np.clip(share, 0, 1)), 0).astype(np.intp)


def _levels(
    counts: NDArray[np.intp], crowding: NDArray[np.intp] | None, solid: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give how bright each cell is, and which of its class's glyphs, or of the dots, it has.

    On a `solid` map, a grid, how many sounds share a cell says nothing: all look alike.
    """
    held = (counts > 0).astype(np.intp)
    if solid:
        return held, held * (2 if crowding is None else 8)
    if crowding is None:
        return (counts > 1).astype(np.intp) + (counts >= CROWD), np.minimum(counts, 2)
    return np.minimum(crowding // 3, LEVELS - 1), crowding


def _dots(charset: Charset) -> NDArray[np.int32]:
    return np.array([ord(glyph) for glyph in " " + charset.dots], np.int32)
