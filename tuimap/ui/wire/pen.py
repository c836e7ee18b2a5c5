"""A pen that knows where the terminal's cursor is and how it writes, and moves and turns it by the fewest bytes."""

from __future__ import annotations

from tuimap.ui.wire.looks import Look, turned


class Pen:
    """Collects what is to be written."""

    def __init__(self, look: Look) -> None:
        self.row: int | None = None
        """The cursor's row; None where it is unknown."""
        self.column: int | None = None
        self.look = look
        self.written: list[str] = []

    def copy(self) -> Pen:
        """Give a pen that stands at the same place, to try something with."""
        other = Pen(self.look)
        other.row, other.column = self.row, self.column
        return other

    def take_over(self, tried: Pen) -> None:
        """Write what a copy has written."""
        self.written += tried.written
        self.row, self.column, self.look = tried.row, tried.column, tried.look

    @property
    def cost(self) -> int:
        """Count the bytes written."""
        return len("".join(self.written).encode())

    def go(self, row: int, column: int) -> None:
        """Move the cursor to a cell."""
        if row == self.row and self.column is not None and 0 <= column - self.column < len(ASIDE):
            self.written.append(ASIDE[column - self.column])
        else:
            self.written.append(min(self._ways(row, column), key=len))
        self.row, self.column = row, column

    def put(self, text: str, look: Look, columns: int | None) -> None:
        """Write at the cursor; where terminals disagree about where it then is, `columns` is None."""
        if look is not self.look:
            code, self.look = turned(self.look, look)
            self.written.append(code)
        self.written.append(text)
        self.column = None if columns is None or self.column is None else self.column + columns

    def _ways(self, row: int, column: int) -> list[str]:
        """Give the sequences that lead to a cell, the usual one first."""
        ways = [move_to(row, column)]
        if self.row is None:
            return ways
        down = row - self.row
        if down == 0:
            ways.append(f"\x1b[{column + 1}G")
        if down == 1:
            ways.append("\r\n" + _steps("C", column))
        if self.column is not None:
            aside = column - self.column
            ways.append(_steps("B", down) + _steps("A", -down) + _steps("C", aside) + _steps("D", -aside))
        return ways


def move_to(row: int, column: int) -> str:
    """Give the sequence that moves the cursor to a cell from anywhere."""
    return f"\x1b[{row + 1};{column + 1}H" if column else f"\x1b[{row + 1}H"


def _steps(letter: str, count: int) -> str:
    """Give the sequence that moves the cursor so many cells; nothing where there is none to go."""
    if count < 1:
        return ""
    return f"\x1b[{count}{letter}" if count > 1 else f"\x1b[{letter}"


ASIDE = tuple(_steps("C", count) for count in range(100))
"""The sequences for so many cells to the right, the most frequent moves; nothing is shorter."""
