"""Every sound's cell on the whole map at one zoom, and moving about from cell to cell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.sound_map import Direction
from tuimap.ui.map.costs import Cone, Cost, Distance, Ints, Span, Straying
from tuimap.ui.map.oblongs import Oblongs
from tuimap.ui.map.viewport import Size, Window

CELL_HEIGHT = 2
"""How tall a cell is against its width."""

ONWARD: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
"""Columns and rows to the cell beside one, than which none is nearer that way."""

REACHES = 12, 64
"""Oblongs to each side that are looked at first, and next; then come all."""


BLOCK = 1 << 15
"""Sounds whose cells are found out at a time."""

MANY = 8
"""Where more than one in so many sounds may be shown, going through all in order is faster than picking them."""


class Found(NamedTuple):
    """Some sounds and their cells."""

    sounds: NDArray[np.int32]
    column: Ints
    row: Ints


class Shown(NamedTuple):
    """The sounds that a window shows, and where in it."""

    cell: NDArray[np.intp]
    """[shown] the number of the window's cell, counted along the rows."""
    sound: NDArray[np.int32] | slice
    """[shown] the number of the sound; a slice where they are all of the map, in order."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """The cells of sounds; answers as fast among a million as among ten."""

    size: Size
    oblongs: Oblongs
    """The sounds among which one walks."""

    def cell_of(self, sound: int) -> tuple[int, int]:
        """Give column, from the left, and row, from the top, of any sound of the map."""
        column, row = self._cells(self.oblongs.positions[sound : sound + 1])
        return int(column[0]), int(row[0])

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Give column and row of a point of the unit square, y upwards."""
        column, row = self._cells(np.array([[x, y]], np.float32))
        return int(column[0]), int(row[0])

    def point(self, column: int, row: int) -> tuple[float, float]:
        """Give the point of the unit square in the middle of the cell nearest to one."""
        x, down = (
            min(max(at, 0), n - 1) / (n - 1) if n > 1 else 0.5 for at, n in zip((column, row), self.size, strict=True)
        )
        return x, 1 - down

    def members(self, sound: int) -> NDArray[np.int32]:
        """Give the sounds in the cell of a sound, rising."""
        return self._at(*self.cell_of(sound))

    def shown(self, window: Window) -> Shown:
        """Give the sounds that a window shows."""
        held = self.oblongs
        right, bottom = window.left + window.columns - 1, window.top + window.rows - 1
        columns, rows = self._oblongs(window.left, right, window.top, bottom)
        n = len(held.positions)
        through = len(held.order) == n and MANY * held.count(columns, rows) >= n
        near = None if through else held.inside(columns, rows)
        starts = range(0, n if near is None else len(near), BLOCK)
        ranges = [slice(start, min(start + BLOCK, n)) for start in starts]
        pieces = ranges if near is None else [near[each] for each in ranges]
        blocks = [self._shown_of(piece, window) for piece in pieces]
        cell = np.concatenate([np.zeros(0, np.intp), *(block.cell for block in blocks)])
        if near is None and len(cell) == n:
            return Shown(cell, slice(None))
        return Shown(cell, np.concatenate([np.zeros(0, np.int32), *(_numbers(block.sound) for block in blocks)]))

    def _shown_of(self, sounds: NDArray[np.int32] | slice, window: Window) -> Shown:
        """Give those of some sounds that a window shows; so few at a time that all stays in the processor's cache."""
        column, row = self._cells(self.oblongs.positions[sounds])
        column -= window.left
        row -= window.top
        cell = row.astype(np.intp)
        cell *= window.columns
        cell += column
        seen = (column >= 0) & (column < window.columns) & (row >= 0) & (row < window.rows)
        if seen.all():
            return Shown(cell, sounds)
        kept = np.flatnonzero(seen)
        return Shown(cell[kept], (kept + sounds.start).astype(np.int32) if isinstance(sounds, slice) else sounds[kept])

    def nearest(self, column: int, row: int) -> int | None:
        """Give the sound drawn nearest to a cell, the first among equals; None where there are no sounds."""
        found = self._least(column, row, Distance())
        return None if found is None else int(found.sounds.min())

    def apart(self, sound: int, column: int, row: int) -> float:
        """Give how far a sound is drawn from a cell, in widths of a cell."""
        own_column, own_row = self.cell_of(sound)
        return math.hypot(own_column - column, CELL_HEIGHT * (own_row - row))

    def step(self, sound: int, direction: Direction) -> int | None:
        """Give the sound one step away from any sound of the map; None where nothing lies that way.

        It is in the nearest cell in the quarter of the plane around the direction, the first along the rows among
        equals; where that quarter is empty, in the cell ahead that strays least (see `tuimap.sound_map.step`). Of
        that cell's sounds it is the one nearest to where one comes from.
        """
        members = self._stepped(*self.cell_of(sound), direction)
        if not len(members):
            return None
        offsets = self.oblongs.positions[members] - self.oblongs.positions[sound]
        return int(members[np.argmin((offsets**2).sum(axis=1))])

    def _stepped(self, column: int, row: int, direction: Direction) -> NDArray[np.int32]:
        """Give the sounds in the cell one step away from a cell, rising; empty where nothing lies that way."""
        across, down = ONWARD[direction]
        beside = self._at(column + across, row + down)
        if len(beside):
            return beside
        found = self._least(column, row, Cone(direction)) or self._least(column, row, Straying(direction))
        if found is None:
            return beside
        number = found.row * self.size.columns + found.column
        return np.sort(found.sounds[number == number.min()])

    @cached_property
    def _edges(self) -> tuple[Ints, Ints]:
        """The columns, and the rows, between which each oblong's sounds are drawn: [side + 1] both."""
        columns, rows = self._cells(np.stack([self.oblongs.columns, np.float32(1.0) - self.oblongs.rows], axis=1))
        return columns, rows

    def _cells(self, positions: NDArray[np.float32]) -> tuple[Ints, Ints]:
        """Give columns and rows of places, [places, 2]."""
        across, down = positions[:, 0], np.float32(1.0) - positions[:, 1]
        column, row = across * np.float32(self.size.columns - 1), down * np.float32(self.size.rows - 1)
        return np.rint(column, out=column).astype(np.int32), np.rint(row, out=row).astype(np.int32)

    def _oblongs(self, left: int, right: int, top: int, bottom: int) -> tuple[slice, slice]:
        """Give the oblongs, columns and rows of them, that may hold sounds drawn in a rectangle of cells."""
        return _touched(self._edges[0], left, right), _touched(self._edges[1], top, bottom)

    def _at(self, column: int, row: int) -> NDArray[np.int32]:
        """Give the sounds in a cell, rising."""
        near = self.oblongs.inside(*self._oblongs(column, column, row, row))
        columns, rows = self._cells(self.oblongs.positions[near])
        return np.sort(near[(columns == column) & (rows == row)])

    def _least(self, column: int, row: int, cost: Cost) -> Found | None:
        """Give the sounds of least cost seen from a cell; None where none counts.

        Oblongs whose least cost is more than another keeps to are passed over. Near ones are looked at first: where
        what lies further away surely costs more, they are enough.
        """
        for columns, rows, beyond in self._boxes(column, row):
            if math.isfinite(beyond) and not cost.grows:
                continue
            found = self._least_in(columns, rows, column, row, cost)
            if found is not None and found[0] < beyond**2:
                return found[1]
        return None

    def _boxes(self, column: int, row: int) -> Iterator[tuple[slice, slice, float]]:
        """Give boxes of oblongs around a cell, and how far away what lies beyond is at least, in widths of a cell."""
        side, (across, down) = self.oblongs.side, self._edges
        x, y = (int(np.searchsorted(edges[1:-1], at)) for edges, at in ((across, column), (down, row)))
        for reach in REACHES:
            columns, rows = (slice(max(0, at - reach), min(side, at + reach + 1)) for at in (x, y))
            beyond = [
                column - int(across[columns.start]) if columns.start else math.inf,
                int(across[columns.stop]) - column if columns.stop < side else math.inf,
                CELL_HEIGHT * (row - int(down[rows.start])) if rows.start else math.inf,
                CELL_HEIGHT * (int(down[rows.stop]) - row) if rows.stop < side else math.inf,
            ]
            yield columns, rows, max(0, min(beyond))
            if math.isinf(min(beyond)):
                return
        yield slice(0, side), slice(0, side), math.inf

    def _least_in(self, columns: slice, rows: slice, column: int, row: int, cost: Cost) -> tuple[float, Found] | None:
        """Give the least cost in a box of oblongs, and the sounds that have it."""
        across, down = self._edges[0][columns.start : columns.stop + 1], self._edges[1][rows.start : rows.stop + 1]
        wide = Span(across[None, :-1] - column, across[None, 1:] - column)
        high = Span(CELL_HEIGHT * (row - down[1:, None]), CELL_HEIGHT * (row - down[:-1, None]))
        least, most = cost.bounds(wide, high)
        filled = self.oblongs.filled[rows, columns]
        bound = most[filled].min(initial=math.inf)
        y, x = np.nonzero(filled & (least <= bound) & (least < math.inf))
        sounds = self.oblongs.within((y + rows.start) * self.oblongs.side + x + columns.start)
        columns_of, rows_of = self._cells(self.oblongs.positions[sounds])
        costs = cost.of(columns_of - column, CELL_HEIGHT * (row - rows_of))
        lowest = float(costs.min(initial=math.inf))
        best = costs == lowest
        return None if math.isinf(lowest) else (lowest, Found(sounds[best], columns_of[best], rows_of[best]))


def _numbers(sounds: NDArray[np.int32] | slice) -> NDArray[np.int32]:
    return np.arange(sounds.start, sounds.stop, dtype=np.int32) if isinstance(sounds, slice) else sounds


def _touched(edges: Ints, first: int, last: int) -> slice:
    """Give the oblongs that reach between two cells, by the cells at their edges."""
    start = int(np.searchsorted(edges[1:], first))
    return slice(start, max(start, int(np.searchsorted(edges[:-1], last, "right"))))
