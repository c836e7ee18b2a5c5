"""One file from bytes to vectors: what a decoding process does with each file."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder.model import Encoder
from tuimap.corpus.content import content_of
from tuimap.corpus.decode import Audio, decode
from tuimap.corpus.frames import Frames, frames
from tuimap.descriptors import DESCRIPTORS, parts
from tuimap.descriptors.summary import envelope, level, summarise
from tuimap.settings import BINS, OVERVIEW_COLUMNS, Settings
from tuimap.sound import Sound

_COLUMNS = np.arange(OVERVIEW_COLUMNS)

SKETCH_BANDS = 32
"""Values of the rough spectrum that provisional maps are made from."""


@dataclass(frozen=True)
class Held:
    """What a sound waits with for its encoder."""

    decibels: NDArray[np.uint8]
    """[frames, BINS]"""
    amplitude: NDArray[np.float32]
    """[frames]"""

    def read(self, encoder: Encoder) -> NDArray[np.float32]:
        """Give the summary of the learned features [16 * features]."""
        return summarise(encoder(self.decibels), self.amplitude).ravel()


@dataclass(frozen=True)
class Described:
    """A sound, what is known of it, and what it still waits for."""

    sound: Sound
    vectors: dict[str, NDArray[np.float32]]
    """By the name of the descriptor; `envelope` is always among them."""
    sketch: NDArray[np.float32]
    """[SKETCH_BANDS] mean spectrum in dB: enough for a provisional map."""
    content: bytes | None
    """The digest by which the file is known wherever it goes; None where it changed while it was read."""
    held: Held | None = None
    """Set where the learned features could not be read yet."""


def describe(root: str, path: str, settings: Settings, encoder: Encoder | None) -> Described:
    """Decode a file and read its vectors. Raises DecodeError with the reason where it gives no sound."""
    place = os.path.join(root, path)  # noqa: PTH118
    audio = decode(place, settings.max_seconds)
    spectrum = frames(audio.samples)
    names = [name for name in parts(settings) if encoder is not None or not DESCRIPTORS[name].trained]
    held = Held(spectrum.decibels, spectrum.amplitude) if len(names) < len(parts(settings)) else None
    vectors = {"envelope": _envelope(audio, spectrum)}
    if names:
        rows = [DESCRIPTORS[name].read(spectrum, settings, encoder) for name in names]
        summary = summarise(np.concatenate(rows, axis=1), spectrum.amplitude)
        vectors |= {name: part.ravel() for name, part in zip(names, np.split(summary, len(names), 1), strict=True)}
    sound = _sound(path, audio, settings.max_seconds)
    return Described(sound, vectors, _sketch(spectrum), content_of(place), held)


def _envelope(audio: Audio, spectrum: Frames) -> NDArray[np.float32]:
    course = envelope(spectrum.amplitude, audio.duration)
    return np.append(course, np.float32(level(spectrum.amplitude, audio.peak)))


def _sound(path: str, audio: Audio, max_seconds: float) -> Sound:
    peak_db = 20 * math.log10(audio.peak) if audio.peak > 0 else -math.inf
    described = min(audio.duration, max_seconds)
    overview = _overview(audio.samples)
    return Sound(
        path,
        0.0,
        audio.duration,
        audio.sample_rate,
        audio.channels,
        audio.encoding,
        peak_db,
        overview,
        audio.note,
        described,
    )


def _overview(samples: NDArray[np.float32]) -> bytes:
    """Give int8 [OVERVIEW_COLUMNS, 2]: lowest and highest sample of equal stretches, the peak at 127."""
    starts = _COLUMNS * len(samples) // OVERVIEW_COLUMNS
    ends = np.empty((OVERVIEW_COLUMNS, 2), np.float32)
    np.minimum.reduceat(samples, starts, out=ends[:, 0])
    np.maximum.reduceat(samples, starts, out=ends[:, 1])
    peak = max(float(ends.max()), -float(ends.min()), 1e-9)
    codes: NDArray[np.int8] = np.rint(ends * np.float32(127 / peak)).astype(np.int8)
    return codes.tobytes()


def _sketch(spectrum: Frames) -> NDArray[np.float32]:
    """Give the mean power in SKETCH_BANDS bands that widen with frequency, in dB under their loudest."""
    power = np.add.reduceat(np.add.reduce(spectrum.power, axis=0), _sketch_borders())
    return (10 * np.log10(np.maximum(power / max(float(power.max()), 1e-20), 1e-8))).astype(np.float32)


@cache
def _sketch_borders() -> NDArray[np.intp]:
    widening = np.geomspace(1, BINS, SKETCH_BANDS + 1).astype(np.intp)
    borders: NDArray[np.intp] = np.maximum(widening, np.arange(1, SKETCH_BANDS + 2))[:-1]
    return borders
