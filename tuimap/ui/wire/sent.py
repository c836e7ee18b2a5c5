"""What the terminal shows, remembered, so that only the cells that differ are sent.

Textual sends a changed cell with everything to the left of it in its widget (upstream issue 5625), each part with
its whole style: on a slow line that is most of what an arrow key costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate

from tuimap.ui.wire.abilities import Abilities
from tuimap.ui.wire.cells import UNKNOWN, Cell, cells_of
from tuimap.ui.wire.looks import PLAIN
from tuimap.ui.wire.pen import Pen
from tuimap.ui.wire.rows import Run, changed_runs, write_runs


class Sent:
    """One terminal, whichever screens are shown on it one after another."""

    def __init__(self, abilities: Abilities) -> None:
        self._abilities = abilities
        self._rows: dict[int, list[Cell]] = {}
        self._look = PLAIN

    def forget(self) -> None:
        """Send every cell again when it is next drawn: others wrote on the terminal, or its size changed."""
        self._rows.clear()

    def restarted(self) -> None:
        """Begin with a terminal that was told nothing."""
        self.forget()
        self._look = PLAIN

    def difference(self, update: LayoutUpdate | ChopsUpdate) -> str:
        """Give what to write so that the terminal shows an update; empty where it does."""
        depth, clears_in_colour = self._abilities
        rows = _layout_rows(update, depth) if isinstance(update, LayoutUpdate) else _chop_rows(update, depth)
        runs: list[Run] = []
        for row, width, pieces in rows:
            before = self._rows.get(row, [])
            if len(before) != width:
                before = [UNKNOWN] * width
            after = list(before)
            for column, cells in pieces:
                after[column : column + len(cells)] = cells
            after = after[:width]
            runs += changed_runs(row, before, after, clears_in_colour)
            self._rows[row] = after
        pen = Pen(self._look)
        write_runs(pen, runs)
        self._look = pen.look
        return "".join(pen.written)


Row: TypeAlias = tuple[int, int, list[tuple[int, list[Cell]]]]
"""A row's number and width, and what is drawn in it: a column, and the cells from there on."""


def _layout_rows(update: LayoutUpdate, depth: ColorSystem | None) -> Iterator[Row]:
    for row, strips in enumerate(update.strips, update.region.y):
        yield row, update.region.width, [(update.region.x, cells_of(chain.from_iterable(strips), depth))]


def _chop_rows(update: ChopsUpdate, depth: ColorSystem | None) -> Iterator[Row]:
    """Give the dirty spans, several perhaps in one row; outside of them a row need not be drawn truly."""
    for row, first, last in update.spans:
        ends = update.chop_ends[row]
        pieces = []
        for end, (column, strip) in zip(ends, update.chops[row].items(), strict=False):
            if strip is not None and column < last and end > first:
                cells = cells_of(strip, depth)
                start, stop = _whole_characters(cells, max(0, first - column), last - column)
                pieces.append((column + start, cells[start:stop]))
        yield row, ends[-1], pieces


def _whole_characters(cells: list[Cell], start: int, stop: int) -> tuple[int, int]:
    """Widen a stretch of cells so that it cuts no wide character."""
    while 0 < start < len(cells) and not cells[start][0]:
        start -= 1
    while stop < len(cells) and not cells[stop][0]:
        stop += 1
    return start, stop
