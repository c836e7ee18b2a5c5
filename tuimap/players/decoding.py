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
"""Of a format that has to be converted as a whole first, so much is heard."""


@contextmanager
def open_clip(clip: Clip) -> Iterator[soundfile.SoundFile]:
    """Open a clip's file; a DecodeError, here or in the body, names it."""
    try:
        with _readable(clip) as path, opened(path) as source:
            if source.samplerate not in RATES:
                raise DecodeError(f"a sample rate of {source.samplerate} Hz cannot be right")
            yield source
    except DecodeError as error:
        raise DecodeError(f"{printable(clip.path.name)}: {error.message}", error.mend) from error


def stretch(source: soundfile.SoundFile, clip: Clip) -> range:
    """Give the frames of an open file that a clip means; one at least, if there is any."""
    rate = source.samplerate
    start = 0.0 if _is_converted(clip) else clip.start
    first = min(round(start * rate), max(0, source.frames - 1))
    end = source.frames if clip.duration is None else first + max(1, round(clip.duration * rate))
    return range(first, min(end, source.frames))


def read_blocks(source: soundfile.SoundFile, clip: Clip, first: int = 0) -> Iterator[Frames]:
    """Give the clip's stretch of an open file from frame `first` on, in blocks [frames, channels] at its own rate."""
    import soundfile

    meant = stretch(source, clip)[first:]
    block = max(1, min(int(source.samplerate * BLOCK_SECONDS), BLOCK_VALUES // source.channels))
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
    if _is_converted(clip):
        with converted(clip.path, clip.duration or CONVERTED_SECONDS, clip.start) as copy:
            yield copy
    else:
        yield clip.path


def _is_converted(clip: Clip) -> bool:
    return clip.path.suffix.lower() in CONVERTED_SUFFIXES
