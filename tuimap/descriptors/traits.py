"""What people read of a sound, whatever it is compared by."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.descriptors.loudness import QUIETEST, integrated
from tuimap.descriptors.pitch import PERIODIC, SPAN, at_half_rate, yin
from tuimap.settings import BINS, FLOOR_DB, HOP, SAMPLE_RATE
from tuimap.sound import Traits

LEAST_CONFIDENCE = 0.6
"""With less a sound as a whole has no pitch."""

_NOISE = 0.1
"""What has a flatter spectrum than this is not looked at for a pitch."""
_WINDOWS = 4
_LOUD = 1 / 16
"""Of the power where the sound is steadily loudest: a window has at least so much throughout."""
_WHOLE_FRAMES = SPAN // HOP - 1
_SEMITONE = 1 / 12
_HERTZ = np.linspace(0, SAMPLE_RATE / 2, BINS)


def traits(sound: Frames, sample_rate: int, scale: float = 1.0) -> Traits:
    """Give the readable values of a sound whose file has a sample rate and a peak of `scale` before decoding cut it.

    Centroid and flatness are those of the mean power spectrum, loudness is `integrated`. The pitch is the median of a
    few loud and steady windows; its confidence the mean of theirs, counting 0 for those that are more than a semitone
    off, and 0 where the middle one is not periodic. What is quieter than QUIETEST has a loudness only.
    """
    level = integrated(sound, scale)
    if level <= QUIETEST:
        return Traits(loudness=level)
    power = sound.spectrum
    centroid = float(power @ _HERTZ) / float(power.sum())
    flatness = _flatness(power, sample_rate)
    hertz, confidence = _pitch(sound) if flatness < _NOISE else (0.0, 0.0)
    return Traits(centroid, level, hertz if confidence >= LEAST_CONFIDENCE else None, confidence, flatness)


def _flatness(power: NDArray[np.float32], sample_rate: int) -> float:
    """Give the geometric by the arithmetic mean of those bins that the file can hold, 0 to 1.

    Bins count as no more than FLOOR_DB below the loudest.
    """
    n_bins = max(2, int(BINS * min(1.0, 0.9 * sample_rate / SAMPLE_RATE)))
    held = np.maximum(power[1:n_bins], power.max() * 10 ** (-FLOOR_DB / 10))
    mean, mean_log = np.add.reduce(held) / len(held), np.add.reduce(np.log(held)) / len(held)
    return min(1.0, math.exp(mean_log) / float(mean))


def _pitch(sound: Frames) -> tuple[float, float]:
    """Give the pitch in Hz and the confidence, 0 to 1, of the windows where a sound is loud and steady."""
    energy = sound.energy
    starts = np.zeros(1, np.intp)  # in frames; a window that starts on one spans the three after it
    if len(energy) > _WHOLE_FRAMES:
        least = np.minimum(np.minimum(energy[1:-2], energy[2:-1]), energy[3:])
        loud = np.flatnonzero(least >= _LOUD * least.max())
        n_windows = min(_WINDOWS, len(loud))
        starts = loud[np.arange(n_windows) * (len(loud) - 1) // max(1, n_windows - 1)]
    windows = np.zeros((len(starts), SPAN), np.float32)
    for window, start in zip(windows, starts.tolist(), strict=True):
        stretch = sound.samples[start * HOP : start * HOP + SPAN]
        window[: len(stretch)] = stretch
    halved = at_half_rate(windows)
    half = len(halved) // 2
    if yin(halved[half : half + 1])[1][0] < PERIODIC:
        return 0.0, 0.0
    hertz, confidence = yin(halved)
    octaves = np.log2(hertz)
    middle = float(np.median(octaves[confidence >= PERIODIC]))
    agrees = np.abs(octaves - middle) <= _SEMITONE
    return 2**middle, float((confidence * agrees).mean())
