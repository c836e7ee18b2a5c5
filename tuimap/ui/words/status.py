"""The sentence at the bottom: where one is, what lies around, what is heard."""

from __future__ import annotations

from tuimap.players import PlayerStatus
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, spread, width_of
from tuimap.ui.safe_text import escaped, shortened, shown_name
from tuimap.ui.words.here import Here
from tuimap.ui.words.legend import class_label

READ_BY = 5
"""After so many sounds whoever walks has read why they are not heard."""

LONGEST_PLACE = 24
"""Cells for the name of a machine."""

ORDER = ("right", "up", "left", "down")
"""Which neighbour is named first where there is no room for all."""


def status_line(
    here: Here | None, audio: PlayerStatus, charset: Charset, width: int, told: str = "", host: str = ""
) -> Line:
    """Say where one is in one sentence that fits, and at the right what was just done, else what is heard and where.

    Why nothing is heard has the whole line until something was to be heard or is marked, then two thirds, and soon a
    corner. `host` is this machine's name where one may sit at another.
    """
    if told:
        heard: Line = ((shortened(escaped(told, charset.name == "ascii"), width), "accent"),)
    else:
        heard = heard_line(here, audio, charset, _room_for_trouble(here, audio, width), host)
    room = width - width_of(heard) - 2
    return spread(place_line(here, charset, room) if here and room > 12 else (), heard, width)


def _room_for_trouble(here: Here | None, audio: PlayerStatus, width: int) -> int:
    if here is None or not (audio.started or here.marks):
        return width
    return width * 2 // 3 if audio.started <= READ_BY or width < 60 else width // 4


def place_line(here: Here, charset: Charset, width: int) -> Line:
    """Say which sound it is, how many more share the cell, and what lies around, as far as there is room."""
    ascii_only = charset.name == "ascii"
    label = class_label(here.class_name, 20, charset)
    line: Line = (
        *(((f"{charset.favourite} ", "accent"),) if here.marks.favourite else ()),
        (shown_name(here.sound.name, max(24, width // 3), ascii_only), "strong"),
    )
    folder: Line = ((" in ", "quiet"), (label, f"class-{here.class_number}"))
    for more in (folder, ((f", {_more(here.stack - 1)}", "quiet"),)):
        if width_of((*line, *more)) > width:
            return line
        line = (*line, *more)
    for direction in ORDER:
        name = dict(here.around).get(direction)
        more = ((f"  {direction} ", "quiet"), (shown_name(name or "", 24, ascii_only), "plain"))
        if name and width_of(line) + width_of(more) <= width:
            line = (*line, *more)
    return line


def heard_line(here: Here | None, audio: PlayerStatus, charset: Charset, width: int, host: str = "") -> Line:
    """Say that something is heard, and on which machine where that may be another; or why nothing is."""
    if audio.problem:
        return ((shortened(escaped(audio.problem, charset.name == "ascii"), width), "warn"),)
    if audio.playing is not None and here is not None:
        place = shown_name(audio.place or host, LONGEST_PLACE, charset.name == "ascii")
        return ((f"playing on {place}" if place else "playing", "accent"),)
    return ()


def _more(count: int) -> str:
    return f"{count} more here" if count else "alone here"
