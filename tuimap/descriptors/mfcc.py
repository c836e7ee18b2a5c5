"""Mel-frequency cepstral coefficients, the classic description that the learned one is measured against."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.descriptors import MOST_FEATURES
from tuimap.settings import BINS, SAMPLE_RATE

BANDS = MOST_FEATURES
"""Mel bands under the coefficients."""

_RANGE_DB = 80.0
_LEAST_POWER = 1e-10
_LINEAR_HZ = 200 / 3
_BREAK_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27


def mfcc(sound: Frames, features: int) -> NDArray[np.float32]:
    """Give [frames, features] coefficients 0 to features - 1 of the log mel spectrum, as librosa's mfcc defines them.

    Orthonormal DCT-II of 10 log10 of the mel power, which ends 80 dB below the sound's loudest band.
    """
    decibels = 10 * np.log10(np.maximum(sound.power @ mel_bank(), np.float32(_LEAST_POWER)))  # [frames, BANDS]
    coefficients: NDArray[np.float32] = np.maximum(decibels, decibels.max() - np.float32(_RANGE_DB)) @ _cosines(
        features
    )
    return coefficients


@cache
def mel_bank() -> NDArray[np.float32]:
    """Give [BINS, BANDS]: triangles of equal area, evenly spaced on Slaney's mel scale (Auditory Toolbox, 1998)."""
    edges = _mel_to_hz(np.linspace(0, _hz_to_mel(SAMPLE_RATE / 2), BANDS + 2))
    hertz = np.linspace(0, SAMPLE_RATE / 2, BINS)[:, None]
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    triangles = np.minimum((hertz - low) / (centre - low), (high - hertz) / (high - centre))
    return (np.maximum(triangles, 0) * 2 / (high - low)).astype(np.float32)


def _hz_to_mel(hertz: float) -> float:
    return float(_BREAK_HZ / _LINEAR_HZ + np.log(hertz / _BREAK_HZ) / _LOG_STEP)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    break_mel = _BREAK_HZ / _LINEAR_HZ
    return np.where(mel < break_mel, mel * _LINEAR_HZ, _BREAK_HZ * np.exp(_LOG_STEP * (mel - break_mel)))


@cache
def _cosines(features: int) -> NDArray[np.float32]:
    """Give [BANDS, features]: the first rows of the orthonormal DCT-II, transposed."""
    angles = np.pi / BANDS * np.outer(np.arange(BANDS) + 0.5, np.arange(features))
    matrix: NDArray[np.float32] = (np.cos(angles) * np.sqrt(2 / BANDS)).astype(np.float32)
    matrix[:, 0] /= np.float32(np.sqrt(2))
    return matrix
