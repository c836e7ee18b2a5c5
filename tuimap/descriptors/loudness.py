"""Loudness as the ear weighs it: ITU-R BS.1770-4, its filters applied to the spectrum."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.settings import BINS, HOP, SAMPLE_RATE, WINDOW

QUIETEST = -70.0
"""LUFS; what is quieter counts as silence (the absolute gate of BS.1770)."""

_RELATIVE_GATE = 10.0
_OFFSET = -0.691
_BLOCK, _STEP = round(0.4 * SAMPLE_RATE / HOP), round(0.1 * SAMPLE_RATE / HOP)
"""Frames in the 400 ms that a gate looks at, and between two of them."""

_FILTER_RATE = 48_000
_FILTERS = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)
"""The shelf and the high pass of BS.1770, as numerator and denominator at _FILTER_RATE."""


def loudness(sound: Frames) -> NDArray[np.float32]:
    """Give [frames, 1] in LUFS: each frame's loudness, at least QUIETEST."""
    power = np.maximum(weighted_power(sound), np.float32(_power(QUIETEST)))
    levels: NDArray[np.float32] = 10 * np.log10(power) + np.float32(_OFFSET)
    return levels[:, None]


def integrated(sound: Frames, scale: float = 1.0) -> float:
    """Give the loudness of a whole sound in LUFS, at least QUIETEST; `scale` is what its samples were divided by.

    The mean power of its 400 ms blocks that pass the gates of BS.1770: louder than QUIETEST, then no more than 10 below
    the mean of those. A sound of less than 400 ms is one block. It is that of the mono mix, as one channel.
    """
    power = weighted_power(sound) * np.float32(max(scale, 1.0) ** 2)
    if len(power) <= _BLOCK:
        blocks = np.array([power.mean(dtype=np.float64)])
    else:
        summed = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
        blocks = (summed[_BLOCK:] - summed[:-_BLOCK])[::_STEP] / _BLOCK
    blocks = blocks[blocks > _power(QUIETEST)]
    if not len(blocks):
        return QUIETEST
    gated = blocks[blocks > blocks.mean() * 10 ** (-_RELATIVE_GATE / 10)]
    return max(QUIETEST, _OFFSET + 10 * math.log10(gated.mean()))


def weighted_power(sound: Frames) -> NDArray[np.float32]:
    """Give [frames] the mean square of each frame after the filters."""
    weighted: NDArray[np.float32] = sound.power @ _weights()
    return weighted


def _power(lufs: float) -> float:
    return 10 ** ((lufs - _OFFSET) / 10)


@cache
def _weights() -> NDArray[np.float32]:
    """Give [BINS]: what a bin's power adds to the mean square; all but the first and the last stand for two."""
    delay = np.exp(-2j * np.pi * np.linspace(0, SAMPLE_RATE / 2, BINS) / _FILTER_RATE)
    gain = np.ones(BINS)
    for above, below in _FILTERS:
        gain *= np.abs(np.polyval(above[::-1], delay) / np.polyval(below[::-1], delay)) ** 2
    sides = np.full(BINS, 2.0)
    sides[[0, -1]] = 1.0
    window = np.hanning(WINDOW + 1)[:-1]
    weights: NDArray[np.float32] = (gain * sides / (WINDOW * np.square(window).sum())).astype(np.float32)
    return weights
