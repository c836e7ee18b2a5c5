"""Sounds one below the other: as much of a list as there is room for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, spread
from tuimap.ui.safe_text import escaped, fitted, shown_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.sound import Sound

LEAST_NAME = 16
"""Cells of a name before words about it get any: these are told in full where one stands."""

MARKED, BARE = "> ", "  "
"""Before the sound under the cursor, and before the others."""


@dataclass(frozen=True, eq=False)
class Listing:
    """Some sounds of a scene in an order."""

    rows: NDArray[np.intp]
    """Their numbers."""
    title: Line
    """Not yet made safe to show."""
    value: Callable[[int, Sound], list[str]]
    """Gives what is told of one at the right, in parts of which the first matter most, from its place and itself."""
    before: Callable[[int], str] = lambda _: ""
    """Gives what stands before the name, from its place in the list."""
    sort: str = ""
    """The column that it is sorted by; empty where it has an order of its own."""
    reverse: bool = False
    origin: int | None = None
    """The sound to which the others are compared."""

    def place_of(self, sound: int | None) -> int | None:
        """Find a sound; None where it is not in the list."""
        found = (self.rows == sound).nonzero()[0]
        return int(found[0]) if len(found) else None


HEADS = {
    "name": "name",
    "folder": "folder",
    "length": "len",
    "loudness": "loud",
    "centroid": "bright",
    "pitch": "pitch",
    "distance": "near",
}
"""The columns in few letters, in their order."""


def heads_line(sort: str, reverse: bool, width: int) -> Line:
    """Name the columns that it can be sorted by, the one it is sorted by clearest; only that where it is narrow."""
    turned = "-" if reverse else ""
    parts: list[tuple[str, str]] = []
    for name, head in HEADS.items():
        parts += [(turned + head, "accent") if name == sort else (head, "quiet"), (" ", "plain")]
    if sum(cell_len(text) for text, _ in parts) - 1 <= width:
        return tuple(parts[:-1])
    return (("< ", "quiet"), (turned + HEADS[sort], "accent"), (" >", "quiet"))


def head_at(sort: str, reverse: bool, width: int, column: int) -> str:
    """Give the column whose head stands there; the next or the one before where only one is named."""
    line = heads_line(sort, reverse, width)
    names = list(HEADS)
    if line[0][0] == "< ":
        end = sum(len(text) for text, _ in line)
        return names[(names.index(sort) + (1 if column >= end // 2 else -1)) % len(names)]
    reached = 0
    for place, (text, _) in enumerate(line):
        reached += len(text)
        if column < reached:
            return names[place // 2]
    return sort


def row_line(listing: Listing, place: int, sound: Sound, here: bool, charset: Charset, width: int) -> Line:
    """Give one sound: what stands before it, its name, and what is told of it at the right."""
    before, ascii_only = listing.before(place), charset.name == "ascii"
    mark = MARKED if here else BARE
    room = width - len(mark) - len(before)
    long = cell_len(escaped(sound.name, ascii_only))
    beside = room - (min(long, room // 2) if listing.sort else min(long, max(LEAST_NAME, room // 2))) - 2
    value = _as_many(listing.value(place, sound), beside, ascii_only, cut=bool(listing.sort))
    name = shown_name(sound.name, max(1, room - (cell_len(value) + 2 if value else 0)), ascii_only)
    left: Line = ((mark, "accent"), (before, "quiet"), (name, "strong" if here else "plain"))
    return spread(left, ((value, "quiet"),), width)


def _as_many(parts: list[str], width: int, ascii_only: bool, *, cut: bool) -> str:
    """Join as many parts as there is room for; of the first a piece at least, if it may be cut."""
    first = escaped(parts[0], ascii_only)
    told = fitted(first, width) if cut or cell_len(first) <= width else ""
    for part in parts[1:]:
        if not told or cell_len(longer := f"{told}, {part}") > width:
            break
        told = longer
    return told
