"""A clip's audio, block by block as its file holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tuimap.corpus import CONVERTED_SUFFIXES
from tuimap.corpus.converted import converted
from tuimap.corpus.opening import RATES, go_to, opened
from tuimap.errors import DecodeError
from tuimap.players import Clip
from tuimap.players.voice import Frames
from tuimap.safe import printable

if TYPE_CHECKING:
    import soundfile

BLOCK_SECONDS = 0.05
"""Length of a block: short, so that a long file sounds at once."""
BLOCK_VALUES = 1 << 18
"""A block holds at most so many values, whatever rate and channels a header claims."""
CONVERTED_SECONDS = 120.0
"""Of a format that has to be converted, so much is heard."""
SHORTEST_SECONDS = 0.001
"""Of it, so much is heard at least."""


@contextmanager
def open_clip(clip: Clip) -> Iterator[soundfile.SoundFile]:
    """Open a clip's file; a DecodeError, here or in the body, names it."""
    with naming(clip), _readable(clip) as path, opened(path) as source:
        believed(source)
        yield source


@contextmanager
def naming(clip: Clip) -> Iterator[None]:
    """Have each DecodeError of the body begin with the file's name."""
    try:
        yield
    except DecodeError as error:
        raise DecodeError(f"{printable(clip.path.name)}: {error.message}", error.mend) from error


def believed(source: soundfile.SoundFile) -> None:
    """Raise DecodeError where a header claims what cannot be."""
    if source.samplerate not in RATES:
        raise DecodeError(f"a sample rate of {source.samplerate} Hz cannot be right")


def block_frames(source: soundfile.SoundFile) -> int:
    """Give how many frames of an open file make a block."""
    return max(1, min(int(BLOCK_SECONDS * source.samplerate), BLOCK_VALUES // int(source.channels)))


def stretch(source: soundfile.SoundFile, clip: Clip) -> range:
    """Give the frames of an open file that a clip means; one at least, if there is any."""
    rate = source.samplerate
    start = 0.0 if is_converted(clip) else clip.start
    first = min(round(start * rate), max(0, source.frames - 1))
    end = source.frames if clip.duration is None else first + max(1, round(clip.duration * rate))
    return range(first, min(end, source.frames))


def read_blocks(source: soundfile.SoundFile, clip: Clip, first: int = 0) -> Iterator[Frames]:
    """Give the clip's stretch of an open file from frame `first` on, in blocks [frames, channels] at its own rate."""
    import soundfile

    meant = stretch(source, clip)[first:]
    block = block_frames(source)
    left = len(meant)
    try:
        if source.tell() != meant.start and not go_to(source, meant.start):
            raise DecodeError("it is damaged, and heard only in part")
        while left > 0:
            frames = source.read(min(block, left), dtype="float32", always_2d=True)
            if not len(frames):
                return
            left -= len(frames)
            yield frames
    except soundfile.SoundFileError as error:
        raise DecodeError(f"it is damaged, and heard only in part ({error})") from error


@contextmanager
def _readable(clip: Clip) -> Iterator[Path | int]:
    """Give what libsndfile can read: the clip's own path, or a descriptor of a copy that begins where the clip does."""
    if is_converted(clip):
        with converted(clip.path, converted_seconds(clip), clip.start) as copy:
            yield copy
    else:
        yield clip.path


def is_converted(clip: Clip) -> bool:
    """Tell whether ffmpeg has to read a clip's file."""
    return clip.path.suffix.lower() in CONVERTED_SUFFIXES


def converted_seconds(clip: Clip) -> float:
    """Give how much of a file is converted, at most."""
    return CONVERTED_SECONDS if clip.duration is None else max(clip.duration, SHORTEST_SECONDS)
