"""Comparisons as the screen shows them, made in a thread."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from textual.message import Message

from tuimap.finding.descriptions import Descriptions
from tuimap.finding.differences import differences
from tuimap.finding.path import way
from tuimap.sound import Sound
from tuimap.ui.map.scene import Scene
from tuimap.ui.words.listing import Listing

SIMILAR = 12
"""So many of them are shown."""


class Likened(Message):
    """The sounds most like one."""

    def __init__(self, scene: Scene, listing: Listing) -> None:
        self.scene = scene
        self.listing = listing
        super().__init__()


class Wayfound(Message):
    """The way from one sound to another."""

    def __init__(self, scene: Scene, listing: Listing) -> None:
        self.scene = scene
        self.listing = listing
        super().__init__()


def likened(scene: Scene, described: Descriptions, sound: int, wanted: Callable[[], bool]) -> Likened | None:
    """List the sounds most like one, with how far they are and how they differ; None where nobody waits for it."""
    if not wanted():
        return None
    near = described.nearest(sound, SIMILAR)
    this = scene.sound(sound)
    title = (("like ", "quiet"), (this.name, "strong"))
    distances = [f"{each.distance:.2f}".removeprefix("0").rjust(4) + " " for each in near]
    return Likened(
        scene,
        Listing(
            np.array([each.sound for each in near], np.intp),
            title,
            lambda _, other: differences(other, this),
            distances.__getitem__,
            origin=sound,
        ),
    )


def wayfound(
    scene: Scene, described: Descriptions, first: int, last: int, wanted: Callable[[], bool]
) -> Wayfound | None:
    """List the sounds on the way between two, with how each differs from the one before."""
    if not wanted():
        return None
    rows = np.array(way(described, first, last), np.intp)
    title = ((f"way of {len(rows)} sounds", "strong"),)

    def change(place: int, sound: Sound) -> list[str]:
        return differences(sound, scene.sound(int(rows[place - 1]))) if place else ["from here"]

    return Wayfound(scene, Listing(rows, title, change, lambda place: f"{place + 1:>2} "))
