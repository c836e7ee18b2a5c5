"""The keys that matter now, for the bottom line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

from tuimap.ui.keyboard.key_names import shown_key
from tuimap.ui.keyboard.keys import LISTING, Key
from tuimap.ui.line import Line, joined, width_of

Situation: TypeAlias = Literal[
    "touring", "list", "panel", "filtered", "found", "selected", "free", "zoomed", "analysing"
]

NOW: dict[Situation, tuple[tuple[str, str], ...]] = {
    "touring": (("back", "end tour"), ("tempo", "tempo")),
    "list": (("list.up", "above"), ("list.down", "below"), ("list.sort.next", "sort")),
    "panel": (("back", "close"),),
    "filtered": (("back", "clear filter"), ("filter", "change it")),
    "found": (("find.next", "next"), ("back", "clear search")),
    "selected": (("back", "unselect"), ("copy", "copy paths")),
    "free": (("free", "cursor on sounds"),),
    "zoomed": (("zoom.whole", "whole map"),),
    "analysing": (("back", "stop"),),
}
"""What is done by which key, by its `id`; a key is named for the first situation only."""

ALWAYS = (
    "walk.left",
    "pick",
    "stack.next",
    "again",
    "mode",
    "audition",
    "find",
    "filter",
    "favourite",
    "zoom.in",
    "similar",
    "list",
    "colour",
    "layout",
    "stop",
    "details",
    "wave",
    "select",
    "copy",
    "export",
    "names",
    "random",
    "tour",
)
"""After those, as many as there is room for."""

LAST = ("help", "quit")
"""At the end, whatever there is room for."""

WELCOME = 68
"""Columns for the whole of the first hint."""

GAP = "  "
"""Between two keys."""


def footer_line(keys: tuple[Key, ...], situations: Collection[Situation], width: int) -> Line:
    """Give keys and what they do, in `width` columns: how to walk, what the situation asks for, and the rest.

    In a list the arrows walk through that.
    """
    known = {key.id: key for key in (*keys, *LISTING)}
    now = [pair for situation, pairs in NOW.items() if situation in situations for pair in pairs]
    first: dict[str, str] = {}
    for id, words in now:
        if id in known:
            first.setdefault(id, words)
    named = [_own(known[id], words) for id, words in first.items()]
    general = [_entry(known[id]) for id in ALWAYS if id in known and id not in first]
    entries = [*(general[:1] if "list" not in situations else ()), *named, *general[1:]]
    last = [_entry(known[id]) for id in LAST if id in known]
    while entries and width_of(joined([*entries, *last], GAP)) > width:
        entries.pop()
    return joined([*entries, *last], GAP)


def welcome_line(keys: tuple[Key, ...], width: int, heard: bool = True) -> Line:
    """Tell whoever is here for the first time how to go on, in `width` columns, and whether steps are `heard`."""
    known = {key.id: key.short for key in keys}
    hints = [
        (known["walk.left"], "walk the map, every step is heard" if heard else "walk the map"),
        (known["help"], "tells all keys"),
        (known["quit"], "leaves"),
    ]
    if width < WELCOME:
        hints = [(hints[0][0], "walk"), (hints[1][0], "all keys"), hints[2]]
    if "pick" in known:
        takes = "takes" if width < WELCOME else "takes the sound"
        hints = [(hints[0][0], "walk"), (known["pick"], takes), *hints[1:]]
    return joined([((key, "accent"), (f" {words}", "plain")) for key, words in hints], GAP)


def _entry(key: Key) -> Line:
    """Name a key with those that belong to it."""
    return ((key.short, "key"), (f" {key.description}", "quiet"))


def _own(key: Key, words: str) -> Line:
    """Name a key by itself, and what it does now."""
    return ((shown_key(key.keys[0]), "accent"), (f" {words}", "quiet"))
