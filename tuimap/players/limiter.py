"""Keeps sound within full scale without distorting it, and leaves alone what is within it.

A peak that is too high pulls the gain down smoothly before it comes and lets it rise slowly afterwards: the least gain
needed over the next frames, held, released along a straight line, and averaged over as many frames as were looked
ahead. As each average takes in only gains low enough for its own frame, no peak comes through. The design is that of
G. Luff, "Designing a straightforward limiter" (signalsmith-audio.co.uk, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tuimap.players.voice import Frames

AHEAD_MS = 5.0
"""The gain begins to fall so long before a peak."""
RECOVERY_MS = 400.0
"""From nothing to full the gain would take so long."""


def limited(blocks: Iterator[Frames], rate: int) -> Iterator[Frames]:
    """Give blocks [frames, 2] within -1..1, bit by bit the same where nothing exceeds that."""
    limiter = Limiter(rate)
    for block in blocks:
        yield limiter.through(block)
    yield limiter.through(np.zeros((0, 2), np.float32), last=True)


class Limiter:
    """One stream's limiter: what it gives lags behind what it takes by what it looks ahead."""

    def __init__(self, rate: int, ahead_ms: float = AHEAD_MS, recovery_ms: float = RECOVERY_MS) -> None:
        """Take the frames per second, how long before a peak the gain falls, and how long it takes to come back."""
        self._ahead = max(1, round(rate * ahead_ms / 1000))
        self._recovery = 1000 / (rate * recovery_ms)
        self._waiting: Frames = np.zeros((0, 2), np.float32)
        self._cuts = np.zeros(self._ahead)
        """1 - gain, before the average, of the frames given last."""

    def through(self, block: Frames, *, last: bool = False) -> Frames:
        """Take a block [frames, 2] and give what is ready; with `last`, all there is, looking no further than it."""
        frames = np.concatenate([self._waiting, block]) if len(self._waiting) else block
        n_ready = len(frames) if last else max(0, len(frames) - self._ahead)
        self._waiting = frames[n_ready:]
        ready = frames[:n_ready]
        levels = np.abs(frames)
        if not n_ready or (levels.max() <= 1.0 and not self._cuts.any()):
            return ready
        peaks = np.maximum(np.maximum(levels[:, 0], levels[:, 1]), 1.0)
        gains = 1.0 - self._averaged(self._released(_most_ahead(1.0 - 1.0 / peaks, self._ahead)[:n_ready]))
        # rounding may leave a hair above full scale
        return np.asarray(np.clip(ready * gains[:, None], -1.0, 1.0), dtype=np.float32)

    def _released(self, cuts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Let each cut go back no faster than the recovery."""
        slope = self._recovery * np.arange(1, len(cuts) + 1)
        return np.asarray(np.maximum.accumulate(np.maximum(cuts + slope, self._cuts[-1])) - slope)

    def _averaged(self, cuts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Average each cut with those of the frames before it; where all are 0, exactly 0."""
        with_past = np.concatenate([self._cuts, cuts])
        self._cuts = with_past[-self._ahead :]
        sums = np.concatenate([[0.0], np.cumsum(with_past)])
        width = self._ahead + 1
        return np.asarray((sums[width:] - sums[:-width]) / width)


def _most_ahead(values: NDArray[np.float64], ahead: int) -> NDArray[np.float64]:
    """Give the largest of each value and the `ahead` ones after it, by windows that double."""
    most, width = values.astype(np.float64), 1
    while width < ahead + 1:
        step = min(width, ahead + 1 - width)
        most[:-step] = np.maximum(most[:-step], most[step:])
        width += step
    return most
