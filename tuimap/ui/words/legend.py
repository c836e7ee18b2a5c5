"""What the glyphs and the colours stand for, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.charset import OTHER, Charset
from tuimap.ui.line import Line, cut, joined, width_of
from tuimap.ui.palettes import STEPS
from tuimap.ui.safe_text import shown_name
from tuimap.ui.words.quantities import quantity

if TYPE_CHECKING:
    from tuimap.ui.map.classes import Classes
    from tuimap.ui.map.colouring import Colouring, Scale

FITS = ((24, "   ", True), (16, "   ", True), (12, "  ", True), (9, "  ", True), (9, "  ", False))
"""Cells for a name, what stands between, and whether to count: tried one after another until the line fits."""

LEAST = 24
"""In fewer columns beside a scale the glyphs are not explained."""

TOP_FOLDER = "top folder"


def legend_line(colouring: Colouring, charset: Charset, width: int) -> Line:
    """Say what is told by colour, then give glyph, name and count of each class.

    Names are shortened until all fit, then the smallest classes are left out.
    """
    heading: Line = ((f"{colouring.name}  ", "quiet"),)
    if colouring.scale is None:
        return cut((*heading, *_classes_line(colouring.classes, charset, width - width_of(heading), True)), width)
    heading = (*heading, *scale_line(colouring.scale, charset), ("   ", "plain"))
    room = width - width_of(heading)
    return cut((*heading, *(_classes_line(colouring.classes, charset, room, False) if room >= LEAST else ())), width)


def scale_line(scale: Scale, charset: Charset) -> Line:
    """Give the colours from the lowest value to the highest, and how many sounds have none."""
    bar: Line = tuple((charset.full * 2, f"value-{step}") for step in range(STEPS))
    missing: Line = ((f"   {charset.full}", "dimmed"), (f" none {scale.missing:,}", "quiet")) if scale.missing else ()
    low, high = (quantity(value, scale.unit) for value in (scale.low, scale.high))
    return ((f"{low} ", "plain"), *bar, (f" {high}", "plain"), *missing)


def legend_block(classes: Classes, charset: Charset, width: int) -> list[Line]:
    """Give glyph, name and count of every class, in as many lines as it takes."""
    lines: list[list[Line]] = [[]]
    for entry in _entries(classes, charset, FITS[0][0], counted=True, coloured=True):
        if lines[-1] and width_of(joined([*lines[-1], entry], "   ")) > width:
            lines.append([])
        lines[-1].append(cut(entry, width))
    return [joined(entries, "   ") for entries in lines]


def class_label(name: str, width: int, charset: Charset) -> str:
    """Name a class as a user reads it."""
    return shown_name(name, width, charset.name == "ascii") or TOP_FOLDER


def _classes_line(classes: Classes, charset: Charset, width: int, coloured: bool) -> Line:
    entries: list[Line] = []
    for longest, gap, counted in FITS:
        entries = _entries(classes, charset, longest, counted, coloured)
        line = joined(entries, gap)
        if width_of(line) <= width:
            return line
    total = len(entries)
    while len(entries) > 1 and width_of(joined(entries, "  ")) > width - len("  +9 more"):
        entries.pop()
    return (*joined(entries, "  "), (f"  +{total - len(entries)} more", "quiet"))


def _entries(classes: Classes, charset: Charset, longest: int, counted: bool, coloured: bool) -> list[Line]:
    def entry(number: int, name: str) -> Line:
        glyph = (charset.several[number], f"class-{number}" if coloured else "plain")
        count = ((f" {classes.counts[number]:,}", "quiet"),) if counted else ()
        return (glyph, (f" {name}", "plain"), *count)

    largest = sorted(range(len(classes.names)), key=lambda number: -classes.counts[number])
    named = [
        entry(number, class_label(classes.short(number, longest), longest, charset))
        for number in largest
        if classes.counts[number]
    ]
    return [*named, entry(OTHER, classes.other)] if classes.counts[OTHER] else named
