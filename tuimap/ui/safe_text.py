"""Names from outside as they are shown: harmless, of a known width, short enough."""

from __future__ import annotations

import re
from textwrap import wrap
from unicodedata import category

from rich.cells import cell_len, chop_cells

from tuimap.safe import printable

WIDTH_CHANGERS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors: each terminal gives the character before them another width."""

NOT_ASCII = re.compile(r"[^ -~]")


def escaped(text: str, ascii_only: bool = False) -> str:
    r"""Give the text with all that steers a terminal, hides or has no sure width as `\xNN`, `\uNNNN`."""
    safe = printable(text)
    if safe.isascii():
        return safe
    safe = (NOT_ASCII if ascii_only else WIDTH_CHANGERS).sub(lambda found: _escape(found[0]), safe)
    return _escape(safe[0]) + safe[1:] if category(safe[0]).startswith("M") else safe


def fitted(text: str, width: int, ellipsis: str = "..") -> str:
    """Give a safe text in at most `width` cells; what is too long loses its middle, the end keeps a little more."""
    if cell_len(text) <= width:
        return text
    room = width - len(ellipsis)
    if room < 2:
        return _head(text, width)
    tail = _head(text[::-1], (room + 1) // 2)[::-1].lstrip()
    return _head(text, room - cell_len(tail)) + ellipsis + tail


def shortened(text: str, width: int, ellipsis: str = "..") -> str:
    """Give a safe text in at most `width` cells; what is too long loses its end."""
    return text if cell_len(text) <= width else _head(text, width - len(ellipsis)) + ellipsis[: max(0, width)]


def wrapped(text: str, width: int) -> list[str]:
    """Give a safe text in lines of at most `width` cells, parted between words where that is possible."""
    return [piece for line in wrap(text, width) for piece in chop_cells(line, width)]


def shown_name(text: str, width: int, ascii_only: bool = False) -> str:
    """Give a name from outside, escaped and fitted."""
    return fitted(escaped(text, ascii_only), width)


def _head(text: str, width: int) -> str:
    """Give what fits of the start."""
    if width < 1:
        return ""
    parts = chop_cells(text, width)
    return parts[0] if parts and cell_len(parts[0]) <= width else ""


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
