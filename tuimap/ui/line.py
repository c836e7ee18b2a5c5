"""A line of text in parts, each with a role that the theme colours; what every panel is made of."""

from __future__ import annotations

from typing import TypeAlias

from rich.cells import cell_len

from tuimap.ui.safe_text import fitted, shortened

Part: TypeAlias = tuple[str, str]
"""Text, and its role: a key of `theme.ROLES`."""

Line: TypeAlias = tuple[Part, ...]


def width_of(line: Line) -> int:
    """Count the cells of a line."""
    return sum(cell_len(text) for text, _ in line)


def cut(line: Line, width: int) -> Line:
    """Give a line in at most `width` cells; the part that reaches over loses its middle, the rest goes."""
    kept: list[Part] = []
    for text, role in line:
        short = fitted(text, width)
        kept.append((short, role))
        width -= cell_len(short)
        if short != text:
            break
    return tuple(kept)


def ended(line: Line, width: int) -> Line:
    """Give a line in at most `width` cells; what is too much is missing at its end."""
    kept: list[Part] = []
    for text, role in line:
        kept.append((shortened(text, max(0, width)), role))
        width -= cell_len(text)
        if width < 0:
            break
    return tuple(kept)


def spread(left: Line, right: Line, width: int) -> Line:
    """Put one line at the left edge and one at the right; the left one gives way."""
    right = cut(right, width)
    left = cut(left, max(0, width - width_of(right) - 1))
    gap = width - width_of(left) - width_of(right)
    return (*left, (" " * gap, "plain"), *right)


def joined(lines: list[Line], gap: str) -> Line:
    """Join lines into one."""
    return tuple(part for place, line in enumerate(lines) for part in ((((gap, "plain"),) if place else ()) + line))
