"""Read a sound file into mono samples at one rate, whatever the file claims about itself."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus import CONVERTED_SUFFIXES
from tuimap.corpus.converted import converted, whole_duration
from tuimap.errors import DecodeError
from tuimap.settings import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import soundfile

RATES = range(1_000, 768_001)
"""Hz; a header that claims another rate is not believed."""

_BLOCK_VALUES = 1 << 18
_SMALL_BLOCK_VALUES = 256
_DAMAGED = "damaged"
_ANTIPHASE_SHARE = 0.05
_MISSING_SHARE = 0.98


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


class Raw(NamedTuple):
    """What a file gives before it is mixed and resampled."""

    samples: NDArray[np.float32]
    """[samples, channels]"""
    rate: int
    duration: float
    encoding: str
    note: str


@contextmanager
def opened(path: str | os.PathLike[str] | int) -> Iterator[soundfile.SoundFile]:
    """Open a sound file by descriptor, its own or the one given: any name will do, no pipe or device can block.

    Raises DecodeError where the path is no regular file or holds nothing that is known.
    """
    import soundfile

    with _descriptor(path) as descriptor:
        try:
            sound = soundfile.SoundFile(descriptor, closefd=False)
        except (soundfile.SoundFileError, TypeError, ValueError, OverflowError) as error:
            raise DecodeError(_why_unreadable(descriptor, error)) from error
        with sound:
            yield sound


@contextmanager
def _descriptor(path: str | os.PathLike[str] | int) -> Iterator[int]:
    if isinstance(path, int):
        yield path
        return
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise DecodeError(f"cannot be opened: {error.strerror}", may_pass=True) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DecodeError("not a regular file")
        yield descriptor
    finally:
        os.close(descriptor)


def _why_unreadable(descriptor: int, error: Exception) -> str:
    size = os.fstat(descriptor).st_size
    if size == 0:
        return "the file is empty"
    head = os.pread(descriptor, 4096, 0) if hasattr(os, "pread") else b""
    if head[:4] == b"RIFF" and b"OggS" in head:
        return "Ogg inside RIFF: convert it"
    if "not recognised" in str(error):
        return "no known sound format"
    return f"unreadable: {_plain(error)}"


def _plain(error: Exception) -> str:
    """Give libsndfile's own words without its prefix."""
    words = str(getattr(error, "error_string", error)).strip().rstrip(".")
    return words.removeprefix("Error : ").removeprefix("Error: ") or type(error).__name__


def decode(path: str | os.PathLike[str], max_seconds: float) -> Audio:
    """Read the first `max_seconds` of a file. Raises DecodeError with the reason where there is no sound in it."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122
    raw = convert(path, max_seconds) if suffix in CONVERTED_SUFFIXES else read(path, max_seconds)
    if not raw.samples.size:
        raise DecodeError("damaged from its beginning" if raw.note else "it holds no samples")
    mono = _downmix(raw.samples)
    peak = float(np.abs(mono).max())
    if peak > 1:
        mono = mono / np.float32(peak)
    samples = _at_one_rate(mono, raw.rate)
    return Audio(samples, peak, raw.duration, raw.rate, raw.samples.shape[1], raw.encoding, raw.note)


def read(path: str | os.PathLike[str], max_seconds: float) -> Raw:
    """Read the beginning of a file; of a damaged one, all that comes before the damage."""
    with opened(path) as sound:
        raw = _read(sound, max_seconds, _BLOCK_VALUES)
    if raw.note.startswith(_DAMAGED):
        with opened(path) as sound:
            return _read(sound, max_seconds, _SMALL_BLOCK_VALUES)
    return raw


def convert(path: str | os.PathLike[str], max_seconds: float) -> Raw:
    """Read the beginning of a file in a format that only ffmpeg knows, and measure how long all of it is."""
    with converted(path, max_seconds) as copy, opened(copy) as sound:
        raw = _read(sound, max_seconds, _BLOCK_VALUES)
    kind = os.path.splitext(path)[1][1:].upper()  # noqa: PTH122
    return raw._replace(duration=max(raw.duration, whole_duration(path)), encoding=f"{kind}, through ffmpeg")


def _read(sound: soundfile.SoundFile, max_seconds: float, block_values: int) -> Raw:
    rate = sound.samplerate
    if rate not in RATES:
        raise DecodeError(f"a sample rate of {rate} Hz cannot be right")
    wanted = int(np.ceil(max_seconds * rate))
    blocks, damaged = _read_blocks(sound, wanted, block_values)
    n_read, claimed = sum(len(block) for block in blocks), sound.frames
    samples = np.concatenate(blocks or [np.zeros((0, 1), np.float32)]) if len(blocks) != 1 else blocks[0]
    duration = (claimed if n_read >= wanted else n_read) / rate
    encoding = describe_encoding(sound.format, sound.subtype)
    return Raw(samples, rate, duration, encoding, _missing(n_read, min(claimed, wanted), rate, damaged))


def _read_blocks(sound: soundfile.SoundFile, wanted: int, values: int) -> tuple[list[NDArray[np.float32]], bool]:
    """Read [samples, channels] in blocks of about so many values until the end or damage; tell which."""
    import soundfile

    size = max(256, values // sound.channels)
    blocks: list[NDArray[np.float32]] = []
    read = 0
    while read < wanted:
        try:
            block = sound.read(min(size, wanted - read), dtype="float32", always_2d=True)
        except soundfile.SoundFileError:
            return blocks, True
        blocks.append(block)
        read += len(block)
        if len(block) < size:
            break
    return blocks, False


def _missing(read: int, promised: int, rate: int, damaged: bool) -> str:
    if damaged:
        return f"{_DAMAGED} after {read / rate:.2f} s"
    if read < _MISSING_SHARE * promised and read < promised - 4096:
        return f"cut short: {read / rate:.2f} s are there"
    return ""


def _downmix(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of the channels, [samples, channels] -> [samples]; the loudest channel where they cancel out.

    Values that are not finite become 0; raises DecodeError where none is finite.
    """
    total = np.vdot(block, block)
    if not np.isfinite(total):
        block = _finite(block)
    if block.shape[1] == 1:
        return block[:, 0]
    mean: NDArray[np.float32] = block @ np.full(block.shape[1], 1 / block.shape[1], np.float32)
    if np.vdot(mean, mean) < _ANTIPHASE_SHARE * total / block.shape[1]:
        return np.ascontiguousarray(block[:, int(np.abs(block).sum(axis=0).argmax())])
    return mean


def _finite(block: NDArray[np.float32]) -> NDArray[np.float32]:
    finite = np.isfinite(block)
    if not finite.any():
        raise DecodeError("none of its samples is a number")
    return np.where(finite, block, np.float32(0))


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
