"""Choose the frames that the autoencoder is trained on, while files are still being decoded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tuimap.settings import BANDS, Training

_SHARES = 4
"""A file whose many slices would fill the sample gives at most so many times its equal share of it."""


class FrameSample:
    """Takes a few frames of each sound until there are enough.

    Which frames are chosen follows from the order of the files alone, never from which was decoded first.
    """

    def __init__(self, training: Training = Training(), n_files: int = 0, width: int = BANDS) -> None:  # noqa: B008
        self._training, self._width = training, width
        self._most_of_a_file = max(training.frames_of_a_sound, _SHARES * training.frames // max(n_files, 1))
        self._rows: dict[int, NDArray[np.uint8] | None] = {}
        self._first_missing = 0
        self._n_frames = 0

    @property
    def complete(self) -> bool:
        """Whether the files from the first on, without a gap, hold enough frames."""
        return self._n_frames >= self._training.frames

    def add(self, position: int, spectra: Sequence[NDArray[np.uint8]]) -> None:
        """Take in the frames of a file's sounds, [frames, width] each, by its place in the order; it may have none."""
        if self.complete:
            return
        self._rows[position] = self._choose(position, spectra) if spectra else None
        while self._first_missing in self._rows and not self.complete:
            rows = self._rows[self._first_missing]
            self._n_frames += 0 if rows is None else len(rows)
            self._first_missing += 1

    def frames(self) -> NDArray[np.uint8]:
        """Give the chosen frames [frames, width]; one silent frame where no file gave any."""
        kept = [self._rows[position] for position in range(self._first_missing)]
        arrays = [rows for rows in kept if rows is not None]
        return np.concatenate(arrays) if arrays else np.zeros((1, self._width), np.uint8)

    def _choose(self, position: int, spectra: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
        generator = np.random.default_rng(position)
        most = self._training.frames_of_a_sound
        rows = np.concatenate([_some(sound, most, generator) for sound in spectra])
        return _some(rows, self._most_of_a_file, generator)


def _some(rows: NDArray[np.uint8], most: int, generator: np.random.Generator) -> NDArray[np.uint8]:
    """Give at most so many of the rows, in their order."""
    return rows if len(rows) <= most else rows[np.sort(generator.choice(len(rows), most, replace=False))]
