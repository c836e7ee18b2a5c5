"""A file's audio, block by block. The one place of the players that opens sound files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tuimap.errors import DecodeError
from tuimap.players import Clip
from tuimap.players.voice import Frames

BLOCK_SECONDS = 0.05
"""Length of a block: short, so that a long file sounds at once."""
BLOCK_VALUES = 1 << 18
"""A block holds at most so many values, whatever rate and channels a header claims."""

_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def printable(path: Path) -> str:
    """Give a file's name without control characters and undecodable bytes, fit for a screen."""
    return "".join(c if c.isprintable() else repr(c)[1:-1].replace("\\udc", "\\x") for c in path.name)


@contextmanager
def open_source(path: Path) -> Iterator[Any]:
    """Open a regular file as a `soundfile.SoundFile`; raises DecodeError that names it.

    Anything with `samplerate`, `channels`, `frames`, `seek(frame)` and `read(n, dtype, always_2d)` can be
    given here instead, for what libsndfile does not read.
    """
    import soundfile

    with _failure_of(path):
        # soundfile closes the descriptor, also when it does not know the format
        source = soundfile.SoundFile(_open_regular(path), closefd=True)
    with source:
        yield source


def read_blocks(source: Any, clip: Clip) -> Iterator[Frames]:
    """Give the clip's stretch of an open file, in blocks [frames, channels] at the file's rate."""
    rate, channels = source.samplerate, source.channels
    block = max(1, min(int(rate * BLOCK_SECONDS), BLOCK_VALUES // channels))
    left = None if clip.duration is None else max(1, round(clip.duration * rate))
    first = min(round(clip.start * rate), max(0, source.frames - 1))
    with _failure_of(clip.path):
        if first > 0:
            source.seek(first)
        while left is None or left > 0:
            frames = source.read(block if left is None else min(block, left), dtype="float32", always_2d=True)
            if not len(frames):
                return
            left = None if left is None else left - len(frames)
            yield frames


def _open_regular(path: Path) -> int:
    """Open by descriptor: any name, and a pipe or a device cannot hold us up."""
    descriptor = os.open(path, _OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise DecodeError(f"{printable(path)} cannot be played: it is not a file")
    return descriptor


@contextmanager
def _failure_of(path: Path) -> Iterator[None]:
    """Name the file in whatever goes wrong inside."""
    import soundfile

    try:
        yield
    except soundfile.LibsndfileError as error:
        reason = error.error_string.removeprefix("Error : ").strip(" .")
        raise DecodeError(f"{printable(path)} cannot be played: {reason}") from error
    except OSError as error:
        raise DecodeError(f"{printable(path)} cannot be opened: {error.strerror or error}") from error
