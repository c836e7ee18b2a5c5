"""Sounds in memory for tests, whole and damaged."""

from collections.abc import Iterator

import numpy as np

from tuimap.errors import DecodeError
from tuimap.players.held import Held
from tuimap.players.voice import Frames

RATE = 48_000


def stereo(values: np.ndarray) -> Frames:
    """Give the same on both sides, [frames, 2]."""
    return np.repeat(np.asarray(values, np.float32)[:, None], 2, axis=1)


def noise(n_frames: int, level: float = 0.1) -> Frames:
    return (level * np.random.default_rng(0).standard_normal((n_frames, 2))).astype(np.float32)


def a_sine(hertz: float, n_frames: int, level: float = 0.5) -> Frames:
    return stereo(level * np.sin(2 * np.pi * hertz * np.arange(n_frames) / RATE))


def nothing_told(error: DecodeError) -> None:
    raise AssertionError(error)


def first_of(blocks: Iterator[Frames], n_frames: int) -> Frames:
    """Give the first frames of a stream."""
    got: list[Frames] = []
    for block in blocks:
        got.append(block)
        if sum(map(len, got)) >= n_frames:
            break
    return np.concatenate(got)[:n_frames]


class Piped:
    """A sound whose length shows only at its end."""

    n_frames = None

    def __init__(self, frames: Frames, rate: int) -> None:
        self.rate = rate
        self._held = Held(frames, rate)
        self.blocks = self._held.blocks
        self.read = self._held.read


class Torn(Held):
    """A sound that claims a length and is damaged from a frame on."""

    def __init__(self, frames: Frames, n_frames: int, rate: int = RATE) -> None:
        super().__init__(frames, rate)
        self.n_frames = n_frames

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        yield from Held(self.read(first, self.n_frames), self.rate).blocks() if first < len(self._frames) else ()
        raise DecodeError("torn")

    def read(self, first: int, n_frames: int) -> Frames:
        if first >= len(self._frames):
            raise DecodeError("torn")
        return super().read(first, n_frames)
