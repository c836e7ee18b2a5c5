"""Which part of the unit square is seen, and where its cells lie on screen; plain numbers, no arrays."""

from __future__ import annotations

import math
from typing import NamedTuple

ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0)
"""The steps of zooming; 1 shows the whole map."""

MARGIN = 2, 1
"""Columns and rows left empty around the whole map."""


class Size(NamedTuple):
    """Columns and rows of cells."""

    columns: int
    rows: int


class Viewport(NamedTuple):
    """What is looked at: a point of the unit square, y upwards, and how closely."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0
    grid: Size | None = None
    """Columns and rows of a map that is a grid: where it fits, each of its cells gets as many characters as the others,
    and they lie as far apart across as down, or further, up to what looks as far.
    """

    def zoomed(self, steps: int, x: float, y: float) -> Viewport:
        """Look `steps` closer, or further away where negative, at a point."""
        place = min(max(ZOOMS.index(self.zoom) + steps, 0), len(ZOOMS) - 1)
        return self._replace(x=x, y=y, zoom=ZOOMS[place]) if place else Viewport(grid=self.grid)

    def zoomed_about(self, steps: int, column: int, row: int, screen: Size) -> Viewport:
        """Look closer, or further away, so that what lies in a cell of the screen stays where it is."""
        x, y = self.point_at(column, row, screen)
        closer = self.zoomed(steps, x, y)
        width, height = closer.lattice(screen)
        return closer.placed(round(x * (width - 1)) - column, round((1 - y) * (height - 1)) - row, screen)

    def point_at(self, column: int, row: int, screen: Size) -> tuple[float, float]:
        """Give the point drawn in a cell of the screen; beyond the unit square where the map has no cells."""
        window, (width, height) = self.window(screen), self.lattice(screen)
        return (column + window.left) / max(width - 1, 1), 1 - (row + window.top) / max(height - 1, 1)

    def panned(self, columns: int, rows: int, screen: Size) -> Viewport:
        """Look so many cells further to the right and down, not beyond the map."""
        now = self.window(screen)
        return self.placed(now.left + columns, now.top + rows, screen)

    def placed(self, left: int, top: int, screen: Size) -> Viewport:
        """Look so that a cell of the map is the first on the screen, or as near to that as the map's ends allow."""
        width, height = self.lattice(screen)
        x = _centre(left, width, screen.columns, MARGIN[0], self.x)
        return self._replace(x=x, y=1 - _centre(top, height, screen.rows, MARGIN[1], 1 - self.y))

    def lattice(self, screen: Size) -> Size:
        """Give the size of the whole map in cells, where a screen of that size shows a part of it."""
        whole = [max(1, n - 2 * margin) for n, margin in zip(screen, MARGIN, strict=True)]
        if self.grid is None:
            return Size(*(max(1, round(n * self.zoom)) for n in whole))
        gaps = [(n - 1) / (cells - 1) if cells > 1 else math.inf for n, cells in zip(whole, self.grid, strict=True)]
        if min(gaps) >= 1:
            gaps = [min(gaps[0], 2 * math.floor(gaps[1]) if self.grid.rows > 1 else gaps[0]), min(gaps)]
        return Size(*(self._spread(n, cells, gap) for n, cells, gap in zip(whole, self.grid, gaps, strict=True)))

    def _spread(self, length: int, cells: int, gap: float) -> int:
        """Give the length of a row of cells which, all shown in `length` characters, lie `gap` of these apart."""
        if cells == 1:
            return 1
        room = max(1, round(length * self.zoom))
        apart = math.ceil(math.floor(gap) * self.zoom) if gap >= 1 else (room - 1) // (cells - 1)
        return apart * (cells - 1) + 1 if apart else room

    def window(self, screen: Size) -> Window:
        """Place the screen over the map."""
        width, height = self.lattice(screen)
        left = _placed(self.x * (width - 1), width, screen.columns, MARGIN[0])
        top = _placed((1 - self.y) * (height - 1), height, screen.rows, MARGIN[1])
        return Window(left, top, *screen)

    def following(self, x: float, y: float, column: int, row: int, window: Window) -> Viewport:
        """Look at the point (x, y), drawn in a cell, if the window does not show it well."""
        across, down = window.shows(column, row)
        return self._replace(x=self.x if across else x, y=self.y if down else y)


class Window(NamedTuple):
    """The cells of the map that the screen shows."""

    left: int
    top: int
    columns: int
    rows: int

    def shows(self, column: int, row: int) -> tuple[bool, bool]:
        """Tell whether a cell lies within, not on the last column at a side or beyond the rows."""
        return 1 <= column - self.left < self.columns - 1, 0 <= row - self.top < self.rows


def _placed(centre: float, length: int, seen: int, margin: int) -> int:
    """Give the first cell seen: the centre in the middle, the map's ends at most a margin from the screen's."""
    if length + 2 * margin <= seen:
        return -((seen - length) // 2)
    return min(max(round(centre) - seen // 2, -margin), length + margin - seen)


def _centre(first: int, length: int, seen: int, margin: int, before: float) -> float:
    """Give what part of the length lies in the middle where a cell is the first seen; as before where all is seen."""
    if length + 2 * margin <= seen or length == 1:
        return before
    return (min(max(first, -margin), length + margin - seen) + seen // 2) / (length - 1)
