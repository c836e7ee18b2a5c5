"""The waveform panel: waveform, spectrum and time scale of a sound, what of it is heard, and where one listens."""

from __future__ import annotations

from math import isfinite

from tuimap.ui.charset import Charset
from tuimap.ui.line import Line
from tuimap.ui.passage import Passage, pictured_seconds
from tuimap.ui.pictured import Pictured
from tuimap.ui.words.quantities import seconds_text
from tuimap.ui.words.spectrum_cells import spectrum_lines
from tuimap.ui.words.wave_cells import time_labels, wave_rows

HEAD_DOTS = 0x47
"""The left dots of a braille cell: a line from top to bottom."""

HEAD_ASCII = ":"

LEAST_SPECTRUM = 5
"""Lines of a panel from which on it has room for the spectrum."""


def wave_lines(
    shown: Pictured, head: float | None, charset: Charset, width: int, height: int, passage: Passage | None = None
) -> list[Line]:
    """Give `height` lines of `width` columns: what is not read yet stays empty.

    `head` is the share of the sound where one listens, or None. Of a `passage` the rest is quiet, and the time scale
    tells where it begins and ends.
    """
    strip = height // 3 if height >= LEAST_SPECTRUM else 0
    rows = wave_rows(shown.overview, width, height - 1 - strip, charset.name)
    drawn: list[Line] = [*(((row, "wave"),) for row in rows), *spectrum_lines(shown.spectrum, width, strip, charset)]
    seconds = pictured_seconds(shown.sound)
    scale: Line = ((time_labels(seconds, width) if isfinite(seconds) else "", "quiet"),)
    if passage is not None and isfinite(seconds):
        first, last = _columns(passage, seconds, width)
        drawn = [_quiet_outside(line, first, last) for line in drawn]
        scale = _bounds(passage, first, last, seconds, width)
    if head is not None and shown.overview:
        column = min(int(head * width), width - 1)
        drawn = [_with_head(line, column, charset) for line in drawn]
    return [*drawn, scale]


def _columns(passage: Passage, seconds: float, width: int) -> tuple[int, int]:
    """Give the first column of a passage, `width` where it begins beyond the picture, and the last one."""
    last = width - 1 if passage.end is None else max(0, round(passage.end / seconds * width) - 1)
    return min(round(passage.begin / seconds * width), width), min(last, width - 1)


def _quiet_outside(line: Line, first: int, last: int) -> Line:
    """Take the colours from what is not heard."""
    parts: list[tuple[str, str]] = []
    at = 0
    for text, role in line:
        start, stop = max(0, first - at), max(0, last + 1 - at)
        parts += [(text[:start], "dimmed"), (text[start:stop], role), (text[max(start, stop) :], "dimmed")]
        at += len(text)
    return tuple((text, role) for text, role in parts if text)


def _bounds(passage: Passage, first: int, last: int, seconds: float, width: int) -> Line:
    """Tell where a passage begins and ends: below its first and its last column; and how long all of it is."""
    begin = f"[{seconds_text(passage.begin)}"
    end = "" if passage.end is None else f" {seconds_text(passage.end)}]"
    at = max(0, min(first, width - len(begin) - len(end)))
    room = max(last + 1 - at - len(begin), len(end)) if end else 0
    bounds = (" " * at + begin + end.rjust(room))[:width]
    whole = f"{seconds_text(seconds)} s"
    if len(bounds) + 1 + len(whole) > width:
        return ((bounds, "accent"),)
    return ((bounds, "accent"), (whole.rjust(width - len(bounds)), "quiet"))


def _with_head(line: Line, column: int, charset: Charset) -> Line:
    """Draw the line that moves over one row of characters."""
    parts: list[tuple[str, str]] = []
    at = 0
    for text, role in line:
        if at <= column < at + len(text):
            before, under, after = text[: column - at], text[column - at], text[column - at + 1 :]
            parts += [(before, role), (_head_over(under, charset), "accent"), (after, role)]
        else:
            parts.append((text, role))
        at += len(text)
    return tuple((text, role) for text, role in parts if text)


def _head_over(under: str, charset: Charset) -> str:
    if charset.name == "ascii":
        return HEAD_ASCII
    return chr(0x2800 | HEAD_DOTS | (ord(under) & 0xFF if under != " " else 0))
