"""The waveform panel: waveform, spectrum and time scale of a sound, and where in it one listens."""

from __future__ import annotations

from math import isfinite

from tuimap.ui.charset import Charset
from tuimap.ui.line import Line
from tuimap.ui.pictured import Pictured
from tuimap.ui.words.spectrum_cells import spectrum_lines
from tuimap.ui.words.wave_cells import time_labels, wave_rows

HEAD_DOTS = 0x47
"""The left dots of a braille cell: a line from top to bottom."""

HEAD_ASCII = ":"

LEAST_SPECTRUM = 5
"""Lines of a panel from which on it has room for the spectrum."""


def wave_lines(shown: Pictured, head: float | None, charset: Charset, width: int, height: int) -> list[Line]:
    """Give `height` lines of `width` columns: what is not read yet stays empty.

    `head` is the share of the sound that has been heard, or None.
    """
    strip = height // 3 if height >= LEAST_SPECTRUM else 0
    rows = wave_rows(shown.overview, width, height - 1 - strip, charset.name)
    drawn: list[Line] = [*(((row, "wave"),) for row in rows), *spectrum_lines(shown.spectrum, width, strip, charset)]
    if head is not None and shown.overview:
        column = min(int(head * width), width - 1)
        drawn = [_with_head(line, column, charset) for line in drawn]
    seconds = min(shown.sound.duration, shown.sound.described)
    return [*drawn, ((time_labels(seconds, width) if isfinite(seconds) else "", "quiet"),)]


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
