"""One sound: a point of the map."""

from __future__ import annotations

import math
from typing import NamedTuple

BELIEVED = 0.5
"""Least confidence of a pitch that is believed."""


class Traits(NamedTuple):
    """What can be said of a sound in numbers that people read; None where it has none, or it is not known."""

    centroid: float | None = None
    """Where the middle of its spectrum lies, in Hz."""
    loudness: float | None = None
    """In LUFS, decibels of full scale as the ear weighs them."""
    pitch: float | None = None
    """Fundamental frequency in Hz."""
    confidence: float | None = None
    """How periodic the sound is where it has that pitch: 0 is noise, 1 a clean tone."""
    flatness: float | None = None
    """Of its spectrum: 0 is a tone, 1 white noise."""

    @property
    def clear_pitch(self) -> float | None:
        """The pitch, where the sound is periodic enough to be heard to have one."""
        return self.pitch if (self.confidence or 0.0) >= BELIEVED else None


class SoundKey(NamedTuple):
    """What tells a sound from all others of a collection."""

    path: str
    """Of its file, relative to the collection's root."""
    start: float = 0.0
    """Of a slice, in seconds; 0 for a whole file."""
    duration: float = 0.0
    """Of a slice, in seconds; 0 for a whole file."""


class Sound(NamedTuple):
    """A stretch of one file, and what is told about it on screen."""

    path: str
    """Relative to the collection's root, `/` between folders; undecodable bytes as surrogates."""
    start: float
    """Where the sound begins in its file, in seconds."""
    duration: float
    """How long the sound is, in seconds; inf where that is not known."""
    sample_rate: int
    """Of the file, in Hz; 0 where it is not known."""
    channels: int
    """Of the file; 0 where it is not known."""
    encoding: str
    """Container and coding in words, such as `WAV, 16 bit`; empty where it is not known."""
    level: float
    """Loudest sample in dB of full scale; -inf for silence, NaN where it is not known."""
    overview: bytes
    """Lowest and highest sample of OVERVIEW_COLUMNS equal stretches: int8 [columns, 2], 127 is the sound's peak.

    Empty where it was not asked for: the screen reads that of one sound at a time.
    """
    note: str = ""
    """What the reader of the file had to leave out, or empty."""
    described: float = math.inf
    """How many seconds from the start were read; the overview pictures these."""
    traits: Traits = Traits()
    slice: bool = False
    """Whether it is a stretch cut out of its file, not the whole."""

    @property
    def key(self) -> SoundKey:
        """What tells it from all others."""
        return SoundKey(self.path, self.start, self.duration) if self.slice else SoundKey(self.path)

    @property
    def name(self) -> str:
        """The file's name without its folders; that of a slice tells where in the file it begins."""
        name = self.path.rpartition("/")[2]
        return f"{name} {clock(self.start)}" if self.slice else name

    @property
    def length(self) -> float | None:
        """How long the sound is, in seconds; None where that is not known."""
        return self.duration if math.isfinite(self.duration) else None

    @property
    def folder(self) -> str:
        """The folders above the file, relative to the root; empty at the root."""
        return self.path.rpartition("/")[0]


def clock(seconds: float) -> str:
    """Write a place in a recording: `0:03.25`, `1:02:03.25`."""
    minutes, rest = divmod(round(100 * seconds), 6000)
    hours, minutes = divmod(minutes, 60)
    ahead = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{ahead}:{rest / 100:05.2f}"


class Skipped(NamedTuple):
    """A file that gave no sound, and why."""

    path: str
    """Relative to the collection's root."""
    reason: str
    """In a few words, with the mend where there is one."""
