"""What a terminal can: how many colours it shows, and what it does with the ground when it clears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.color import ColorSystem

TRUE = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio", "iterm2")
"""Beginnings of TERM for terminals with all colours, known by name where ssh does not hand COLORTERM on."""

COLOURLESS = ("dumb", "vt1", "vt2", "vt3", "xterm-mono", "sun")
"""Beginnings of TERM for terminals without colours."""


class Abilities(NamedTuple):
    """What one terminal can."""

    depth: ColorSystem | None
    """How many colours; None for none at all."""
    clears_in_colour: bool = False
    """Whether what it clears takes the ground it writes on ("back colour erase")."""


def abilities_for(environ: Mapping[str, str]) -> Abilities:
    """Find out by the environment and the system's description of the terminal."""
    return Abilities(depth_for(environ), _clears_in_colour(environ.get("TERM", "")))


def depth_for(environ: Mapping[str, str]) -> ColorSystem | None:
    """Choose by what the user wants and what the terminal says of itself; None is no colours."""
    if environ.get("NO_COLOR"):
        return None
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    term = environ.get("TERM", "dumb").lower()
    if term.startswith(COLOURLESS):
        return None
    if term.startswith(TRUE) or term.endswith("-direct"):
        return ColorSystem.TRUECOLOR
    return ColorSystem.EIGHT_BIT if "256col" in term else ColorSystem.STANDARD


def _clears_in_colour(term: str) -> bool:
    try:
        import curses

        curses.setupterm(term)
        return curses.tigetflag("bce") == 1
    except (ImportError, OSError, ValueError, curses.error):
        return False
