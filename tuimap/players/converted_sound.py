"""A stretch of a file that ffmpeg reads for us: it is heard while the rest is still being converted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread
from typing import IO, TYPE_CHECKING

import numpy as np

from tuimap.corpus.converted import converting
from tuimap.errors import DecodeError
from tuimap.players.conversion import finite, stereo_matrix
from tuimap.players.decoding import BLOCK_SECONDS, believed, block_frames, converted_seconds, naming
from tuimap.players.voice import Frames
from tuimap.safe import printable

if TYPE_CHECKING:
    import soundfile

    from tuimap.players import Clip

FRAME_BYTES = 8
LATER_BLOCKS = 8
"""After the first block, so many are taken at once."""


@contextmanager
def converted_sound(clip: Clip) -> Iterator[ConvertedSound]:
    """Begin to convert a clip, and stop when the body ends. Raises DecodeError, which names the file."""
    with naming(clip), tempfile.TemporaryFile(prefix="tuimap-") as copy:
        sound = ConvertedSound(clip, copy)
        try:
            sound.wait_for(1)
            yield sound
        finally:
            sound.close()


class ConvertedSound:
    """A thread takes what ffmpeg gives as fast as it comes, and keeps it in a file: stereo, at its own rate."""

    def __init__(self, clip: Clip, copy: IO[bytes]) -> None:
        self.rate = 0
        self._copy = copy
        self._there = 0
        self._ended = self._closed = False
        self._refusal: DecodeError | None = None
        self._changed = Condition()
        Thread(target=self._run, args=(clip,), name="conversion", daemon=True).start()

    @property
    def n_frames(self) -> int | None:
        """How many frames there are; None before that is known."""
        with self._changed:
            return self._there if self._ended else None

    def wait_for(self, n_frames: int) -> None:
        """Wait until so many frames have come, or all; raises DecodeError where there are none and will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._there >= n_frames or self._ended)
            if self._refusal is not None and not self._there:
                raise self._refusal

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        """Give everything from a frame on as it comes; raises DecodeError where ffmpeg failed, after what it gave."""
        size = max(1, int(self.rate * BLOCK_SECONDS))
        while True:
            self.wait_for(first + 1)
            block = self._taken(first, size)
            if not len(block):
                break
            first += len(block)
            yield block
        if self._refusal is not None:
            raise self._refusal

    def read(self, first: int, n_frames: int) -> Frames:
        """Give some frames from anywhere once they are there."""
        self.wait_for(first + n_frames)
        return self._taken(first, n_frames)

    def close(self) -> None:
        """Convert no more."""
        with self._changed:
            self._closed = True

    def _taken(self, first: int, n_frames: int) -> Frames:
        with self._changed:
            n_frames = min(n_frames, max(0, self._there - first))
            self._copy.seek(first * FRAME_BYTES)
            return np.frombuffer(self._copy.read(n_frames * FRAME_BYTES), np.float32).reshape(-1, 2)

    def _run(self, clip: Clip) -> None:
        try:
            with converting(clip.path, converted_seconds(clip), clip.start) as file:
                self._take(file)
        except DecodeError as error:
            self._refusal = error
        except Exception as error:  # noqa: BLE001 - decoders raise what they like; it costs one file, not the sound
            self._refusal = DecodeError(printable(str(error)))
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _take(self, file: soundfile.SoundFile) -> None:
        """Keep what comes, until its end or until it is no longer wanted."""
        believed(file)
        self.rate = file.samplerate
        matrix = stereo_matrix(file.channels)
        size = block_frames(file)
        while len(values := file.read(size, dtype="float32", always_2d=True)):
            size = LATER_BLOCKS * block_frames(file)
            frames = finite(values) @ matrix
            with self._changed:
                if self._closed:
                    return
                self._copy.seek(self._there * FRAME_BYTES)
                self._copy.write(frames.tobytes())
                self._there += len(frames)
                self._changed.notify_all()
