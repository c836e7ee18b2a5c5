"""The cells that differ from what the terminal shows, written in the cheapest of a few orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from tuimap.ui.wire.cells import HALF, Cell, is_sure
from tuimap.ui.wire.looks import Look
from tuimap.ui.wire.pen import Pen

NEAR = 3
"""So few unchanged cells cost no more to write again than to step over."""

FEW = 400
"""Up to so many runs every order is tried; beyond, what they cost is guessed."""

TURN_COST, STEP_COST = 17, 5
"""Bytes for a change of look and for a move, as they mostly are."""

WORTH_CLEARING = 4
"""From so many cells on, clearing the rest of a row is shorter than writing blanks."""

CLEAR = "\x1b[K"


class Run(NamedTuple):
    """Neighbouring cells of one look."""

    row: int
    column: int
    text: str
    look: Look
    columns: int | None
    """How far it takes the cursor; None where terminals may disagree."""
    fixed: bool = False
    """Whether the runs of its row are to be written in order: wide characters wipe out neighbours."""


def changed_runs(row: int, before: Sequence[Cell], after: Sequence[Cell], clears_in_colour: bool) -> list[Run]:
    """Give what turns one row of cells into another of the same length."""
    changed = [column for column, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if not changed:
        return []
    if wide := HALF in before or HALF in after:
        changed = _with_halves(changed, before, after)
    end = _cleared_from(changed, after, clears_in_colour)
    runs = _runs(row, [column for column in changed if column < end], after)
    if end < len(after):
        runs.append(Run(row, end, CLEAR, after[end][1], 0))
    return [run._replace(fixed=True) for run in runs] if wide else runs


def write_runs(pen: Pen, runs: Sequence[Run]) -> None:
    """Write runs row by row, or one look after another where that is shorter."""
    _write(pen, [run for run in runs if run.fixed])
    runs = [run for run in runs if not run.fixed]
    if len(runs) > FEW:
        _write(pen, runs if _is_cheap_across(runs) else _by_look(pen.look, runs))
        return
    tried = [_written(pen, order) for order in (runs, _by_row_and_look(pen.look, runs), _by_look(pen.look, runs))]
    pen.take_over(min(tried, key=lambda each: each.cost))


def _is_cheap_across(runs: Sequence[Run]) -> bool:
    turns = sum(not one.look.serves(other.look) for one, other in pairwise(runs))
    return turns * TURN_COST <= len(runs) * STEP_COST + len({run.look for run in runs}) * TURN_COST


def _written(pen: Pen, runs: Iterable[Run]) -> Pen:
    tried = pen.copy()
    _write(tried, runs)
    return tried


def _write(pen: Pen, runs: Iterable[Run]) -> None:
    for row, column, text, look, columns, _ in runs:
        pen.go(row, column)
        pen.put(text, look, columns)


def _by_look(first: Look, runs: Iterable[Run]) -> list[Run]:
    """Order runs by look, each look where it comes first; blanks with those before them."""
    groups: dict[Look, list[Run]] = {first: []}
    latest = first
    for run in runs:
        if not latest.serves(run.look):
            latest = run.look
        if latest not in groups:
            groups[latest] = []
        groups[latest].append(run)
    return [run for group in groups.values() for run in group]


def _by_row_and_look(first: Look, runs: Sequence[Run]) -> list[Run]:
    rows: dict[int, list[Run]] = {}
    for run in runs:
        rows.setdefault(run.row, []).append(run)
    ordered: list[Run] = []
    for row in rows.values():
        ordered += _by_look(ordered[-1].look if ordered else first, row)
    return ordered


def _with_halves(changed: Sequence[int], before: Sequence[Cell], after: Sequence[Cell]) -> list[int]:
    """Add first halves of wide characters whose second is among the changed: who writes on one wipes out both."""
    return sorted({*changed, *(column - 1 for column in changed if column and HALF in (before[column], after[column]))})


def _cleared_from(changed: Sequence[int], after: Sequence[Cell], clears_in_colour: bool) -> int:
    """Give the column from which the row is best cleared; its length where it is not."""
    length = len(after)
    text, look = after[-1]
    if text != " " or look.colour is not None or (look.ground and not clears_in_colour):
        return length
    start = length
    while start and after[start - 1] == after[-1]:
        start -= 1
    blanks = [column for column in changed if column >= start]
    return blanks[0] if len(blanks) >= WORTH_CLEARING else length


def _runs(row: int, columns: Sequence[int], after: Sequence[Cell]) -> list[Run]:
    """Join changed cells of one look, with the few unchanged between them that fit in."""
    runs: list[Run] = []
    start, end, look = 0, 0, None
    for column in columns:
        text, wanted = after[column]
        if look is not None:
            if (column == end or _bridged(after, end, column, look)) and (wanted is look or look.serves(wanted)):
                end = column + 1
                continue
            runs.append(_run(row, start, end, look, after))
        start, end, look = column, column + 1, wanted if text else None
    if look is not None:
        runs.append(_run(row, start, end, look, after))
    return runs


def _bridged(after: Sequence[Cell], end: int, column: int, look: Look) -> bool:
    """Tell whether the cells between may be written along."""
    between = after[end:column]
    return len(between) <= NEAR and all(" " <= text <= "~" and look.serves(each) for text, each in between)


def _run(row: int, start: int, end: int, look: Look, after: Sequence[Cell]) -> Run:
    joined = "".join([text for text, _ in after[start:end]])
    sure = joined.isascii() or (len(joined) == end - start and all(map(is_sure, set(joined))))
    return Run(row, start, joined, look, end - start if sure and end < len(after) else None)
