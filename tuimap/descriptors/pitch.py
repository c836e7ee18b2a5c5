"""Pitch: the fundamental frequency and how sure it is, by YIN (de Cheveigne and Kawahara, JASA 2002)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.descriptors.hearing import carried
from tuimap.settings import HOP, SAMPLE_RATE

LOWEST, HIGHEST = 44.0, 4200.0
"""Hz; F1 to C8. A lower tone has no pitch here; a higher one has none, or one that is octaves too low."""

SPAN = 2048
"""Samples that one pitch is read from, two periods of LOWEST."""

PERIODIC = 0.8
"""A frame with less confidence has no pitch."""

_RATE = SAMPLE_RATE / 2
_LENGTH = SPAN // 2
_LAGS = _LENGTH // 2
_THRESHOLD = 0.1
_COUNTED = np.arange(1, _LAGS + 1, dtype=np.float32)
_ROWS = 64
_LEAST_POWER = 1e-10
_LEAST_BEND = np.float32(1e-6)
_MIDDLE_C = 261.63


def pitch(sound: Frames) -> NDArray[np.float32]:
    """Give [frames, 2]: log2 of the fundamental frequency in Hz, and the confidence, 0 to 1.

    A frame that is not periodic keeps the pitch of the one before; a sound without any has middle C throughout, near
    the middle of what others have, and a low confidence.
    """
    halved = at_half_rate(np.pad(sound.samples, (SPAN // 2, SPAN + len(sound.samples) % 2)))
    windows = np.lib.stride_tricks.sliding_window_view(halved, _LENGTH)[:: HOP // 2][: len(sound)]
    blocks = [yin(windows[start : start + _ROWS]) for start in range(0, len(windows), _ROWS)]
    hertz, confidence = np.concatenate(blocks, axis=1)
    known = confidence >= PERIODIC
    octaves = carried(np.log2(hertz)[:, None], known, np.log2(_MIDDLE_C))
    return np.column_stack([octaves, confidence]).astype(np.float32)


def at_half_rate(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give every second sample [..., samples / 2] after a gentle low pass, 1 2 1; there must be an even number."""
    odd: NDArray[np.float32] = samples[..., 1::2] * np.float32(1 / 4)
    halved: NDArray[np.float32] = samples[..., ::2] * np.float32(1 / 2)
    halved += odd
    halved[..., 1:] += odd[..., :-1]
    return halved


def yin(windows: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the fundamental frequency in Hz and the confidence, 0 to 1, of each window [windows], at half the rate.

    windows is [windows, SPAN / 2]. The first trough of the cumulative mean normalised difference that is deeper than
    .1, else its lowest point, both read between samples by a parabola; the confidence is 1 less its depth. No power, or
    a pitch out of range, is no confidence.
    """
    curve = _normalised_difference(windows)  # [windows, _LAGS + 1]
    before, at, after = curve[:, 1:-2], curve[:, 2:-1], curve[:, 3:]
    slope, bend = before - after, before + after
    bend -= 2 * at
    np.maximum(bend, _LEAST_BEND, out=bend)
    depth = at - slope * slope / (8 * bend)
    trough = (depth < _THRESHOLD) & (at <= before) & (at <= after)
    rows, first = np.arange(len(at)), np.argmax(trough, axis=1)
    lag = np.where(trough[rows, first], first, np.argmin(at, axis=1))
    shift = slope[rows, lag] / (2 * bend[rows, lag])
    hertz = _RATE / (lag + 2 + np.minimum(np.maximum(shift, -0.5), 0.5))
    sounding = np.einsum("ij,ij->i", windows, windows) > _LEAST_POWER * _LENGTH
    surely = sounding & (hertz >= LOWEST) & (hertz <= HIGHEST)
    least = np.minimum(at[rows, lag], depth[rows, lag])
    return hertz, np.where(surely, 1 - np.minimum(np.maximum(least, 0), 1), 0)


def _normalised_difference(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give [windows, _LAGS + 1]: how much a window's first half differs from itself so many samples later."""
    from scipy.fft import irfft, rfft

    first = rfft(windows[:, :_LAGS], _LENGTH, axis=1)
    product = irfft(rfft(windows, axis=1) * first.conj(), axis=1)[:, : _LAGS + 1]
    energy = np.cumsum(np.square(windows), axis=1)
    later = np.empty_like(product)
    later[:, 0] = energy[:, _LAGS - 1]
    later[:, 1:] = energy[:, _LAGS:] - energy[:, :_LAGS]
    difference: NDArray[np.float32] = np.maximum(later[:, :1] + later - 2 * product, 0)
    summed = np.cumsum(difference[:, 1:], axis=1)
    difference[:, 1:] *= _COUNTED / np.maximum(summed, np.float32(1e-12))
    difference[:, 0] = 1
    return difference
