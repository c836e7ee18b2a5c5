"""Names from outside, made harmless: nothing that steers a terminal, hides, or turns the reading direction."""

from __future__ import annotations

import re
from unicodedata import category

from rich.cells import cell_len, chop_cells

VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They change the width of the character before them, differently in each terminal."""


def escaped(text: str, ascii_only: bool = False) -> str:
    r"""Give the text with everything but visible characters as `\xNN` or `\uNNNN`, undecodable bytes as `\xNN`."""
    visible = text.isascii() if ascii_only else not VARIATION_SELECTORS.search(text)
    if visible and text.isprintable() and not _starts_combining(text):
        return text
    shown = (_shown(character, ascii_only) for character in text)
    combining = _starts_combining(text)
    return "".join((_escape(text[0]), *list(shown)[1:]) if combining else shown)


def fitted(text: str, width: int, ellipsis: str = "..") -> str:
    """Give a safe text in at most `width` cells; what is too long loses its middle, the end keeps a little more."""
    if cell_len(text) <= width:
        return text
    room = width - len(ellipsis)
    if room < 2:
        return _head(text, width)
    tail = _head(text[::-1], (room + 1) // 2)[::-1].lstrip()
    return _head(text, room - cell_len(tail)) + ellipsis + tail


def shown_name(text: str, width: int, ascii_only: bool = False) -> str:
    """Give a name from outside, escaped and fitted."""
    return fitted(escaped(text, ascii_only), width)


def _head(text: str, width: int) -> str:
    if width < 1:
        return ""
    parts = chop_cells(text, width)
    return parts[0] if parts and cell_len(parts[0]) <= width else ""


def _starts_combining(text: str) -> bool:
    return category(text[0]).startswith("M") if text else False


def _shown(character: str, ascii_only: bool) -> str:
    if ascii_only:
        safe = character.isascii() and character.isprintable()
    else:
        safe = (character.isprintable() or category(character) == "Zs") and not VARIATION_SELECTORS.match(character)
    return character if safe else _escape(character)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
