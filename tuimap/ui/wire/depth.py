"""How many colours a terminal shows."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import ColorSystem

TRUE = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio", "iterm2")
"""Beginnings of TERM for terminals with all colours, known by name where ssh does not hand COLORTERM on."""

COLOURLESS = ("dumb", "vt1", "vt2", "vt3", "xterm-mono", "sun")
"""Beginnings of TERM for terminals without colours."""


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
