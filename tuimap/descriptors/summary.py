"""From values per frame to one vector per sound, and the few numbers that need no descriptor."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tuimap.descriptors import STATISTICS
from tuimap.settings import HOP, SAMPLE_RATE

ENVELOPE = 5
"""Numbers that tell the course of a sound's loudness."""

_BORDER_FRAMES = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)
"""Octaves: what a sound is, is heard in its first instants."""

_ENERGY_SHARES = np.array([0.3, 0.8, 0.995, 0.15, 0.55, 0.8975])
"""Where the stretches of summed amplitude end, then their middles."""


def summarise(values: NDArray[np.float32], amplitude: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give 22 statistics of each feature, [22, features].

    values is [frames, features], amplitude [frames]. First mean, deviation, least and greatest of the
    values and of their first differences; then means over octaves of time, 0-12, 12-23, 23-46 ms and so
    on to 3 s, and over the rest; then means over the frames at 0-30, 30-80 and 80-99.5 % of the summed
    amplitude, and the deviation.
    """
    courses = np.ascontiguousarray(values.T)  # [features, frames]: each feature's numbers side by side
    summary = np.zeros((sum(STATISTICS), len(courses)), np.float32)
    _moments(courses, summary[:4])
    if len(values) > 1:
        _moments(courses[:, 1:] - courses[:, :-1], summary[4:8])
    for mean, (start, end) in zip(summary[8:-1], _stretches(amplitude), strict=True):
        np.add.reduce(courses[:, start:end], axis=1, out=mean)
        mean /= np.float32(end - start)
    summary[-1] = summary[1]
    return summary


def _moments(courses: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    """Fill `out` [4, features] with mean, deviation, least and greatest of courses [features, frames]."""
    length = np.float32(courses.shape[1])
    out[0] = np.add.reduce(courses, axis=1) / length
    centred = courses - out[0][:, None]
    out[1] = np.sqrt(np.einsum("ij,ij->i", centred, centred) / length)
    np.minimum.reduce(courses, axis=1, out=out[2])
    np.maximum.reduce(courses, axis=1, out=out[3])


def _stretches(amplitude: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Give first and past-last frame of ten stretches of time, then of three of summed amplitude; none is empty.

    A stretch of time after the sound's end is its last frame, a stretch of amplitude within one frame is that frame.
    """
    n_frames = len(amplitude)
    summed = np.cumsum(amplitude, dtype=np.float64)
    at = np.searchsorted(summed, _ENERGY_SHARES * summed[-1], side="right").tolist()
    stretches = list(pairwise((*_BORDER_FRAMES, n_frames)))
    for start, end, middle in zip((0, *at[:2]), at[:3], at[3:], strict=True):
        stretches.append((start if start < end else middle, end))
    starts = [min(start, n_frames - 1) for start, _ in stretches]
    return [(start, min(max(end, start + 1), n_frames)) for start, (_, end) in zip(starts, stretches, strict=True)]


def envelope(amplitude: NDArray[np.float32], duration: float) -> NDArray[np.float32]:
    """Give [5]: log2 of duration, attack, centre, time above a tenth of the peak, time to 90 % of the energy.

    amplitude is [frames], duration in seconds; times count frames, plus one before the logarithm.
    """
    energy = np.cumsum(np.square(amplitude, dtype=np.float64))
    total = float(amplitude.sum(dtype=np.float64))
    centre = float(np.dot(np.arange(1, len(amplitude) + 1), amplitude)) / total if total else 0.0
    frames = (
        float(np.argmax(amplitude)),
        centre,
        float(np.count_nonzero(amplitude > 0.1 * amplitude.max())),
        float(np.searchsorted(energy, 0.9 * energy[-1])),
    )
    numbers = np.array([max(duration, HOP / SAMPLE_RATE), *(1 + n for n in frames)], np.float32)
    return np.log2(numbers, out=numbers)


def level(amplitude: NDArray[np.float32], scale: float) -> float:
    """Give the loudest frame in decibels; scale is the peak that the samples were divided by, at least 1."""
    return float(20 * np.log10(max(float(amplitude.max()), 1e-6) * max(scale, 1.0)))
