"""The pieces that a listener keeps: a sound heard once need not come again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

SHELF_BYTES = 256 << 20
"""About 25 minutes of stereo."""
_OVERHEAD = 200
"""Bytes that Python adds to each piece."""


class Shelf:
    """Pieces under their hash, up to a number of bytes; what has not been used for longest goes first."""

    def __init__(self, most: int = SHELF_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._pieces: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def put(self, digest: bytes, piece: bytes) -> list[bytes]:
        """Keep a piece; give the hashes of those that had to go."""
        gone = []
        with self._lock:
            if digest not in self._pieces:
                self._bytes += len(piece) + _OVERHEAD
            self._pieces[digest] = piece
            self._pieces.move_to_end(digest)
            while self._bytes > self._most and len(self._pieces) > 1:
                oldest, dropped = self._pieces.popitem(last=False)
                self._bytes -= len(dropped) + _OVERHEAD
                gone.append(oldest)
        return gone

    def get(self, digest: bytes) -> bytes | None:
        """Give a piece, and count it as used; None where it is not here."""
        with self._lock:
            piece = self._pieces.get(digest)
            if piece is not None:
                self._pieces.move_to_end(digest)
            return piece

    def digests(self) -> list[bytes]:
        """Give the hashes of all that is here, what was used last first."""
        with self._lock:
            return list(reversed(self._pieces))
