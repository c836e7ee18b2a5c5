"""How a screen of some size is laid out."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Arrangement: TypeAlias = Literal["tiny", "compact", "tall", "wide"]
"""No map at all; panels over a part of the map; panels below it; panels beside it."""

ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)

LEAST = 40, 12
"""Columns and rows that a map needs."""

WIDE = 100, 24
"""From here on panels stand beside the map."""

TALL = 40
"""From so many rows on they stand below it, where it is not wide."""


def arrangement(columns: int, rows: int) -> Arrangement:
    """Choose by the size of the screen."""
    if columns < LEAST[0] or rows < LEAST[1]:
        return "tiny"
    if columns >= WIDE[0] and rows >= WIDE[1]:
        return "wide"
    return "tall" if rows >= TALL else "compact"
