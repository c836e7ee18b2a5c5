"""Styled text as single cells, so that two screens can be compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias
from unicodedata import combining, east_asian_width

from rich.cells import get_character_cell_size, split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment

from tuimap.ui.wire.looks import PLAIN, Look, look_of

Cell: TypeAlias = tuple[str, Look]
"""A character with all that combines with it, and its look."""

UNKNOWN: Cell = ("\0", PLAIN)
"""What no screen shows: differs from every cell."""

HALF: Cell = ("", PLAIN)
"""The second cell of a wide character, which looks like the first."""

EMPTY_BRAILLE = "\u2800"
"""Shows nothing, at three bytes; some fonts draw small rings."""


def cells_of(segments: Iterable[Segment], depth: ColorSystem | None) -> list[Cell]:
    """Give the cells that styled text takes."""
    cells: list[Cell] = []
    for text, style, control in segments:
        if control:
            continue
        look = look_of(style, depth)
        text = text.replace(EMPTY_BRAILLE, " ")
        if not (text.isascii() or all(map(_narrow, set(text)))):
            _add_wide(cells, text, look)
        elif " " in text:
            blank = " ", look.of_blank()
            cells += [blank if character == " " else (character, look) for character in text]
        else:
            cells += [(character, look) for character in text]
    return cells


def _add_wide(cells: list[Cell], text: str, look: Look) -> None:
    for start, end, width in split_graphemes(text)[0]:
        if width:
            shown = text[start:end]
            cells.append((" ", look.of_blank()) if shown == " " else (shown, look))
            cells += [HALF] * (width - 1)


@lru_cache(maxsize=1 << 13)
def _narrow(character: str) -> bool:
    return get_character_cell_size(character) == 1 and not combining(character)


@lru_cache(maxsize=1 << 13)
def is_sure(text: str) -> bool:
    """Tell whether every terminal gives the text of a cell exactly one column."""
    return len(text) == 1 and _narrow(text) and east_asian_width(text) in ("N", "Na", "H")
