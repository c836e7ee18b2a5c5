"""What the terminal can, as far as it tells, and what tuimap makes of that."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO

from rich.color import ColorSystem

from tuimap.doctor.findings import Finding, Topic
from tuimap.safe import printable
from tuimap.ui.charset import charset_for
from tuimap.ui.palettes import ground_for
from tuimap.ui.wire.depth import depth_for

LEAST = 40, 12
"""Columns and rows that a map needs."""

WITHIN = {"tmux": "TMUX", "GNU screen": "STY", "ssh": "SSH_CONNECTION", "mosh": "MOSH_KEY"}
"""What a terminal may be reached through, and the variable that says so."""

COLOURS = {
    None: "none, only bold and dim",
    ColorSystem.STANDARD: "16",
    ColorSystem.EIGHT_BIT: "256",
    ColorSystem.TRUECOLOR: "16 million",
}


def terminal(environ: Mapping[str, str], out: TextIO) -> Topic:
    """Tell what the screen would be drawn with on `out`."""
    found = (_kind(environ, out), _size(out), _colours(environ), _characters(environ, out), _ground(environ))
    return Topic("terminal", found)


def _kind(environ: Mapping[str, str], out: TextIO) -> Finding:
    term = printable(environ.get("TERM", ""))
    within = [name for name, variable in WITHIN.items() if environ.get(variable)]
    told = ", ".join([f"TERM={term}" if term else "TERM is not set", *(f"within {name}" for name in within)])
    if not out.isatty():
        return Finding("kind", f"none here, this goes into a pipe or a file; {told}")
    if os.name != "nt" and term in ("", "dumb"):
        return Finding("kind", told, "it cannot place a cursor: the map is printed as text; --plain speaks it")
    return Finding("kind", told)


def _size(out: TextIO) -> Finding:
    try:
        size = os.get_terminal_size(out.fileno())
    except (OSError, ValueError):
        return Finding("size", "not known")
    told = f"{size.columns} x {size.lines}"
    small = size.columns < LEAST[0] or size.lines < LEAST[1]
    return Finding("size", told, f"a map needs {LEAST[0]} x {LEAST[1]}: make the window larger" if small else "")


def _colours(environ: Mapping[str, str]) -> Finding:
    told = f"{COLOURS[depth_for(environ)]} ({_by(environ, 'NO_COLOR', 'COLORTERM', 'TERM')})"
    depth = depth_for(environ)
    poor = depth is not ColorSystem.TRUECOLOR and not environ.get("NO_COLOR")
    return Finding("colours", told, "if yours shows all colours, set COLORTERM=truecolor" if poor else "")


def _characters(environ: Mapping[str, str], out: TextIO) -> Finding:
    name = charset_for(environ, out.encoding)
    told = {"unicode": "Unicode", "ascii": "ASCII"}[name]
    why = f"{_by(environ, 'LC_ALL', 'LC_CTYPE', 'LANG', 'TERM')}, encoding {out.encoding}"
    mend = "" if name == "unicode" else "LANG=C.UTF-8 or --charset unicode, if yours draws more"
    return Finding("characters", f"{told} ({why})", mend)


def _ground(environ: Mapping[str, str]) -> Finding:
    ground = ground_for(environ)
    other = {"dark": "light", "light": "dark"}[ground]
    return Finding("ground", f"{ground} ({_by(environ, 'COLORFGBG')}); --theme {other} for a {other} one")


def _by(environ: Mapping[str, str], *names: str) -> str:
    """Tell the variables that something was found out by."""
    said = [f"{name}={printable(environ[name])}" for name in names if environ.get(name)]
    if "TERM" in names and not environ.get("TERM"):
        said.append("TERM is not set")
    return ", ".join(said) or f"{' and '.join(names)} not set"
