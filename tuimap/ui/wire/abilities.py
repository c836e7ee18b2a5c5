"""What a terminal can: how many colours it shows, and what it does with the ground when it clears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.color import ColorSystem

from tuimap.ui.wire.depth import depth_for


class Abilities(NamedTuple):
    """What one terminal can."""

    depth: ColorSystem | None
    """How many colours; None for none at all."""
    clears_in_colour: bool = False
    """Whether what it clears takes the ground it writes on ("back colour erase")."""


def abilities_for(environ: Mapping[str, str]) -> Abilities:
    """Find out by the environment and the system's description of the terminal."""
    return Abilities(depth_for(environ), _clears_in_colour(environ.get("TERM", "")))


def _clears_in_colour(term: str) -> bool:
    try:
        import curses

        curses.setupterm(term)
        return curses.tigetflag("bce") == 1
    except (ImportError, OSError, ValueError, curses.error):
        return False
