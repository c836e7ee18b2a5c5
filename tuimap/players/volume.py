"""The volume of everything, turned without a click."""

from __future__ import annotations

import numpy as np

from tuimap.players.voice import Frames

RAMP_MS = 10.0
"""From one volume to another."""
MOST_DB = 24.0
"""More would be a slip of the finger."""


class Volume:
    """A gain that goes to a new value along a straight line."""

    def __init__(self) -> None:
        self._wanted = self._goal = self._now = 1.0
        self._left = 0

    def turn(self, volume_db: float) -> None:
        """Go to a volume; 0 dB leaves sound as it is."""
        self._wanted = 10 ** (min(volume_db, MOST_DB) / 20)

    def applied(self, sound: Frames, rate: int, *, at_once: bool) -> Frames:
        """Give the next frames [frames, 2] at the volume; `at_once` jumps to it, for a beginning after silence."""
        if self._goal != self._wanted:
            self._goal, self._left = self._wanted, max(1, round(rate * RAMP_MS / 1000))
        if at_once:
            self._now, self._left = self._goal, 0
        if not self._left:
            return sound if self._now == 1.0 else sound * np.float32(self._now)
        n_turning = min(self._left, len(sound))
        gains = np.full((len(sound), 1), self._goal, np.float32)
        step = (self._goal - self._now) / self._left
        gains[:n_turning, 0] = self._now + step * np.arange(n_turning)
        self._left -= n_turning
        self._now = self._now + step * n_turning if self._left else self._goal
        return sound * gains
