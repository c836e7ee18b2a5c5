"""Where a sound begins to be heard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from tuimap.errors import DecodeError
from tuimap.players.voice import Frames

if TYPE_CHECKING:
    from tuimap.players.source import Opened

BELOW_PEAK = 0.01
"""A sound begins where it first comes within 40 dB of the loudest of the stretch it begins in."""
SILENCE = 1e-4
"""Below this, 80 dB under full scale, a stretch is taken for silence, unless there is nothing louder."""
BEFORE_MS = 2.0
"""Kept before the onset, so that its attack is whole."""
STRETCH_SECONDS = 4.0
"""Looked at together, unless it gets loud before that."""
LOUD = 0.1
"""What comes after this can hardly be so much louder that this was silence."""
PATIENCE_SECONDS = 0.05
"""A search that takes longer goes on in the sound from where it has come to."""


def onset(opened: Opened, patience: float = PATIENCE_SECONDS) -> int:
    """Give the frame from which to hear a sound without the silence before it; 0 where all of it is silent."""
    before = int(opened.rate * BEFORE_MS / 1000)
    until = time.monotonic() + patience
    start = 0
    for stretch, peak in _stretches(opened, until):
        if peak > SILENCE:
            reached = (np.abs(stretch) >= max(SILENCE, peak * BELOW_PEAK)).any(axis=1)
            return max(0, start + int(np.argmax(reached)) - before)
        if start and time.monotonic() > until:
            return start - before
        start += len(stretch)
    return 0


def _stretches(opened: Opened, until: float) -> Iterator[tuple[Frames, float]]:
    """Give some seconds at a time, [frames, 2], and how loud they get, as far as the sound can be read."""
    n_frames = max(1, int(opened.rate * STRETCH_SECONDS))
    blocks: list[Frames] = []
    peak = 0.0
    with suppress(DecodeError):  # said where the sound is heard
        for block in filter(len, opened.blocks()):
            blocks.append(block)
            peak = max(peak, float(block.max()), -float(block.min()))
            if peak > LOUD or sum(map(len, blocks)) >= n_frames or time.monotonic() > until:
                yield np.concatenate(blocks), peak
                blocks, peak = [], 0.0
    if blocks:
        yield np.concatenate(blocks), peak


class Later:
    """An open sound without its first frames."""

    def __init__(self, opened: Opened, first: int) -> None:
        self._opened = opened
        self._first = first
        self.rate = opened.rate
        self.n_frames = None if opened.n_frames is None else max(0, opened.n_frames - first)

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        """Give all frames from `first` on."""
        return self._opened.blocks(self._first + first)

    def read(self, first: int, n_frames: int) -> Frames:
        """Give at most `n_frames` frames from `first` on."""
        return self._opened.read(self._first + first, n_frames)
