"""What is searched for and what a filter keeps, in the line of the title."""

from __future__ import annotations

from typing import NamedTuple

from tuimap.ui.charset import Charset
from tuimap.ui.line import Line
from tuimap.ui.safe_text import shown_name

LONGEST = 32
"""Cells for one term of a filter."""


class Finds(NamedTuple):
    """False where nothing is searched for and nothing filtered."""

    terms: tuple[str, ...] = ()
    """Of the filter, as they were typed."""
    kept: int = 0
    """Sounds that meet them all."""
    query: str = ""
    """What is searched for."""
    found: int = 0
    """Sounds that were found, of those that the filter keeps."""
    way: int = 0
    """Sounds on the way that is shown."""

    def __bool__(self) -> bool:
        return bool(self.terms or self.query or self.way)


def finds_line(finds: Finds, total: int, charset: Charset) -> Line:
    """Say how many of how many sounds there are, and what was asked for."""
    ascii_only = charset.name == "ascii"
    count = finds.way or (finds.found if finds.query else finds.kept)
    line: Line = ((f"  {count_text(count, total)}", "plain"),)
    if finds.way:
        line = (*line, ("  on the way", "accent"))
    for term in finds.terms:
        line = (*line, ("  ", "plain"), (shown_name(term, LONGEST, ascii_only), "accent"))
    if finds.query:
        line = (*line, ("  /", "quiet"), (shown_name(finds.query, LONGEST, ascii_only), "accent"))
    return line


def count_text(count: int, total: int) -> str:
    """Say how many of how many: `12 of 1,286`."""
    return f"{count:,} of {total:,}" if count else f"none of {total:,}"
