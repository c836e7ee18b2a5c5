"""Choose the frames that the autoencoder is trained on, while files are still being decoded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.settings import BINS, Training


class FrameSample:
    """Takes a few frames of each file until there are enough.

    Which frames are chosen follows from the order of the files alone, never from which was decoded first.
    """

    def __init__(self, training: Training = Training()) -> None:  # noqa: B008
        self._training = training
        self._rows: dict[int, NDArray[np.uint8] | None] = {}
        self._first_missing = 0
        self._n_frames = 0

    @property
    def complete(self) -> bool:
        """Whether the files from the first on, without a gap, hold enough frames."""
        return self._n_frames >= self._training.frames

    def add(self, position: int, decibels: NDArray[np.uint8] | None) -> None:
        """Take in a file's frames [frames, BINS] by its place in the order; None for a file that gives none."""
        if self.complete:
            return
        self._rows[position] = None if decibels is None else self._choose(position, decibels)
        while self._first_missing in self._rows and not self.complete:
            rows = self._rows[self._first_missing]
            self._n_frames += 0 if rows is None else len(rows)
            self._first_missing += 1

    def frames(self) -> NDArray[np.uint8]:
        """Give the chosen frames [frames, BINS]; one silent frame where no file gave any."""
        kept = [self._rows[position] for position in range(self._first_missing)]
        arrays = [rows for rows in kept if rows is not None]
        return np.concatenate(arrays) if arrays else np.zeros((1, BINS), np.uint8)

    def _choose(self, position: int, decibels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        most = self._training.frames_of_a_sound
        if len(decibels) <= most:
            return decibels
        generator = np.random.default_rng(position)
        return decibels[np.sort(generator.choice(len(decibels), most, replace=False))]
