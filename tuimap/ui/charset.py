"""Which characters a terminal can show, and the glyphs made of them: every one exactly one cell wide."""

from __future__ import annotations

import locale
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

CharsetName: TypeAlias = Literal["unicode", "ascii"]

NAMED = 20
"""Classes with a glyph of their own; as many clusters as there can be."""

OTHER = NAMED
"""The number of everything else."""

PLAIN_TERMINALS = ("linux", "dumb", "vt", "ansi", "cons25", "sun")
"""Beginnings of TERM for terminals whose fonts lack braille and small shapes."""


class Charset(NamedTuple):
    """One set of glyphs; none is of East Asian ambiguous width."""

    name: CharsetName
    one: str
    """A glyph per class for a cell with one sound; the last is for the other classes."""
    several: str
    """The same glyphs, heavier, for a cell with more sounds."""
    dots: str
    """From one dot to a full cell: how crowded a cell is where most hold many sounds."""
    full: str
    """A cell of a scale of colours."""
    bar_done: str
    bar_half: str
    bar_left: str
    """A progress bar: what is done, its ragged edge, what is left."""
    favourite: str
    """Stands before the name of a sound that the user likes best."""


UNICODE = Charset(
    "unicode",
    one="▵▫✧▿◊◃▹◦✛✕▱◌▯◸✲◫⊡◠✢❏⋅",
    several="▴▪✦▾⧫◂▸∙✚✖▰◉▮◹✱◨⊞◡✣❑:",
    dots="⠂⠢⠪⡪⡺⡾⡿⣿",
    full="⣿",
    bar_done="⠶",
    bar_half="⠆",
    bar_left="⠄",
    favourite="✭",
)
ASCII = Charset(
    "ascii",
    one="ox+v^sc=nuzwtykdbpmh.",
    several="OX#VASC%NUZWTYKDBPMH:",
    dots=".:-=+*%@",
    full="#",
    bar_done="#",
    bar_half="#",
    bar_left="-",
    favourite="*",
)

CHARSETS: dict[CharsetName, Charset] = {"unicode": UNICODE, "ascii": ASCII}


def charset_for(environ: Mapping[str, str], encoding: str | None = None) -> CharsetName:
    """Choose by the terminal's name, the locale, and its encoding."""
    asked = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG")
    if asked in ("C", "POSIX"):
        return "ascii"
    codec = (encoding or locale.getpreferredencoding(False)).lower().replace("-", "")
    plain = environ.get("TERM", "dumb").startswith(PLAIN_TERMINALS)
    return "ascii" if plain or codec != "utf8" else "unicode"
