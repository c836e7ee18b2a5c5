"""Mel-frequency cepstral coefficients, the classic description that the learned one is measured against."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.settings import BANDS

_RANGE_DB = 80.0
_LEAST_POWER = 1e-10


def mfcc(sound: Frames, features: int) -> NDArray[np.float32]:
    """Give [frames, features] coefficients 0 to features - 1 of the log mel spectrum, as librosa's mfcc defines them.

    Orthonormal DCT-II of 10 log10 of the mel power, which ends 80 dB below the sound's loudest band.
    """
    decibels = 10 * np.log10(np.maximum(sound.bands, np.float32(_LEAST_POWER)))  # [frames, BANDS]
    coefficients: NDArray[np.float32] = np.maximum(decibels, decibels.max() - np.float32(_RANGE_DB)) @ _cosines(
        features
    )
    return coefficients


@cache
def _cosines(features: int) -> NDArray[np.float32]:
    """Give [BANDS, features]: the first rows of the orthonormal DCT-II, transposed."""
    angles = np.pi / BANDS * np.outer(np.arange(BANDS) + 0.5, np.arange(features))
    matrix: NDArray[np.float32] = (np.cos(angles) * np.sqrt(2 / BANDS)).astype(np.float32)
    matrix[:, 0] /= np.float32(np.sqrt(2))
    return matrix
