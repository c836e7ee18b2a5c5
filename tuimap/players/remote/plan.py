"""Which piece of a sound goes next: those that the listener will need first, and not too many before it does."""

from __future__ import annotations

from collections import deque

from tuimap.players.remote.pieces import LONGEST, count

SOON = 64
"""Pieces; whoever waits for one that is so near needs those before it too."""


class Plan:
    """`n_frames` as the file says, or None; `ahead` is how many pieces may go before they are needed."""

    def __init__(self, n_frames: int | None, *, backwards: bool = False, ahead: int = 650) -> None:
        self.n_pieces = None if n_frames is None else min(count(n_frames), LONGEST)
        self._step = -1 if backwards and self.n_pieces else 1
        self._ahead = ahead
        self._position = self._next = (self.n_pieces or 1) - 1 if self._step < 0 else 0
        self._gone: set[int] = set()
        self._lost: deque[int] = deque()

    def next(self) -> int | None:
        """Give the piece to send now; None while there is none."""
        if self._lost:
            return self._lost[0]
        while self._next in self._gone:
            self._next += self._step
        near = abs(self._next - self._position) < self._ahead
        last = LONGEST if self.n_pieces is None else self.n_pieces
        return self._next if near and 0 <= self._next < last else None

    def went(self, index: int) -> None:
        """Count a piece as sent."""
        self._gone.add(index)
        if self._lost and self._lost[0] == index:
            self._lost.popleft()

    def ends(self, n_pieces: int) -> None:
        """Know now how many pieces there are: a header may be wrong, and a file may end early."""
        self.n_pieces = n_pieces
        self._lost = deque(index for index in self._lost if index < n_pieces)

    def needed(self, index: int) -> None:
        """Go on from the piece that the listener waits for, unless its turn comes soon anyway."""
        self._position = index
        if not 0 <= (index - self._next) * self._step < SOON:
            self._next = index

    def lost(self, index: int) -> None:
        """Send a piece again, before all others."""
        self._lost.append(index)
