"""A sound from its end to its beginning, whatever its length: read piece by piece from behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tuimap.errors import DecodeError
from tuimap.players.held import measured
from tuimap.players.voice import Frames

if TYPE_CHECKING:
    from tuimap.players.source import Opened

BLOCK_SECONDS = 0.05
PIECE_SECONDS = 1.0
"""Read at once, after shorter ones at first: going back is slow in compressed files."""


class Backwards:
    """An open sound heard from behind: its frame 0 is the last that can be read."""

    def __init__(self, opened: Opened) -> None:
        self._opened = measured(opened)
        self.rate = opened.rate
        self.n_frames = readable(self._opened)

    def read(self, first: int, n_frames: int) -> Frames:
        """Give at most `n_frames` frames from `first` on; raises DecodeError where they are damaged."""
        last = self.n_frames - first
        start = max(0, last - n_frames)
        return self._opened.read(start, last - start)[::-1] if last > start else self._opened.read(0, 0)

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        """Give all frames from `first` on; raises DecodeError at the end where some of them are damaged."""
        block = max(1, int(self.rate * BLOCK_SECONDS))
        piece = block
        damage: DecodeError | None = None
        while first < self.n_frames:
            try:
                frames = self.read(first, piece)
            except DecodeError as error:
                damage = damage or error
            else:
                yield from (frames[at : at + block] for at in range(0, len(frames), block))
            first += piece
            piece = min(2 * piece, max(block, int(self.rate * PIECE_SECONDS)))
        if damage is not None:
            raise damage


def readable(opened: Opened) -> int:
    """Give how many frames a sound of known length really has: a file cut short may claim more."""
    assert opened.n_frames is not None
    if _gives(opened, opened.n_frames - 1):
        return opened.n_frames
    there, claimed = 0, opened.n_frames
    while there < claimed - 1:
        middle = (there + claimed) // 2
        there, claimed = (middle, claimed) if _gives(opened, middle) else (there, middle)
    return there + 1 if _gives(opened, there) else 0


def _gives(opened: Opened, place: int) -> bool:
    try:
        return place >= 0 and len(opened.read(place, 1)) > 0
    except DecodeError:
        return False
