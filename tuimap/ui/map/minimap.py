"""A small picture of the whole map that shows which part of it is seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.charset import CharsetName
from tuimap.ui.map.viewport import Size, Window

SIZE = Size(16, 5)
"""Cells of the picture."""

LEAST = Size(48, 14)
"""On a smaller map there is none."""

DOTS = 2, 4
"""Dots of a cell, across and down."""

BRAILLE = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""What each dot adds to a pattern, [down, across]."""

OUT_EMPTY, OUT, IN_EMPTY, IN = " :.#"
"""The picture in ASCII: cells outside and inside what is seen, without and with sounds."""


class Minimap(NamedTuple):
    """The picture, ready to be drawn."""

    glyphs: NDArray[np.int32]
    """[rows, columns] code points."""
    seen: NDArray[np.bool_]
    """[rows, columns] which cells show a part of what is seen."""


def dots_of(positions: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell at which dots of the picture, [down, across], there are sounds, [sounds, 2] in the unit square."""
    across, down = SIZE.columns * DOTS[0], SIZE.rows * DOTS[1]
    held = np.zeros((down, across), bool)
    x = (positions[:, 0] * np.float32(across - 1) + np.float32(0.5)).astype(np.int32)
    y = ((np.float32(1.0) - positions[:, 1]) * np.float32(down - 1) + np.float32(0.5)).astype(np.int32)
    held[y, x] = True
    return held


def minimap(held: NDArray[np.bool_], window: Window, whole: Size, charset: CharsetName) -> Minimap:
    """Draw the dots that hold sounds, and around what a window of the whole shows a frame."""
    down, across = held.shape
    columns = _span(window.left, window.columns, whole.columns, across)
    rows = _span(window.top, window.rows, whole.rows, down)
    inside = np.zeros_like(held)
    inside[rows, columns] = True
    seen = _any(inside)
    if charset == "ascii":
        sounds = _any(held)
        shown = np.where(seen, np.where(sounds, ord(IN), ord(IN_EMPTY)), np.where(sounds, ord(OUT), ord(OUT_EMPTY)))
        return Minimap(shown.astype(np.int32), seen)
    frame = inside.copy()
    frame[rows.start + 1 : rows.stop - 1, columns.start + 1 : columns.stop - 1] = False
    patterns = np.einsum("rdca,da->rc", _cells(held | frame), BRAILLE)
    return Minimap(np.where(patterns, 0x2800 + patterns, ord(" ")).astype(np.int32), seen)


def corner(screen: Size, cursor: tuple[int, int] | None, counts: NDArray[np.integer]) -> tuple[int, int] | None:
    """Give row and column of the picture in the corner with the fewest sounds in `counts`, away from the cursor.

    `cursor` is its column and row. None where the map is too small for a picture.
    """
    if screen.columns < LEAST.columns or screen.rows < LEAST.rows:
        return None
    right, bottom = screen.columns - SIZE.columns - 1, screen.rows - SIZE.rows
    corners = [(0, right), (bottom, right), (bottom, 1), (0, 1)]
    free = [place for place in corners if not covers(place, cursor)]
    return min(free, key=lambda place: int((counts[covered(place)] > 0).sum()))


def covers(place: tuple[int, int], cursor: tuple[int, int] | None) -> bool:
    """Tell whether the picture at a place, row and column, lies over the cursor or beside it."""
    if cursor is None:
        return False
    rows, columns = covered(place)
    return cursor[1] in range(rows.start, rows.stop) and cursor[0] in range(columns.start - 1, columns.stop + 1)


def covered(place: tuple[int, int]) -> tuple[slice, slice]:
    """Give the rows and columns that the picture takes, with an empty column on each side."""
    row, column = place
    return slice(row, row + SIZE.rows), slice(max(0, column - 1), column + SIZE.columns + 1)


def _span(start: int, length: int, whole: int, dots: int) -> slice:
    """Give the dots of a stretch of the whole; at least one."""
    first = min(max(round(start * dots / whole), 0), dots - 1)
    return slice(first, min(max(round((start + length) * dots / whole), first + 1), dots))


def _any(dots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of each cell whether one of its dots is set."""
    return np.asarray(_cells(dots).any(axis=(1, 3)))


def _cells(dots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give the dots by cell: [rows, down, columns, across]."""
    return dots.reshape(SIZE.rows, DOTS[1], SIZE.columns, DOTS[0])
