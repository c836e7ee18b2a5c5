"""Messages on the line: one byte that tells the kind, four for the length, then the body. Knows no socket."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from enum import IntEnum

from tuimap.players.remote import LineError

HEAD = struct.Struct("!BI")


class Kind(IntEnum):
    """What a message is. The first ones open a conversation, the next come from the studio, the last go to it."""

    HELLO = 1
    PROOF = 2
    WELCOME = 3
    REFUSED = 4

    PLAY = 16
    PIECE = 17
    KNOWN = 18
    END = 19
    STOP = 20
    VOLUME = 21
    PING = 22

    GOT = 32
    HELD = 33
    GONE = 34
    WANT = 35
    LOST = 36
    STATE = 37
    BYE = 38


OPENING = {Kind.HELLO: 64, Kind.PROOF: 64, Kind.WELCOME: 512, Kind.REFUSED: 64}
"""The longest body of each message before the two sides trust each other, in bytes."""
FROM_STUDIO = {
    Kind.PLAY: 4096,
    Kind.PIECE: 1 << 14,
    Kind.KNOWN: 1 << 13,
    Kind.END: 8,
    Kind.STOP: 0,
    Kind.VOLUME: 8,
    Kind.PING: 0,
}
FROM_LISTENER = {
    Kind.GOT: 8,
    Kind.HELD: 1 << 13,
    Kind.GONE: 1 << 13,
    Kind.WANT: 8,
    Kind.LOST: 8,
    Kind.STATE: 4096,
    Kind.BYE: 64,
}


def message(kind: Kind, body: bytes = b"") -> bytes:
    """Give a message as it goes over the line."""
    return HEAD.pack(kind, len(body)) + body


class Unpacker:
    """Finds the messages in what comes in, however it is cut; holds at most what was fed and one that is not whole."""

    def __init__(self, longest: Mapping[Kind, int]) -> None:
        self._longest = longest
        self._held = bytearray()

    def expect(self, longest: Mapping[Kind, int]) -> None:
        """From now on take these kinds of messages, no longer than given."""
        self._longest = longest

    def feed(self, incoming: bytes) -> None:
        """Take what has come."""
        self._held += incoming

    def next(self) -> tuple[Kind, bytes] | None:
        """Give the next message; None until it is whole. Raises LineError as soon as it is seen to be none."""
        if len(self._held) < HEAD.size:
            return None
        number, length = HEAD.unpack_from(self._held)
        if length > self._longest.get(number, -1):
            raise LineError(f"it says what has no place here (a message of kind {number}, {length} bytes)")
        end = HEAD.size + length
        if len(self._held) < end:
            return None
        body = bytes(self._held[HEAD.size : end])
        del self._held[:end]
        return Kind(number), body
