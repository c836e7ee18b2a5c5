"""Search and filter as the screen asks for them: in threads, one at a time, and the newest question wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from textual.message import Message

from tuimap.finding.facts import Facts
from tuimap.finding.filters import meets
from tuimap.finding.grammar import Filter, parse
from tuimap.finding.order import ordered
from tuimap.finding.search import Found, Search
from tuimap.sound import SoundKey
from tuimap.sound_marks import SoundMarks
from tuimap.ui.map.scene import Scene
from tuimap.ui.map.subset import Subset

Wanted = Callable[[], bool]
"""Tells whether somebody still waits for an answer."""


class Searched(Message):
    """What a search has found."""

    def __init__(self, scene: Scene, found: Found, entered: bool) -> None:
        self.scene = scene
        self.found = found
        self.entered = entered
        """Whether the search is meant so, not only typed so far."""
        super().__init__()


class Filtered(Message):
    """What a filter keeps."""

    def __init__(self, scene: Scene, typed: str, read: Filter, kept: Subset, entered: bool) -> None:
        self.scene = scene
        self.typed = typed
        self.read = read
        self.kept = kept
        self.entered = entered
        super().__init__()


class Sorted(Message):
    """Sounds in an order."""

    def __init__(self, scene: Scene, rows: NDArray[np.intp], column: str, here: int, reverse: bool) -> None:
        self.scene = scene
        self.rows = rows
        self.column = column
        self.here = here
        """The sound from which distances are told."""
        self.reverse = reverse
        super().__init__()


class Finder:
    """Answers questions about the sounds of one scene."""

    def __init__(self, scene: Scene, marks: Mapping[SoundKey, SoundMarks], before: Finder | None = None) -> None:
        """Prepare; `before` may have found out much of it already."""
        self.scene = scene
        self.marks = marks
        known = before.facts if before is not None and before.scene is scene else None
        self.facts: Facts = Facts(scene.map, marks, known)
        self._search: Search | None = None
        self._one_at_a_time = Lock()

    def search(self, query: str, entered: bool, wanted: Wanted) -> Searched | None:
        """Give what a query finds, None where nobody waits for it any more."""
        with self._one_at_a_time:
            if not wanted():
                return None
            self._search = self._search or Search((self.facts.paths, self.facts.tags))
            found = self._search.find(query, wanted)
            return Searched(self.scene, found, entered) if found is not None else None

    def filter(self, typed: str, entered: bool, wanted: Wanted) -> Filtered | None:
        """Give what a filter keeps, None where nobody waits for it any more."""
        with self._one_at_a_time:
            if not wanted():
                return None
            read = parse(typed)
            return Filtered(self.scene, typed, read, Subset(meets(read.terms, self.facts)), entered)

    def sort(
        self, rows: NDArray[np.intp] | None, column: str, here: int, reverse: bool, wanted: Wanted
    ) -> Sorted | None:
        """Put sounds, None for all, in order; None where nobody waits for it any more."""
        with self._one_at_a_time:
            if not wanted():
                return None
            those = np.arange(len(self.facts)) if rows is None else rows
            order = ordered(self.facts, those, column, here, reverse=reverse)
            return Sorted(self.scene, order, column, here, reverse)


def stepped(order: NDArray[np.int64], cursor: int | None, offset: int) -> int:
    """Give the sound `offset` places further in an order, around its end; the first where the cursor is not in it."""
    at = np.flatnonzero(order == cursor)
    return int(order[(int(at[0]) + offset) % len(order) if len(at) else 0])


def nearest_of(scene: Scene, rows: NDArray[np.intp], cursor: int) -> int:
    """Give which of some sounds is drawn nearest to another one."""
    apart = ((scene.positions[rows] - scene.positions[cursor]) ** 2).sum(axis=1)
    return int(rows[np.argmin(apart)])
