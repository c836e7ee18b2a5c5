"""What is heard, wherever its samples come from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

import numpy as np

from tuimap.players import Clip
from tuimap.players.conversion import finite, stereo_matrix
from tuimap.players.converted_sound import converted_sound
from tuimap.players.decoding import is_converted, open_clip, read_blocks, stretch
from tuimap.safe import printable

if TYPE_CHECKING:
    import soundfile

    from tuimap.players.voice import Frames


ENDLESS = 1 << 40
"""Frames: a header that claims more does not know."""


class Opened(Protocol):
    """A sound that is open: stereo at its own rate. Reading may raise DecodeError."""

    @property
    def rate(self) -> int:
        """Frames per second."""

    @property
    def n_frames(self) -> int | None:
        """How many there are; None where that shows only at the end."""

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        """Give everything from a frame on, in short blocks [frames, 2]."""

    def read(self, first: int, n_frames: int) -> Frames:
        """Give some frames from anywhere, [frames, 2]; fewer where there are fewer."""


class Source(Protocol):
    """A sound that can be opened."""

    @property
    def key(self) -> str:
        """What tells it from others: of a file its path."""

    @property
    def name(self) -> str:
        """What people call it, fit to be printed."""

    def open(self) -> AbstractContextManager[Opened]:
        """Open it; raises DecodeError, which names it, there or in the body."""


class FileSource:
    """A stretch of a file."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self.key = str(clip.path)
        self.name = printable(clip.path.name)

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """Open the file."""
        if is_converted(self.clip):
            with converted_sound(self.clip) as sound:
                yield sound
            return
        with open_clip(self.clip) as file:
            yield _OpenedFile(file, self.clip)


class _OpenedFile:
    def __init__(self, file: soundfile.SoundFile, clip: Clip) -> None:
        self.rate: int = file.samplerate
        n_frames = len(stretch(file, clip))
        self.n_frames = n_frames if n_frames < ENDLESS else None
        self._file, self._clip = file, clip
        self._matrix = stereo_matrix(file.channels)

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        for block in read_blocks(self._file, self._clip, first):
            yield finite(block) @ self._matrix

    def read(self, first: int, n_frames: int) -> Frames:
        blocks: list[Frames] = []
        for block in self.blocks(first):
            blocks.append(block[:n_frames])
            n_frames -= len(blocks[-1])
            if not n_frames:
                break
        return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
