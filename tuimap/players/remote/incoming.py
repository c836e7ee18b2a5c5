"""A sound that comes over the line: the deck of the listener reads it as it reads a file, and waits where need be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

import numpy as np

from tuimap.errors import DecodeError
from tuimap.players.remote.framing import Kind
from tuimap.players.remote.messages import Play, place
from tuimap.players.remote.pieces import begins, index_at, unpacked
from tuimap.players.remote.shelf import Shelf
from tuimap.players.source import Opened
from tuimap.players.voice import Frames

FIRST_SECONDS = 0.06
"""A sound begins with so much of it: a device that has taken all there is would make a gap."""
TELL_AFTER = 16
"""Pieces; so often the studio is told how far the sound has been read."""


class Incoming:
    """Source and open sound in one; `ask` sends a message to the studio, and may be called by any thread."""

    def __init__(self, play: Play, shelf: Shelf, ask: Callable[[Kind, bytes], None]) -> None:
        self.number = play.number
        self.key = str(play.number)
        self.name = play.name
        self.rate = play.rate
        self.n_frames = play.n_frames
        self._shelf = shelf
        self._ask = ask
        self._digests: dict[int, bytes] = {}
        self._n_pieces: int | None = None
        self._abandoned = False
        self._told = 0
        self._changed = Condition()

    def put(self, first: int, digests: list[bytes]) -> None:
        """Know pieces, from number `first` on, by their hash."""
        with self._changed:
            self._digests.update(enumerate(digests, first))
            self._changed.notify_all()

    def end(self, n_pieces: int) -> None:
        """Know that there are no more pieces than these."""
        with self._changed:
            self._n_pieces = n_pieces
            self._changed.notify_all()

    def abandon(self) -> None:
        """Let go of whoever waits: no piece will come any more."""
        with self._changed:
            self._abandoned = True
            self._changed.notify_all()

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """Give what can be read; raises DecodeError in the body once it is abandoned."""
        yield self

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        """Give everything from a frame on as it comes; the first block is long enough to begin with."""
        index = index_at(first)
        skipped = first - begins(index)
        held: list[Frames] = []
        missing = round(FIRST_SECONDS * self.rate)
        while (frames := self._frames(index)) is not None:
            frames = frames[skipped:]
            index, skipped = index + 1, 0
            if missing > 0:
                held.append(frames)
                missing -= len(frames)
                if missing > 0:
                    continue
                frames = np.concatenate(held)
            yield frames
        if missing > 0 and held:
            yield np.concatenate(held)

    def read(self, first: int, n_frames: int) -> Frames:
        """Give some frames from anywhere, [frames, 2], once they are here."""
        index = index_at(first)
        end = first + n_frames
        found = [np.zeros((0, 2), np.float32)]
        while begins(index) < end and (frames := self._frames(index)) is not None:
            found.append(frames[max(0, first - begins(index)) : end - begins(index)])
            index += 1
        return np.concatenate(found)

    def _frames(self, index: int) -> Frames | None:
        """Wait for a piece; None after the last."""
        with self._changed:
            while True:
                if self._abandoned:
                    raise DecodeError(f"{self.name}: it no longer comes")
                if self._n_pieces is not None and index >= self._n_pieces:
                    return None
                digest = self._digests.get(index)
                self._tell(index, here=digest is not None)
                piece = None if digest is None else self._shelf.get(digest)
                if piece is not None:
                    return unpacked(piece)
                if digest is not None:
                    del self._digests[index]
                    self._ask(Kind.LOST, place(self.number, index))
                self._changed.wait()

    def _tell(self, index: int, *, here: bool) -> None:
        """Tell the studio where the sound is read, when it could not know or has to go on."""
        if abs(index - self._told) >= TELL_AFTER or not (here or index in (self._told, self._told + 1)):
            self._told = index
            self._ask(Kind.WANT, place(self.number, index))
