"""Signals with known properties, and real ones, as mono samples at SAMPLE_RATE."""

from __future__ import annotations

from pathlib import Path

import librosa
import numpy as np
import soundfile
from numpy.typing import NDArray

from tuimap.settings import SAMPLE_RATE

RANDOM = np.random.default_rng(0)

AWKWARD = {
    "silence": np.zeros(20_000),
    "a click": np.eye(1, 20_000, 10_000)[0],
    "DC": np.full(20_000, 0.7),
    "one sample": np.full(1, 0.5),
    "one silent sample": np.zeros(1),
    "full-scale noise": RANDOM.choice([-1.0, 1.0], 20_000),
    "almost silence": RANDOM.normal(0, 1e-9, 20_000),
    "a tone after silence": np.r_[np.zeros(9000), np.sin(np.arange(9000) / 9)],
    "the highest frequency": np.where(np.arange(20_000) % 2, 1.0, -1.0),
}
"""What numbers break on."""


def tone(hertz: float, seconds: float = 0.5, harmonics: int = 1) -> NDArray[np.float32]:
    """Give a tone of full scale, its harmonics falling as a saw's do."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * hertz * n * at) / n for n in range(1, harmonics + 1)]
    samples = np.sum(waves, axis=0)
    return (samples / np.abs(samples).max()).astype(np.float32)


def noise(seconds: float = 1.0, deviation: float = 0.1) -> NDArray[np.float32]:
    """Give white noise."""
    return np.random.default_rng(3).normal(0, deviation, round(seconds * SAMPLE_RATE)).astype(np.float32)


def real(folder: Path) -> NDArray[np.float32]:
    """Read the first sound of a class."""
    path = min(folder.iterdir())
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return librosa.resample(samples.mean(axis=1), orig_sr=rate, target_sr=SAMPLE_RATE)
