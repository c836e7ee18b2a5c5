"""A sound that tells where it was cut, doubled or left out, and a comparison of what was heard of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
from sound_server import QUIET, RATE, Samples

HIGHEST = 1_000
"""Hertz: nothing above it is in the sound, so that a click stands out."""
GAP_FRAMES = RATE // 500
"""A silence of 2 ms does not occur in the sound."""
CUT_FRAMES = RATE // 100
"""Around its end the sound is looked at for clicks, 10 ms each way."""
FADE_FRAMES = RATE // 125
"""At its ends the sound fades in and out, which takes less than 8 ms and was not sent."""


class Likeness(NamedTuple):
    """How what was heard resembles what was sent."""

    seconds: float
    """From the first sound to the last."""
    place: float
    """Where in what was sent it begins, in seconds."""
    correlation: float
    """Of all of it but the fades at its ends with what was sent."""
    gaps: int
    """Silences of 2 ms and more within."""
    click: float
    """The sharpest bend around the end, against the sharpest within; a cut without a fade has 20 and more."""


def noise(n_frames: int) -> Samples:
    """Give noise without a period, up to HIGHEST hertz, within half of full scale, [frames]."""
    spectrum = np.fft.rfft(np.random.default_rng(6).standard_normal(n_frames))
    spectrum[np.fft.rfftfreq(n_frames, 1 / RATE) > HIGHEST] = 0
    sound = np.fft.irfft(spectrum, n_frames)
    return np.asarray(sound / np.abs(sound).max() / 2, dtype=np.float32)


def write_noise(path: Path, seconds: float) -> Samples:
    """Write noise as a WAV file that no back end has to convert; give it."""
    sound = noise(round(seconds * RATE))
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    return sound


def likeness(heard: Samples, sent: Samples) -> Likeness:
    """Compare the sounding part of a recording with what was sent, which began before it and goes on after it."""
    loud = np.flatnonzero(np.abs(heard) > QUIET)
    if len(loud) < 4 * FADE_FRAMES:
        return Likeness(0.0, 0.0, 0.0, 0, 0.0)
    sound = heard[loud[0] : loud[-1] + 1]
    whole = sound[FADE_FRAMES:-FADE_FRAMES]
    place = _place(whole, sent)
    bends = np.abs(np.diff(heard, 2))
    cut = loud[-1] - CUT_FRAMES
    return Likeness(
        len(sound) / RATE,
        (place - FADE_FRAMES) / RATE,
        float(np.corrcoef(whole, np.interp(place + np.arange(len(whole)), np.arange(len(sent)), sent))[0, 1]),
        _silences(sound),
        float(bends[cut : cut + 2 * CUT_FRAMES].max() / bends[loud[0] : cut].max()),
    )


def _place(sound: Samples, sent: Samples) -> float:
    """Give where in `sent` the beginning of `sound` lies, in frames and parts of them."""
    size = 1 << (len(sound) + len(sent)).bit_length()
    products = np.fft.irfft(np.fft.rfft(sent, size) * np.conj(np.fft.rfft(sound, size)), size)
    best = int(products.argmax())
    before, here, after = products[best - 1], products[best], products[(best + 1) % size]
    place = best + (after - before) / (2 * (2 * here - before - after))
    return float(place - size if place > len(sent) else place)


def _silences(sound: Samples) -> int:
    edges = np.flatnonzero(np.diff(np.abs(sound) > 2 / 32768, prepend=True, append=True))
    return int((np.diff(edges)[::2] >= GAP_FRAMES).sum())
