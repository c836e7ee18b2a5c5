"""The numbers of an evaluation as a table: drawn on a terminal, plain aligned text elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tuimap.evaluate.results import Measure, Row, short

if TYPE_CHECKING:
    from rich.table import Table

    from tuimap.evaluate.results import Evaluation

_NAMES = ("descriptor", "reducer")
_AT_EASE = 1000
"""Columns in which every table finds room."""

_LEAST_NAME = len("descriptor")
"""Columns that the names of descriptors may be broken to."""


def print_table(found: Evaluation) -> None:
    """Write the table and its notes to standard output."""
    if sys.stdout.isatty():
        _draw(found)
        return
    plus_minus = "±" if _can_say("±") else "+-"
    for line in (*plain_lines(found, plus_minus), "", *_closing(found)):
        print(line)  # noqa: T201


def plain_lines(found: Evaluation, plus_minus: str = "±") -> list[str]:
    """Give the table as lines of aligned text."""
    table = [[*_NAMES, *(measure.heading for measure in found.measures)]]
    table += [
        [row.descriptor, row.reducer, *(_cell(row, each, f" {plus_minus}") for each in found.measures)]
        for row in found.rows
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = []
    for cells in table:
        names = [cell.ljust(width) for cell, width in zip(cells[:2], widths, strict=False)]
        numbers = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
        lines.append("  ".join([*names, *numbers]).rstrip())
    return lines


def _draw(found: Evaluation) -> None:
    from rich.console import Console
    from rich.measure import Measurement
    from rich.text import Text

    console = Console(highlight=False)
    plus_minus = "±" if _can_say("±") else "+-"
    in_a_line, stacked = (_table(found, f"{between}{plus_minus}") for between in (" ", "\n"))
    at_ease = console.options.update(width=_AT_EASE)
    wanted, least = (Measurement.get(console, at_ease, each).maximum for each in (in_a_line, stacked))
    least -= max(0, max(len(row.descriptor) for row in found.rows) - _LEAST_NAME)
    if least > console.width:  # the terminal breaks lines that keep every number; a table would drop some
        console.print(Text("\n".join(plain_lines(found, plus_minus))), soft_wrap=True)
    else:
        console.print(in_a_line if wanted <= console.width else stacked)
    for line in _closing(found):
        console.print(Text(line), style="dim")


def _table(found: Evaluation, between: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), safe_box=True)
    for name in _NAMES:
        table.add_column(name, overflow="fold")
    for measure in found.measures:
        table.add_column(measure.heading.replace(" ", "\n"), justify="right", no_wrap=True)
    best = {measure.name: _best(found, measure) for measure in found.measures}
    above = found.rows[0].descriptor
    for row in found.rows:
        if row.descriptor != above and "\n" in between:
            table.add_section()
        above = row.descriptor
        cells = [
            Text(_cell(row, measure, between), style="bold" if row in best[measure.name] else "")
            for measure in found.measures
        ]
        table.add_row(Text(row.descriptor), Text(row.reducer), *cells)
    return table


def _best(found: Evaluation, measure: Measure) -> list[Row]:
    """Give the rows whose shown number is the best of its column."""
    shown = {id(row): round(each.mean, measure.digits) for row in found.rows if (each := row.spread(measure))}
    choose = min if measure.name == "seconds" else max
    best = choose(shown.values())
    return [row for row in found.rows if shown.get(id(row)) == best]


def _cell(row: Row, measure: Measure, between: str) -> str:
    """Give one number with its deviation, as .767 ±.004; a dash where there is none."""
    spread = row.spread(measure)
    if spread is None:
        return "-"
    deviation = f"{between}{short(spread.deviation, measure)}" if len(spread.values) > 1 else ""
    return short(spread.mean, measure) + deviation


def _closing(found: Evaluation) -> list[str]:
    """Give the lines below the table: what failed, and what has to be known."""
    failed = [f"{row.descriptor} > {row.reducer} failed: {row.failure}" for row in found.rows if row.failure]
    return [*failed, *found.notes]


def _can_say(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
