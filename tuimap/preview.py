"""Provisional maps while sounds are still being described."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.layout import scatter
from tuimap.progress import Preview
from tuimap.sound import Sound

_LEAST = 3
_GROWTH = 1.25


class Sketches:
    """Collects rough spectra and places them by their two principal components."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._sounds: list[Sound] = []
        self._rows: list[NDArray[np.float32]] = []
        self._next = _LEAST

    def add(self, sound: Sound, sketch: NDArray[np.float32]) -> None:
        """Take in one sound with its sketch [bands]."""
        if self._wanted:
            self._sounds.append(sound)
            self._rows.append(sketch)

    def preview(self) -> Preview | None:
        """Give a map of all sounds so far when a quarter more than last time are there, else None."""
        if not self._wanted or len(self._sounds) < self._next:
            return None
        self._next = int(len(self._sounds) * _GROWTH) + 1
        from tuimap.reduce.pca import principal_plane

        return Preview(tuple(self._sounds), scatter(principal_plane(np.stack(self._rows))))
