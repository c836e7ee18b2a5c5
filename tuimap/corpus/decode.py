"""Read a sound file into mono samples at one rate, whatever the file claims about itself."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus import CONVERTED_SUFFIXES
from tuimap.corpus.converted import converting, whole_duration
from tuimap.corpus.endings import missing_end, reaches_its_end
from tuimap.corpus.mixing import Mixer
from tuimap.corpus.opening import RATES, go_to, opened, regular_file
from tuimap.errors import DecodeError
from tuimap.settings import LONGEST_SECONDS, SAMPLE_RATE

if TYPE_CHECKING:
    import soundfile

_BLOCK_VALUES = 1 << 18
_SMALL_BLOCK_VALUES = 256
_MISSING_SHARE = 0.98
_MISSING_SECONDS = 0.09
_ENDLESS = 1 << 62


@dataclass(frozen=True)
class Audio:
    """A decoded sound."""

    samples: NDArray[np.float32]
    """[samples] mono at SAMPLE_RATE, finite, the peak at most 1."""
    peak: float
    """Loudest sample of the mono mix before any scaling; 1 is full scale."""
    duration: float
    """Of the whole file, in seconds, even where only its beginning was read."""
    sample_rate: int
    """Of the file, in Hz."""
    channels: int
    encoding: str
    note: str = ""
    """What could not be read, or empty."""


class Stretch(NamedTuple):
    """What is to be read of a file."""

    start: float
    """In seconds."""
    seconds: float
    """At most so many from there."""


class Raw(NamedTuple):
    """What a file gives before it is resampled."""

    samples: NDArray[np.float32]
    """[samples] mono, finite."""
    rate: int
    channels: int
    duration: float
    encoding: str
    note: str


def decode(path: str | os.PathLike[str], max_seconds: float, start: float = 0.0) -> Audio:
    """Read `max_seconds` of a file from `start` on. Raises DecodeError with the reason where there is no sound."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122
    stretch = Stretch(start, max_seconds)
    raw = _convert(path, stretch) if suffix in CONVERTED_SUFFIXES else _read_file(path, stretch)
    mono = raw.samples
    if not mono.size:
        raise DecodeError("damaged from its beginning" if raw.note else "it holds no samples")
    peak = float(np.abs(mono).max())
    if peak > 1:
        mono = mono / np.float32(peak)
    duration = min(raw.duration, LONGEST_SECONDS)
    return Audio(_at_one_rate(mono, raw.rate), peak, duration, raw.rate, raw.channels, raw.encoding, raw.note)


def _read_file(path: str | os.PathLike[str], stretch: Stretch) -> Raw:
    with regular_file(path) as descriptor:
        raw = _read(partial(opened, descriptor), stretch)
        return raw if raw.note else raw._replace(note=missing_end(descriptor, raw.duration))


def _convert(path: str | os.PathLike[str], stretch: Stretch) -> Raw:
    """Read a stretch of a file in a format that only ffmpeg knows, and measure how long all of it is."""
    raw = _read(partial(converting, path, stretch.seconds, stretch.start), stretch, sought=True)
    whole = whole_duration(path)
    note = _missing(raw.duration, min(whole, stretch.start + stretch.seconds))
    kind = os.path.splitext(path)[1][1:].upper()  # noqa: PTH122
    duration = raw.duration if note else max(raw.duration, whole)
    return raw._replace(duration=duration, encoding=f"{kind}, through ffmpeg", note=note)


class _Pass(NamedTuple):
    """A file's beginning, read once."""

    mixer: Mixer
    rate: int
    frames: int | None
    """That the header claims; None where it does not know, and the end of the file cannot be told from damage."""
    encoding: str
    damaged: bool
    ends: bool
    """Whether the end that was claimed is there, as far as can be told."""


def _read(
    open_sound: Callable[[], AbstractContextManager[soundfile.SoundFile]], stretch: Stretch, *, sought: bool = False
) -> Raw:
    """Read a stretch of a file; of a damaged one, all that comes before the damage.

    It is read a second time to come closer to the damage, and where its channels cancel out. What is opened begins at
    the stretch where it is `sought` already.
    """
    values = _BLOCK_VALUES
    place = 0.0 if sought else stretch.start
    taken = _pass(open_sound, place, stretch.seconds, values)
    if taken.damaged:
        values = _SMALL_BLOCK_VALUES
        taken = _pass(open_sound, place, stretch.seconds, values)
    if taken.mixer.better_channel is not None:
        taken = _pass(open_sound, place, stretch.seconds, values, taken.mixer.better_channel)
    mixer, rate = taken.mixer, taken.rate
    if mixer.holds_no_number:
        raise DecodeError("none of its samples is a number")
    read = stretch.start + mixer.n_samples / rate
    claimed = read if taken.frames is None else taken.frames / rate
    wanted = stretch.start + stretch.seconds
    damaged = taken.damaged and taken.frames is not None
    note = f"damaged after {read:.2f} s" if damaged else _missing(read, min(claimed, wanted))
    if not note and not taken.ends:
        note = f"cut short: less than {claimed:.2f} s are there"
    duration = read if damaged or read < wanted else claimed
    return Raw(mixer.samples(), rate, mixer.channels, duration, taken.encoding, note)


def _pass(
    open_sound: Callable[[], AbstractContextManager[soundfile.SoundFile]],
    start: float,
    seconds: float,
    values: int,
    channel: int | None = None,
) -> _Pass:
    with open_sound() as sound:
        if sound.samplerate not in RATES:
            raise DecodeError(f"a sample rate of {sound.samplerate} Hz cannot be right")
        mixer = Mixer(channel)
        first = round(start * sound.samplerate)
        damaged = (first > 0 and not go_to(sound, first)) or _fill(
            mixer, sound, math.ceil(seconds * sound.samplerate), values
        )
        n_frames = sound.frames if sound.seekable() and sound.frames < _ENDLESS else None
        ends = damaged or n_frames is None or first + mixer.n_samples >= n_frames or reaches_its_end(sound)
        encoding = describe_encoding(sound.format, sound.subtype)
        return _Pass(mixer, sound.samplerate, n_frames, encoding, damaged, ends)


def _fill(mixer: Mixer, sound: soundfile.SoundFile, wanted: int, values: int) -> bool:
    """Read blocks of about so many values until the end or damage; tell whether it was damage."""
    import soundfile

    size = max(256, values // sound.channels)
    while mixer.n_samples < wanted:
        n_frames = min(size, wanted - mixer.n_samples)
        try:
            block = sound.read(n_frames, dtype="float32", always_2d=True)
        except soundfile.SoundFileError:
            return True
        mixer.add(block)
        if len(block) < n_frames:
            break
    return False


def _missing(read: float, promised: float) -> str:
    """Tell where less was read than was promised, in seconds; a coder's padding is no matter."""
    if read < min(_MISSING_SHARE * promised, promised - _MISSING_SECONDS):
        return f"cut short: {read:.2f} of {promised:.2f} s are there"
    return ""


def _at_one_rate(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    if rate == SAMPLE_RATE:
        return samples
    import soxr

    resampled: NDArray[np.float32] = soxr.resample(samples, rate, SAMPLE_RATE, quality="MQ")
    return np.clip(resampled, -1, 1) if len(resampled) else np.zeros(1, np.float32)


_SUBTYPES = {
    "PCM_S8": "8 bit", "PCM_U8": "8 bit", "PCM_16": "16 bit", "PCM_24": "24 bit", "PCM_32": "32 bit",
    "FLOAT": "32 bit float", "DOUBLE": "64 bit float", "MPEG_LAYER_III": "", "VORBIS": "Vorbis", "OPUS": "Opus",
    "ULAW": "mu-law", "ALAW": "A-law", "IMA_ADPCM": "IMA ADPCM", "MS_ADPCM": "MS ADPCM", "GSM610": "GSM 6.10",
}  # fmt: skip
_FORMATS = {"MPEG": "MP3", "OGG": "Ogg", "WAVEX": "WAV"}


def describe_encoding(container: str, subtype: str) -> str:
    """Give libsndfile's names in words: `WAV, 16 bit`, `Ogg, Vorbis`."""
    words = _SUBTYPES.get(subtype, subtype.replace("_", " ").lower())
    name = _FORMATS.get(container, container)
    return f"{name}, {words}" if words else name
