"""Sound held in memory, heard like an open file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tuimap.players.voice import Frames

if TYPE_CHECKING:
    from tuimap.players.source import Opened

BLOCK_SECONDS = 0.05
MOST_FRAMES = 1 << 21
"""Of a sound that does not tell its length, so much is held where the end has to be known: some 45 seconds."""


class Held:
    """Frames [frames, 2] in memory."""

    def __init__(self, frames: Frames, rate: int) -> None:
        self.rate = rate
        self.n_frames = len(frames)
        self._frames = frames

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        """Give all frames from `first` on."""
        size = max(1, int(self.rate * BLOCK_SECONDS))
        return (self._frames[at : at + size] for at in range(first, self.n_frames, size))

    def read(self, first: int, n_frames: int) -> Frames:
        """Give at most `n_frames` frames from `first` on."""
        return self._frames[first : first + n_frames]


def measured(opened: Opened) -> Opened:
    """Give the same sound with its length known."""
    if opened.n_frames is not None:
        return opened
    blocks, n_frames = [np.zeros((0, 2), np.float32)], 0
    for block in opened.blocks():
        blocks.append(block)
        n_frames += len(block)
        if n_frames >= MOST_FRAMES:
            break
    return Held(np.concatenate(blocks), opened.rate)
