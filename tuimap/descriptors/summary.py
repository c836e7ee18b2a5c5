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
    differences = np.diff(values, axis=0) if len(values) > 1 else np.zeros_like(values)
    moments = [*_moments(values), *_moments(differences)]
    energy_means = _energy_means(values, amplitude)
    return np.concatenate([*moments, *_time_means(values), *energy_means, moments[1]]).astype(np.float32)


def _moments(values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return [values.mean(axis=0), values.std(axis=0), values.min(axis=0), values.max(axis=0)]


def _time_means(values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Mean of each stretch of time; the last frame where the sound ended before."""
    ends = (*_SEGMENT_FRAMES[1:], len(values))
    return [
        values[start:end].mean(axis=0) if start < min(end, len(values)) else values[-1]
        for start, end in zip(_SEGMENT_FRAMES, ends, strict=True)
    ]


def _energy_means(values: NDArray[np.float32], amplitude: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Mean of each stretch of summed amplitude; the frame in its middle where it holds none."""
    summed = np.cumsum(amplitude, dtype=np.float64)
    share = summed / max(summed[-1], 1e-30)
    bounds = np.searchsorted(share, _ENERGY_SHARES, side="right")
    bounds[0] = 0
    means = []
    for part, (start, end) in enumerate(zip(bounds[:-1], bounds[1:], strict=True)):
        if start < end:
            means.append(values[start:end].mean(axis=0))
        else:
            middle = (_ENERGY_SHARES[part] + _ENERGY_SHARES[part + 1]) / 2
            means.append(values[min(int(np.searchsorted(share, middle)), len(values) - 1)])
    return means


def envelope(amplitude: NDArray[np.float32], duration: float) -> NDArray[np.float32]:
    """Give [5]: log2 of duration, and of attack, centre, time above a tenth of the peak, and time to 90 % of the energy.

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
    return np.log2(np.array([max(duration, HOP / SAMPLE_RATE), *(1 + n for n in frames)])).astype(np.float32)


def level(amplitude: NDArray[np.float32], scale: float) -> float:
    """Give the loudest frame in decibels; scale is the peak that the samples were divided by, at least 1."""
    return float(20 * np.log10(max(float(amplitude.max()), 1e-6) * max(scale, 1.0)))
