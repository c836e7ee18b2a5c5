"""From samples to a small picture: how loud each band of the spectrum is in each of equal stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from tuimap.spectrogram import BANDS, COLUMNS

LOWEST, HIGHEST = 45.0, 16_000.0
"""Hz, where the first band begins and the last one ends; all are equally wide in octaves."""

RANGE_DB = 60.0
"""What is so far below the loudest band is black."""

WINDOWS = 512, 2048
"""Shortest and longest stretch of samples that is looked at at once: short sounds are seen sharper in time."""

MOST_LOOKS = 8
"""Windows for each column of a long sound."""


def picture(blocks: Iterable[NDArray[np.float32]], n_samples: int, rate: int) -> NDArray[np.uint8]:
    """Give [BANDS, COLUMNS] of a sound of `n_samples` at a rate in Hz, the lowest band first: 255 is the loudest.

    `blocks` are its samples in order, any number at once; of a sound that ends early the rest is 0.
    """
    window = int(np.clip(1 << max(n_samples // 4, 1).bit_length() - 1, *WINDOWS))
    looks = int(np.clip(n_samples // (COLUMNS * window), 1, MOST_LOOKS))
    centres = ((np.arange(COLUMNS * looks) + 0.5) * n_samples / (COLUMNS * looks)).astype(np.int64)
    frames = np.stack(list(_around(blocks, centres.tolist(), window)))
    power = np.abs(np.fft.rfft(frames * np.hanning(window).astype(np.float32))) ** 2
    bands = _bands(power, rate).reshape(COLUMNS, looks, BANDS).mean(axis=1)
    loudest = float(bands.max())
    if not loudest > 0:
        return np.zeros((BANDS, COLUMNS), np.uint8)
    decibels = 10 * np.log10(np.maximum(bands / loudest, 10 ** (-RANGE_DB / 10)))
    return np.asarray(np.round((decibels.T / RANGE_DB + 1) * 255), np.uint8)


def _around(blocks: Iterable[NDArray[np.float32]], centres: list[int], window: int) -> Iterator[NDArray[np.float32]]:
    """Give `window` samples around each of some rising centres, zeros beyond the sound; holds little at a time."""
    half = window // 2
    held, first, done = np.zeros(half, np.float32), -half, 0
    for block in _with_silence_after(blocks, centres[-1] + window):
        held = np.concatenate([held, block])
        while done < len(centres) and centres[done] + half <= first + len(held):
            start = centres[done] - half - first
            yield held[start : start + window]
            done += 1
        if done == len(centres):
            return
        needless = min(max(0, centres[done] - half - first), len(held))
        held, first = held[needless:], first + needless


def _with_silence_after(blocks: Iterable[NDArray[np.float32]], n_samples: int) -> Iterator[NDArray[np.float32]]:
    yield from blocks
    for _ in range(n_samples // WINDOWS[1] + 1):
        yield np.zeros(WINDOWS[1], np.float32)


def _bands(power: NDArray[np.floating], rate: int) -> NDArray[np.float64]:
    """Add up power spectra [frames, bins] in bands [frames, BANDS]; a band may hold a part of a bin."""
    n_bins = power.shape[1]
    summed = np.concatenate([np.zeros((len(power), 1)), np.cumsum(power, axis=1, dtype=np.float64)], axis=1)
    edges = np.geomspace(LOWEST, HIGHEST, BANDS + 1) * 2 * (n_bins - 1) / rate + 0.5
    whole = np.minimum(edges.astype(np.int64), n_bins - 1)
    part = np.minimum(edges - whole, 1.0)
    below = summed[:, whole] * (1 - part) + summed[:, whole + 1] * part
    return np.asarray(np.maximum(np.diff(below, axis=1), 0.0), np.float64)
