"""Where a recording changes: how strongly at each frame, and which of these places are worth a cut."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.settings import BINS, HOP, SAMPLE_RATE

BANDS = 40
"""Of the rough spectrum in which changes are looked for; they widen with frequency."""

RANGE_DB = 60.0
"""What is further below the loudest band counts as silence."""

REACH_SECONDS = 0.4
"""Novelty compares so much before a place with as much after it."""

_LAG = 2
"""Frames between the two that an onset is seen from: their windows do not overlap."""

_ONSET_WEIGHT = 2.0
"""An onset's rise is spread over a few frames, of which one is looked at."""

_AROUND_FRAMES = 43
"""Half a second: the middle of so many frames on either side is what a recording does anyway."""

_CHUNK, _SMOOTH = 64, 4
_CALM_SECONDS = 0.05


def rough_spectrum(bands: NDArray[np.float32], loudest: float) -> NDArray[np.float32]:
    """Give [frames, BANDS] decibels below `loudest`, the power of the loudest band, down to -RANGE_DB."""
    shares = np.maximum(bands / np.float32(max(loudest, 1e-12)), np.float32(10 ** (-RANGE_DB / 10)))
    decibels: NDArray[np.float32] = 10 * np.log10(shares)
    return decibels


def band_power(sound: Frames) -> NDArray[np.float32]:
    """Give [frames, BANDS] power."""
    bands: NDArray[np.float32] = np.add.reduceat(sound.power, _borders(), axis=1)
    return bands


def difference(rows: NDArray[np.float32]) -> float:
    """Give by how much two rows [frames, columns] differ on average: the root of the mean square of a value."""
    return float(np.sqrt(2 * rows.var(axis=0).mean()))


def onset_strength(decibels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give [frames] the mean rise of a band against the loudest of its neighbours before, above what is usual around.

    decibels is [frames, BANDS]. Bello et al. 2005; the neighbours, which keep a vibrato from counting, are Böck's and
    Widmer's (2013).
    """
    before = decibels.copy()
    np.maximum(before[:, 1:], decibels[:, :-1], out=before[:, 1:])
    np.maximum(before[:, :-1], decibels[:, 1:], out=before[:, :-1])
    rise = np.zeros(len(decibels), np.float32)
    rise[_LAG:] = np.maximum(decibels[_LAG:] - before[:-_LAG], 0).mean(axis=1)
    strength: NDArray[np.float32] = _ONSET_WEIGHT * np.maximum(rise - _middle_around(rise), 0)
    return strength


def novelty(rows: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """Give [frames] how much the `reach` frames from here on differ from those before, rows [frames, columns].

    Foote's novelty (2000), the checkerboard kernel with its Gaussian taper along the diagonal of the self-similarity,
    in time proportional to frames times reach: for that kernel is the product of a step with itself, and with scalar
    products for similarity the sum under it is the square of the rows summed under the step. Given is the root of it
    by column, in the unit of the rows.
    """
    step = _step(reach)
    padded = np.pad(rows, ((reach, reach - 1), (0, 0)), mode="symmetric")
    squares = np.zeros(len(rows), np.float32)
    for column in padded.T:
        squares += np.square(np.correlate(np.ascontiguousarray(column), step, "valid"))
    strength: NDArray[np.float32] = np.sqrt(squares / rows.shape[1])
    return strength


def peaks(strength: NDArray[np.float32], least: float, apart: int) -> NDArray[np.intp]:
    """Give the frames where `strength` [frames] is highest, at least `least` and more than `apart` frames apart."""
    higher = np.ones(len(strength), bool)
    higher[1:] &= strength[1:] > strength[:-1]
    higher[:-1] &= strength[:-1] >= strength[1:]
    found = np.flatnonzero(higher & (strength >= least))
    kept = np.zeros(len(strength) + 2 * apart + 1, bool)
    chosen = []
    for frame in found[np.argsort(-strength[found], kind="stable")].tolist():
        if not kept[frame : frame + 2 * apart + 1].any():
            kept[frame + apart] = True
            chosen.append(frame)
    return np.array(sorted(chosen), np.intp)


def calm_before(samples: NDArray[np.float32], place: int) -> int:
    """Give the sample near `place`, at most 50 ms before it, from which the energy rises most, and so never falls."""
    first = max(0, place - int(_CALM_SECONDS * SAMPLE_RATE))
    chunks = samples[first : place + HOP]
    chunks = chunks[: len(chunks) // _CHUNK * _CHUNK].reshape(-1, _CHUNK)
    if len(chunks) < 2 * _SMOOTH:
        return first
    energy = np.einsum("ij,ij->i", chunks, chunks) + np.float32(1e-9)
    level = np.log(np.convolve(energy, np.ones(_SMOOTH, np.float32), "valid"))
    at = int(np.argmax(level[_SMOOTH:] - level[:-_SMOOTH])) + _SMOOTH
    while at > 0 and energy[at - 1] < energy[at]:
        at -= 1
    return first + _CHUNK * at


@cache
def _step(reach: int) -> NDArray[np.float32]:
    """Give [2 * reach]: a falling half of a Gaussian, negative before, positive after, each half summing to 1."""
    places = np.arange(reach) + 0.5
    half = np.exp(-0.5 * (2 * places / reach) ** 2)
    half /= half.sum()
    return np.concatenate([-half[::-1], half]).astype(np.float32)


def _middle_around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give [frames] the median of the values around each."""
    padded = np.pad(values, _AROUND_FRAMES, mode="reflect" if len(values) > _AROUND_FRAMES else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND_FRAMES + 1)
    return np.median(windows[:, ::3], axis=1).astype(np.float32)


@cache
def _borders() -> NDArray[np.intp]:
    widening = np.geomspace(2, BINS, BANDS + 1).astype(np.intp)
    borders: NDArray[np.intp] = np.maximum(widening, np.arange(1, BANDS + 2))[:-1]
    return borders
