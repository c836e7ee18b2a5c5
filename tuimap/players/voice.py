"""One sound on its way to the device: a feeder puts blocks in, the mixer takes frames out."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.players import AS_IT_IS, Manner

if TYPE_CHECKING:
    from tuimap.players.source import Source

Frames: TypeAlias = NDArray[np.float32]

HELD_SECONDS = 1.0
"""A feeder runs at most so far ahead of the device, whatever the clip's length."""


def fall(n_frames: int) -> Frames:
    """Give a fade from 1 to 0 along half a cosine, [n_frames, 1]."""
    phase = (np.arange(n_frames) + 1) / n_frames
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * phase), dtype=np.float32)[:, None]


class Voice:
    """The frames of one clip, between the thread that decodes and the thread that sounds."""

    def __init__(self, source: Source, manner: Manner = AS_IT_IS) -> None:
        self.source = source
        self.manner = manner
        self.problem = ""
        self.begun = False
        self._blocks: deque[Frames] = deque()
        self._held = 0
        self._ended = False
        self._fade: Frames | None = None
        self._changed = Condition()

    @property
    def released(self) -> bool:
        """Whether the clip is no longer wanted."""
        return self._fade is not None

    @property
    def over(self) -> bool:
        """Whether no frame will come any more."""
        with self._changed:
            return (self._ended and not self._blocks) or (self._fade is not None and not len(self._fade))

    @property
    def held(self) -> int:
        """Frames that wait for the device."""
        return self._held

    @property
    def fading(self) -> int:
        """Frames until a released clip is silent."""
        return 0 if self._fade is None else len(self._fade)

    def ready(self, n_frames: int) -> bool:
        """Tell whether so many frames wait for the device, or all that will come."""
        return self._ended or self._held >= n_frames

    def push(self, block: Frames, limit: int) -> bool:
        """Add a block [frames, 2] once fewer than `limit` frames wait; False when the clip is no longer wanted."""
        with self._changed:
            self._changed.wait_for(lambda: self.released or self._held < limit)
            if self.released:
                return False
            self._blocks.append(block)
            self._held += len(block)
            return True

    def end(self, problem: str = "") -> None:
        """Say that no block will come any more, and why if that is a failure."""
        with self._changed:
            self.problem = problem or self.problem
            self._ended = True

    def release(self, fade_frames: int) -> None:
        """Fade out from the next frame on; a clip that has not begun ends at once, one that fades already sooner."""
        with self._changed:
            # no longer than there are frames: it would end in mid-swing
            n_frames = min(fade_frames, self._held) if self.begun else 0
            if self._fade is None:
                self._fade = fall(n_frames)
            elif n_frames < len(self._fade):
                self._fade = self._fade[:n_frames] * fall(n_frames)
            self._changed.notify_all()

    def add_to(self, out: Frames) -> None:
        """Add the next frames to `out` [frames, 2]; a clip whose blocks are late leaves it as it is."""
        with self._changed:
            wanted = len(out) if self._fade is None else min(len(out), len(self._fade))
            done = 0
            while done < wanted and self._blocks:
                piece = self._take(wanted - done)
                if self._fade is not None:
                    piece = piece * self._fade[: len(piece)]
                    self._fade = self._fade[len(piece) :]
                out[done : done + len(piece)] += piece
                done += len(piece)
            if self._fade is not None and not self._blocks:
                self._fade = self._fade[:0]
            self.begun = self.begun or done > 0
            self._changed.notify_all()

    def _take(self, n_frames: int) -> Frames:
        block = self._blocks.popleft()
        if len(block) > n_frames:
            self._blocks.appendleft(block[n_frames:])
        piece = block[:n_frames]
        self._held -= len(piece)
        return piece
