"""One file from bytes to vectors: what a decoding process does with each file."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder.kinds import kind
from tuimap.autoencoder.model import Encoder
from tuimap.corpus.content import content_of
from tuimap.corpus.decode import Audio
from tuimap.corpus.frames import Frames, frames
from tuimap.corpus.slices import Piece, pieces, survey
from tuimap.descriptors import Descriptor, encoder_recipe, parts
from tuimap.descriptors.summary import envelope, level, summarise
from tuimap.descriptors.traits import traits
from tuimap.settings import BINS, MOST_SECONDS, OVERVIEW_COLUMNS, Settings
from tuimap.sound import Sound

_COLUMNS = np.arange(OVERVIEW_COLUMNS)

_SILENCE_DB = 60.0

SKETCH_BANDS = 32
"""Values of the rough spectrum that provisional maps are made from."""


@dataclass(frozen=True)
class Held:
    """What a sound waits with for its encoder."""

    codes: NDArray[np.uint8]
    """[frames, inputs of the encoder]"""
    amplitude: NDArray[np.float32]
    """[frames]"""
    statistics: int
    """How many of the summary's are kept."""

    def read(self, encoder: Encoder) -> NDArray[np.float32]:
        """Give the summary of the learned features [statistics * features]."""
        return summarise(encoder(self.codes), self.amplitude)[: self.statistics].ravel()


@dataclass(frozen=True)
class Described:
    """A sound, what is known of it, and what it still waits for."""

    sound: Sound
    vectors: dict[str, NDArray[np.float32]]
    """By the name of the descriptor; `envelope` is always among them."""
    sketch: NDArray[np.float32]
    """[SKETCH_BANDS] mean spectrum in dB: enough for a provisional map."""
    held: Held | None = None
    """Set where the learned features could not be read yet."""


@dataclass(frozen=True)
class DescribedFile:
    """All sounds of a file, or what an encoder can learn from it so that they can be found."""

    sounds: tuple[Described, ...]
    """None where the file has to be read again once there is an encoder."""
    content: bytes | None
    """The digest by which the file is known wherever it goes; None where it changed while it was read."""
    surveyed: tuple[NDArray[np.uint8], ...] = ()
    """[frames, inputs of the encoder] of moments of a file that has to be read again."""

    @property
    def spectra(self) -> list[NDArray[np.uint8]]:
        """What an encoder can learn from, [frames, inputs of the encoder] each."""
        return [*self.surveyed, *(each.held.codes for each in self.sounds if each.held is not None)]

    @property
    def held_bytes(self) -> int:
        """How much memory its sounds take while they wait."""
        return sum(each.held.codes.nbytes for each in self.sounds if each.held is not None)


def describe(root: str, path: str, settings: Settings, encoder: Encoder | None) -> DescribedFile:
    """Decode a file and read the vectors of its sounds. Raises DecodeError with the reason where it gives none.

    While the encoder is missing, a file that cannot be cut without it or is too long to wait for it is only surveyed.
    """
    place = os.path.join(root, path)  # noqa: PTH118
    waits = encoder is None and encoder_recipe(settings) is not None
    sounds: list[Described] = []
    if not (waits and settings.slice == "learned-novelty"):
        seconds = 0.0
        for piece in pieces(place, settings, encoder):
            sounds.append(_described(path, piece, settings, encoder))
            seconds += sounds[-1].sound.described
            if waits and seconds > MOST_SECONDS and piece.is_slice:
                sounds.clear()
                break
    surveyed = () if sounds else tuple(kind(settings).codes(frames(samples)) for samples in survey(place))
    return DescribedFile(tuple(_audible(sounds)), content_of(place), surveyed)


def _audible(sounds: list[Described]) -> list[Described]:
    """Leave out slices of a file that are silence beside its loudest; one at least is left."""
    loudest = max((each.sound.level for each in sounds), default=0.0)
    return [each for each in sounds if each.sound.level >= loudest - _SILENCE_DB and loudest > -math.inf] or sounds[:1]


def _described(path: str, piece: Piece, settings: Settings, encoder: Encoder | None) -> Described:
    audio = piece.audio
    spectrum = frames(audio.samples)
    waiting = {} if encoder is not None else {name: part for name, part in parts(settings).items() if part.trained}
    ready = {name: part for name, part in parts(settings).items() if name not in waiting}
    vectors = {"envelope": _envelope(audio, spectrum), **_summaries(ready, spectrum, settings, encoder)}
    held = [Held(kind(settings).codes(spectrum), spectrum.amplitude, sum(part.statistics)) for part in waiting.values()]
    sound = _sound(path, audio, spectrum, settings.max_seconds)._replace(start=piece.start, slice=piece.is_slice)
    return Described(sound, vectors, _sketch(spectrum), *held)


def _summaries(
    parts: Mapping[str, Descriptor], spectrum: Frames, settings: Settings, encoder: Encoder | None
) -> dict[str, NDArray[np.float32]]:
    """Give the vector of each descriptor; those that are read together cost less than one by one."""
    if not parts:
        return {}
    rows = [part.read(spectrum, settings, encoder) for part in parts.values()]
    summary = summarise(np.concatenate(rows, axis=1), spectrum.amplitude)
    columns = np.split(summary, np.cumsum([row.shape[1] for row in rows])[:-1], axis=1)
    return {
        name: values[: sum(part.statistics)].ravel()
        for (name, part), values in zip(parts.items(), columns, strict=True)
    }


def _envelope(audio: Audio, spectrum: Frames) -> NDArray[np.float32]:
    course = envelope(spectrum.amplitude, audio.duration)
    return np.append(course, np.float32(level(spectrum.amplitude, audio.peak)))


def _sound(path: str, audio: Audio, spectrum: Frames, max_seconds: float) -> Sound:
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
        traits(spectrum, audio.sample_rate, audio.peak),
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
    power = np.add.reduceat(spectrum.spectrum, _sketch_borders())
    return (10 * np.log10(np.maximum(power / max(float(power.max()), 1e-20), 1e-8))).astype(np.float32)


@cache
def _sketch_borders() -> NDArray[np.intp]:
    widening = np.geomspace(1, BINS, SKETCH_BANDS + 1).astype(np.intp)
    borders: NDArray[np.intp] = np.maximum(widening, np.arange(1, SKETCH_BANDS + 2))[:-1]
    return borders
