"""The mel scale: steps of frequency that the ear finds even."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.settings import BINS, SAMPLE_RATE

_LINEAR_HZ = 200 / 3
_BREAK_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27


@cache
def mel_bank(bands: int) -> NDArray[np.float32]:
    """Give [BINS, bands]: triangles of equal area, evenly spaced on Slaney's mel scale (Auditory Toolbox, 1998)."""
    edges = _mel_to_hz(np.linspace(0, _hz_to_mel(SAMPLE_RATE / 2), bands + 2))
    hertz = np.linspace(0, SAMPLE_RATE / 2, BINS)[:, None]
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    triangles = np.minimum((hertz - low) / (centre - low), (high - hertz) / (high - centre))
    return (np.maximum(triangles, 0) * 2 / (high - low)).astype(np.float32)


def _hz_to_mel(hertz: float) -> float:
    return float(_BREAK_HZ / _LINEAR_HZ + np.log(hertz / _BREAK_HZ) / _LOG_STEP)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    break_mel = _BREAK_HZ / _LINEAR_HZ
    return np.where(mel < break_mel, mel * _LINEAR_HZ, _BREAK_HZ * np.exp(_LOG_STEP * (mel - break_mel)))
