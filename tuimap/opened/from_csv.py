"""Read the points of a map from a table with a heading: path, x, y, and more where it is known."""

from __future__ import annotations

import csv
import math
import os
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tuimap.errors import CorpusError
from tuimap.opened.points import NUMBERS, LeftOut, Points
from tuimap.safe import printable

PATHS, LABELS = ("path", "file"), ("label", "cluster")
"""What the column may be called; the first that there is counts."""

SEPARATORS = ",;\t"


def read_csv(file: Path) -> Points:
    """Read a table. Raises CorpusError where it has no points."""
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        heading = lines.readline()
        separator = max(SEPARATORS, key=heading.count)
        first, rows = (csv.reader(source, delimiter=separator) for source in ([heading], lines))
        try:
            names = [name.strip().lower() for name in next(first, [])]
            return _Columns(file, names).filled(rows)
        except csv.Error as error:
            raise CorpusError(
                f"{printable(str(file))}: line {first.line_num + rows.line_num} cannot be read: {error}",
                "A map is a table in CSV with the columns path, x and y",
            ) from error


class _Columns:
    """Takes a table apart."""

    def __init__(self, file: Path, names: list[str]) -> None:
        self._file = file
        if "x" not in names or "y" not in names:
            found = printable(", ".join(names[:8])) or "nothing"
            raise CorpusError(
                f"{printable(str(file))} has no columns x and y; its first line is {found}",
                "Name the columns in the first line: path,x,y and, if you like, label,start,duration",
            )
        self._x, self._y = names.index("x"), names.index("y")
        self._path = _first(PATHS, names)
        self._label = _first(LABELS, names)
        self._numbers = {name: (names.index(name), array("f")) for name in NUMBERS if name in names}
        self._width = 1 + max(self._x, self._y, self._path or 0)

    def filled(self, rows: Iterator[list[str]]) -> Points:
        """Read all rows."""
        x, y, labels = array("d"), array("d"), array("i")
        paths, left_out = bytearray(), LeftOut()
        known: dict[str, int] = {}
        for number, row in enumerate(rows, 1):
            if not row:
                continue
            if (reason := self._reason(row)) is not None:
                left_out.add(self._name(row, number), reason)
                continue
            x.append(float(row[self._x]))
            y.append(float(row[self._y]))
            if self._path is not None:
                paths += os.fsencode(row[self._path]) + b"\0"
            if self._label is not None:
                label = row[self._label].strip() if self._label < len(row) else ""
                labels.append(known.setdefault(label, len(known)) if label else -1)
            for column, numbers in self._numbers.values():
                numbers.append(_number(row[column]) if column < len(row) else math.nan)
        return Points(
            np.frombuffer(x),
            np.frombuffer(y),
            None if self._path is None else paths,
            None if self._label is None else np.frombuffer(labels, np.int32),
            tuple(known),
            {name: numbers for name, (_, numbers) in self._numbers.items()},
            left_out.all(),
        )

    def _reason(self, row: list[str]) -> str | None:
        """Say why a row gives no point; None where it does."""
        if len(row) < self._width:
            return f"the row has {len(row)} columns"
        for name, column in (("x", self._x), ("y", self._y)):
            if not math.isfinite(_number(row[column])):
                return f"{name} is no finite number: {printable(row[column][:40])}"
        return "the path is empty" if self._path is not None and not row[self._path] else None

    def _name(self, row: list[str], number: int) -> str:
        named = self._path is not None and self._path < len(row) and row[self._path]
        return named or f"row {number}"


def _first(names: tuple[str, ...], among: list[str]) -> int | None:
    return next((among.index(name) for name in names if name in among), None)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
