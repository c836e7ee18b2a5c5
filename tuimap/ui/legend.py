"""What the glyphs stand for, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.charset import OTHER, Charset
from tuimap.ui.line import Line, cut, joined, width_of
from tuimap.ui.safe_text import shown_name

if TYPE_CHECKING:
    from tuimap.ui.classes import Classes

FITS = ((24, "   ", True), (16, "   ", True), (12, "  ", True), (9, "  ", True), (9, "  ", False))
"""Cells for a name, what stands between, and whether to count: tried one after another until the line fits."""

TOP_FOLDER = "top folder"


def legend_line(classes: Classes, charset: Charset, width: int) -> Line:
    """Give glyph, name and count of each class, names shortened until all fit, then the smallest left out."""
    entries: list[Line] = []
    for longest, gap, counted in FITS:
        entries = _entries(classes, charset, longest, counted)
        line = joined(entries, gap)
        if width_of(line) <= width:
            return line
    total = len(entries)
    while len(entries) > 1 and width_of(joined(entries, "  ")) > width - len("  +9 more"):
        entries.pop()
    return cut((*joined(entries, "  "), (f"  +{total - len(entries)} more", "quiet")), width)


def legend_block(classes: Classes, charset: Charset, width: int) -> list[Line]:
    """Give glyph, name and count of every class, in as many lines as it takes."""
    lines: list[list[Line]] = [[]]
    for entry in _entries(classes, charset, FITS[0][0], counted=True):
        if lines[-1] and width_of(joined([*lines[-1], entry], "   ")) > width:
            lines.append([])
        lines[-1].append(cut(entry, width))
    return [joined(entries, "   ") for entries in lines]


def class_label(name: str, width: int, charset: Charset) -> str:
    """Name a class as a user reads it."""
    return shown_name(name, width, charset.name == "ascii") or TOP_FOLDER


def _entries(classes: Classes, charset: Charset, longest: int, counted: bool) -> list[Line]:
    named = [
        _entry(number, class_label(name, longest, charset), count if counted else None, charset)
        for number, (name, count) in enumerate(zip(classes.names, classes.counts, strict=False))
    ]
    named = [entry for _, entry in sorted(zip(classes.counts, named, strict=False), key=lambda pair: -pair[0])]
    others = classes.counts[OTHER]
    return [*named, _entry(OTHER, "other", others if counted else None, charset)] if others else named


def _entry(number: int, name: str, count: int | None, charset: Charset) -> Line:
    glyph = (charset.several[number], f"class-{number}")
    return (glyph, (f" {name}", "plain"), *(((f" {count:,}", "quiet"),) if count is not None else ()))
