"""The shape of the spectrum: where it lies, how wide, how lopsided, how peaked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.descriptors.hearing import carried, heard
from tuimap.settings import BINS, FLOOR_DB, SAMPLE_RATE

_HERTZ = np.linspace(0, SAMPLE_RATE / 2, BINS, dtype=np.float32)
_LEAST_HERTZ = SAMPLE_RATE / 2 / (BINS - 1)
"""One bin: what lies or varies less cannot be told from it."""

_ROLLOFF = 0.85


def shape(sound: Frames) -> NDArray[np.float32]:
    """Give [frames, 7]: centroid, spread, skewness, kurtosis, rolloff, flatness, crest.

    Centroid, spread (the deviation around it) and rolloff (below which 85 % lie) are of the magnitudes, in octaves:
    log2 of Hz. Skewness is asinh of the third standardised moment, kurtosis log2 of the fourth, so that a lone tone
    is no outlier. Flatness is the geometric by the arithmetic mean of the power and crest its peak by its mean, both
    in dB; bins count as no more than FLOOR_DB below the sound's loudest. Of a frame without sound it is what it was of
    the one before; all of silence is 0.
    """
    known = heard(sound)
    magnitude = np.sqrt(sound.power)
    total = np.maximum(magnitude.sum(axis=1), np.float32(1e-20))
    share = magnitude / total[:, None]
    centroid = share @ _HERTZ
    away = _HERTZ - centroid[:, None]
    square = away * away
    variance = np.maximum(np.einsum("ij,ij->i", share, square), _LEAST_HERTZ**2)
    third = np.einsum("ij,ij,ij->i", share, square, away) / variance**1.5
    fourth = np.einsum("ij,ij,ij->i", share, square, square) / variance**2
    below = np.argmax(np.cumsum(magnitude, axis=1) >= _ROLLOFF * total[:, None], axis=1)
    values = np.stack(
        [
            _octaves(centroid),
            _octaves(np.sqrt(variance)),
            np.arcsinh(third),
            np.log2(np.maximum(fourth, 2.0**-10)),
            _octaves(_HERTZ[below]),
            *_level(sound),
        ],
        axis=1,
    )
    return carried(values.astype(np.float32), known, 0.0)


def _octaves(hertz: NDArray[np.float32]) -> NDArray[np.float32]:
    octaves: NDArray[np.float32] = np.log2(np.maximum(hertz, _LEAST_HERTZ))
    return octaves


def _level(sound: Frames) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give flatness and crest of each frame, in dB."""
    floor = max(float(sound.power.max()) * 10 ** (-FLOOR_DB / 10), 1e-20)
    power = np.maximum(sound.power, np.float32(floor))
    mean = 10 * np.log10(power.mean(axis=1))
    return 10 * np.log10(power).mean(axis=1) - mean, 10 * np.log10(power.max(axis=1)) - mean
