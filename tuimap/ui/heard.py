"""What was heard, in order: one goes back and forward in it as in the pages of a browser."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tuimap.sounds import Sounds

if TYPE_CHECKING:
    from tuimap.ui.map.subset import Subset

MOST = 200
"""Sounds remembered in order."""


class Heard:
    """The sounds heard so far, by their numbers in the newest map."""

    def __init__(self) -> None:
        self._sounds = Sounds()
        self._order: list[int] = []
        self._at = -1
        self._ever = bytearray()
        """[sounds] 1 for each that was heard, else 0."""

    def renumber(self, sounds: Sounds) -> None:
        """Go over to the numbers of a newer map; what it does not hold is forgotten."""
        if sounds is self._sounds:
            return
        numbers = [sounds.index_of(self._sounds[index]) for index in self._order]
        self._at = sum(number is not None for number in numbers[: self._at + 1]) - 1
        self._order = [number for number in numbers if number is not None]
        self._sounds, self._ever = sounds, bytearray(len(sounds))
        for number in self._order:
            self._ever[number] = 1

    def hear(self, index: int) -> None:
        """Remember a sound as the newest; what lay ahead is forgotten."""
        if not self._order or self._order[self._at] != index:
            self._order = [*self._order[: self._at + 1], index][-MOST:]
            self._at = len(self._order) - 1
        self._ever[index] = 1

    def go(self, offset: int) -> int | None:
        """Give the sound heard so many before the present one, or after; None where there is none."""
        if not 0 <= self._at + offset < len(self._order):
            return None
        self._at += offset
        return self._order[self._at]

    def unheard(self, chance: Random, within: Subset | None = None) -> int | None:
        """Give any sound not heard yet, any at all where all were heard; None where there are none."""
        import numpy as np

        known = np.frombuffer(self._ever, bool)
        pool = np.flatnonzero(~known if within is None else within.mask & ~known)
        if not len(pool):
            pool = np.arange(len(known)) if within is None else within.indices
        return int(pool[chance.randrange(len(pool))]) if len(pool) else None
