"""A sound as a cloud of grains: overlapping short stretches of it, around a place that drifts through it.

A grain is a Hann window over some frames. Those that overlap come from different places, so that their powers add up;
the sum is divided by the root of the summed squares of the windows, which keeps the loudness of the sound itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from random import Random

import numpy as np

from tuimap.errors import DecodeError
from tuimap.players.damage import Tell, up_to_damage
from tuimap.players.source import ENDLESS, Opened
from tuimap.players.voice import Frames, fall

GRAIN_SECONDS = 0.8
GRAINS_PER_SECOND = 10
DRIFT_SECONDS = 0.1
"""Standard deviation of the place's step from one grain to the next."""
JITTER_SECONDS = 0.05
"""A grain begins at most so far from the place."""
SHORTEST_SECONDS = 0.02
"""Of a grain, however short the sound."""
LEAST_OVERLAP = 2
"""So many grains sound at a time at least: where they are short, more of them begin in a second."""
LEAST_POWER = 0.25
"""Where damage leaves gaps, what remains is not made louder than twice."""
SEED = 1


def grains(sound: Opened, tell: Tell, speed: float) -> Iterator[Frames]:
    """Give a cloud of grains without end, at the sound's own rate, to be heard `speed` times as fast.

    The first grain begins at once, with the sound's first frame and at full level. Ends only where nothing can be
    read any more, and tells so where something was heard.
    """
    rate = sound.rate * speed
    longest = round(GRAIN_SECONDS * rate)
    there = _claimed(sound, longest)
    length = max(min(longest, there), round(SHORTEST_SECONDS * rate))
    hop = min(round(rate / GRAINS_PER_SECOND), length // LEAST_OVERLAP)
    total, power = np.zeros((length, 2), np.float32), np.zeros((length, 1), np.float32)
    place = _Place(rate)
    window = _falling_half
    # heard before the rest of the grain has been read
    beginning = _grain(sound, 0, min(hop, there), tell)
    n_heard = len(beginning)
    if n_heard:
        yield beginning
    while there:
        first = place.next(max(0, there - length))
        grain = _grain(sound, first, length, tell)
        if len(grain) < min(length, there - first):
            there = first + len(grain)
        if len(grain):
            shape, square = window(len(grain))
            total[: len(grain)] += grain * shape
            power[: len(grain)] += square
            loudness = np.sqrt(np.maximum(power[:hop], LEAST_POWER))
            yield np.divide(total[:hop], loudness, dtype=np.float32)[n_heard:]
            n_heard = 0
            total, power = _moved_on(total, hop), _moved_on(power, hop)
            window = _hann
    if len(beginning):
        tell(DecodeError("it can no longer be read"))


def _claimed(sound: Opened, longest: int) -> int:
    """Give how many frames a sound says it has; the end of one that does not say is found in time."""
    if sound.n_frames is not None:
        return sound.n_frames
    n_frames = len(sound.read(0, longest))
    return n_frames if n_frames < longest else ENDLESS


def _grain(sound: Opened, first: int, length: int, tell: Tell) -> Frames:
    """Read one grain, or what there is of it."""
    try:
        return sound.read(first, length)
    except DecodeError:
        blocks = [np.zeros((0, 2), np.float32)]
        for block in up_to_damage(sound.blocks(first), tell):
            blocks.append(block)
            if sum(map(len, blocks)) >= length:
                break
        return np.concatenate(blocks)[:length]


class _Place:
    """Where grains begin: the first at 0, the others around a place that drifts from there."""

    def __init__(self, rate: float) -> None:
        self._random = Random(SEED)
        self._rate = rate
        self._drifting: float | None = None

    def next(self, last: int) -> int:
        """Give the first frame of the next grain, 0 to `last`."""
        if self._drifting is None:
            self._drifting = 0.0
            return 0
        place = abs(self._drifting + self._random.gauss(0, DRIFT_SECONDS * self._rate))
        self._drifting = place if place <= last else max(0.0, 2 * last - place)
        jitter = self._random.uniform(-JITTER_SECONDS, JITTER_SECONDS) * self._rate
        return round(min(max(self._drifting + jitter, 0), last))


@lru_cache(maxsize=2)
def _hann(n_frames: int) -> tuple[Frames, Frames]:
    """Give a window and its square, [n_frames, 1]."""
    phase = 2 * np.pi * (np.arange(n_frames) + 0.5) / n_frames
    window = np.asarray(0.5 - 0.5 * np.cos(phase), dtype=np.float32)[:, None]
    return window, window**2


def _falling_half(n_frames: int) -> tuple[Frames, Frames]:
    """Give the second half of a window twice as long, and its square."""
    window = fall(n_frames)
    return window, window**2


def _moved_on(values: Frames, n_frames: int) -> Frames:
    return np.concatenate([values[n_frames:], np.zeros_like(values[:n_frames])])
