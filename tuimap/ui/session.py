"""How a collection was last looked at, to go on from there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from typing import Any

from tuimap.sound import SoundKey
from tuimap.ui.listening import Listening, listening_of
from tuimap.ui.map.colour_names import COLOURINGS, ColourBy
from tuimap.ui.map.viewport import ZOOMS
from tuimap.ui.panels import PANELS, Panels

VERSION = 1
"""Of the file; one of another version is not read."""

LONGEST = 4_000
"""Characters of a text."""


@dataclass(frozen=True)
class Session:
    """What returns when a collection is opened again."""

    sound: SoundKey | None = None
    """Under the cursor."""
    view: tuple[float, float] = (0.5, 0.5)
    """What the map is looked at around, in the unit square, y upwards."""
    zoom: float = 1.0
    panels: Panels = field(default_factory=Panels)
    colour_by: ColourBy | None = None
    """What the colours say; None: what suits the map."""
    names_shown: bool = True
    """Of the clusters."""
    in_grid: bool = False
    """Whether a scattered map is shown in a grid."""
    filter: str = ""
    """As it was typed."""
    listening: Listening = field(default_factory=Listening)


def text_of(session: Session) -> str:
    """Write a session."""
    told = {"sound": session.sound and list(session.sound), "listening": session.listening._asdict()}
    return json.dumps({"version": VERSION, **asdict(session), **told}, default=sorted)


def session_of(text: str | bytes) -> Session:
    """Read a session; what is missing or damaged is as it is at the first start."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return Session()
    if not isinstance(stored, dict) or stored.get("version") != VERSION:
        return Session()
    session = Session()
    for name, read in READERS.items():
        try:
            session = replace(session, **{name: read(stored[name])})
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    return session


def _sound(stored: Any) -> SoundKey | None:
    if stored is None:
        return None
    path, start, duration = stored
    if not isinstance(path, str) or "\0" in path:
        raise ValueError("no path")
    return SoundKey(path, _number(start), _number(duration))


def _view(stored: Any) -> tuple[float, float]:
    x, y = stored
    return _share(x), _share(y)


def _share(stored: Any) -> float:
    if not 0 <= _number(stored) <= 1:
        raise ValueError("not in the unit square")
    return float(stored)


def _number(stored: Any) -> float:
    if isinstance(stored, bool) or not isfinite(stored):
        raise ValueError("not a number")
    return float(stored)


def _zoom(stored: Any) -> float:
    return ZOOMS[ZOOMS.index(_number(stored))]


def _panels(stored: Any) -> Panels:
    return Panels(*(frozenset(name for name in PANELS if name in stored[each]) for each in ("roomy", "narrow")))


def _colour_by(stored: Any) -> ColourBy | None:
    return None if stored is None else COLOURINGS[COLOURINGS.index(stored)]


def _flag(stored: Any) -> bool:
    if not isinstance(stored, bool):
        raise TypeError("neither yes nor no")
    return stored


def _text(stored: Any) -> str:
    if not isinstance(stored, str) or len(stored) > LONGEST:
        raise ValueError("no text")
    return stored


READERS: Mapping[str, Callable[[Any], Any]] = {
    "sound": _sound,
    "view": _view,
    "zoom": _zoom,
    "panels": _panels,
    "colour_by": _colour_by,
    "names_shown": _flag,
    "in_grid": _flag,
    "filter": _text,
    "listening": listening_of,
}
"""For each field, what makes it of a JSON value, or raises what is caught above."""
