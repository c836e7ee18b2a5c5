"""Provisional maps while sounds are still being described."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.layout import scatter
from tuimap.progress import Preview
from tuimap.sound import Sound
from tuimap.sounds import Sounds

_LEAST = 3
_GROWTH = 1.25


class Sketches:
    """Collects rough spectra and places them by their two principal components."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._new: list[Sound] = []
        self._new_rows: list[NDArray[np.float32]] = []
        self._rows: NDArray[np.float32] | None = None
        """[sounds, bands] of the latest preview."""
        self._next = _LEAST

    def add(self, sound: Sound, sketch: NDArray[np.float32]) -> None:
        """Take in one sound with its sketch [bands]."""
        if self._wanted:
            self._new.append(sound)
            self._new_rows.append(sketch)

    def preview(self) -> Preview | None:
        """Give a map of all sounds so far when a quarter more than last time are there, else None."""
        known = 0 if self._rows is None else len(self._rows)
        if not self._new or known + len(self._new) < self._next:
            return None
        from tuimap.reduce.pca import principal_plane

        fresh = np.stack(self._new_rows)
        self._rows = fresh if self._rows is None else np.concatenate([self._rows, fresh])
        preview = Preview(Sounds(self._new), scatter(principal_plane(self._rows)))
        self._new, self._new_rows = [], []
        self._next = int(len(self._rows) * _GROWTH) + 1
        return preview
