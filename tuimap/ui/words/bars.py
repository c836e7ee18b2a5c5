"""Bars and curves of characters one cell wide."""

from __future__ import annotations

from collections.abc import Sequence

from tuimap.ui.charset import Charset

LEFT_DOTS = (0x00, 0x40, 0x44, 0x46, 0x47)
RIGHT_DOTS = (0x00, 0x80, 0xA0, 0xB0, 0xB8)
"""Braille columns filled from below, by height."""

ASCII_HEIGHTS = "_.-=*#"


def bar(share: float, width: int, charset: Charset) -> tuple[str, str]:
    """Give the done and the left part of a bar for a share from 0 to 1."""
    halves = round(share * width * 2)
    done = charset.bar_done * (halves // 2) + charset.bar_half * (halves % 2)
    return done, charset.bar_left * (width - len(done))


def curve(values: Sequence[float], width: int, charset: Charset) -> str:
    """Draw the newest values in at most `width` characters, the largest of all of them highest."""
    per_cell = 2 if charset.name == "unicode" else 1
    newest = values[-width * per_cell :]
    top = max(newest, default=0.0) or 1.0
    if charset.name == "ascii":
        return "".join(ASCII_HEIGHTS[_height(value / top, len(ASCII_HEIGHTS) - 1)] for value in newest)
    heights = [max(1, _height(value / top, 4)) for value in newest]
    heights += [0] * (len(heights) % 2)
    pairs = zip(heights[::2], heights[1::2], strict=True)
    return "".join(chr(0x2800 + LEFT_DOTS[left] + RIGHT_DOTS[right]) for left, right in pairs)


def _height(share: float, steps: int) -> int:
    return min(steps, max(0, round(share * steps)))
