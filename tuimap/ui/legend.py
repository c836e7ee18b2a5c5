"""What the glyphs stand for, in one line."""

from __future__ import annotations

from tuimap.ui.charset import Charset
from tuimap.ui.classes import NAMED, OTHER, Classes
from tuimap.ui.line import Line, cut, joined, width_of
from tuimap.ui.safe_text import shown_name

NAME_WIDTHS = (24, 16, 12, 9)
"""Tried one after another until the line fits."""

TOP_FOLDER = "./"


def legend_line(classes: Classes, charset: Charset, width: int) -> Line:
    """Give glyph, name and count of each class, names shortened until all fit, then the smallest left out."""
    entries: list[Line] = []
    for longest in NAME_WIDTHS:
        entries = _entries(classes, charset, longest)
        line = joined(entries, "   " if longest > NAME_WIDTHS[-2] else "  ")
        if width_of(line) <= width:
            return line
    total = len(entries)
    while len(entries) > 1 and width_of(joined(entries, "  ")) > width - len("  +9 more"):
        entries.pop()
    return cut((*joined(entries, "  "), (f"  +{total - len(entries)} more", "quiet")), width)


def class_label(name: str, width: int, charset: Charset) -> str:
    """Name a class as a user reads it."""
    return shown_name(name, width, charset.name == "ascii") or TOP_FOLDER


def _entries(classes: Classes, charset: Charset, longest: int) -> list[Line]:
    named = [
        _entry(number, class_label(name, longest, charset), classes.counts[number], charset)
        for number, name in enumerate(classes.names[:NAMED])
    ]
    others = classes.counts[OTHER]
    return [*named, _entry(OTHER, "other", others, charset)] if others else named


def _entry(number: int, name: str, count: int, charset: Charset) -> Line:
    return (
        (charset.several[number], f"class-{number}"),
        (f" {name} ", "plain"),
        (f"{count:,}", "quiet"),
    )
