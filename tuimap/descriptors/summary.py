"""From values per frame to one vector per sound, and the few numbers that need no descriptor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.settings import HOP, SAMPLE_RATE

STATISTICS = (8, 4, 4)
"""Statistics in each of the three groups of a summary; the groups weigh the same on the map."""

ENVELOPE = 5
"""Numbers that tell the course of a sound's loudness."""

_SEGMENT_FRAMES = (0, 5, 18, 70)
_ENERGY_SHARES = (0.0, 0.3, 0.8, 0.995)


def summarise(values: NDArray[np.float32], amplitude: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give 16 statistics of each feature as one vector [16 * features], statistic by statistic.

    values is [frames, features], amplitude [frames]. First mean, deviation, least and greatest of the
    values and of their first differences; then means over 0-58, 58-209, 209-813 ms and the rest;
    then means over the frames at 0-30, 30-80 and 80-99.5 % of the summed amplitude, and the deviation.
    """
    differences = values[1:] - values[:-1] if len(values) > 1 else np.zeros_like(values)
    moments = [*_moments(values), *_moments(differences)]
    starts, ends = _segments(values, amplitude)
    summed = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0, dtype=np.float64)])
    means = (summed[ends] - summed[starts]) / (ends - starts)[:, None]  # [segments, features]
    return np.concatenate([*moments, *means, moments[1]]).astype(np.float32)


def _moments(values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    mean = np.add.reduce(values, axis=0) / np.float32(len(values))
    centred = values - mean
    deviation = np.sqrt(np.einsum("ij,ij->j", centred, centred) / np.float32(len(values)))
    return [mean, deviation, np.minimum.reduce(values, axis=0), np.maximum.reduce(values, axis=0)]


def _segments(values: NDArray[np.float32], amplitude: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give first and past-last frame of each segment of time, then of summed amplitude; none is empty.

    A stretch of time after the sound's end is its last frame; a stretch of amplitude within one frame is that frame.
    """
    n_frames = len(values)
    summed = np.cumsum(amplitude, dtype=np.float64)
    shares = np.array(_ENERGY_SHARES) * summed[-1]
    borders = np.searchsorted(summed, shares, side="right")
    borders[0] = 0
    middles = np.searchsorted(summed, (shares[:-1] + shares[1:]) / 2)
    inside = borders[:-1] < borders[1:]
    starts = np.concatenate([_SEGMENT_FRAMES, np.where(inside, borders[:-1], middles)])
    starts = np.minimum(starts, n_frames - 1)
    ends = np.concatenate([_SEGMENT_FRAMES[1:], [n_frames], borders[1:]])
    return starts, np.clip(ends, starts + 1, n_frames)


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
