"""What other programs ask of the map, read from packets of OSC 1.0; whatever else comes is passed over.

python-osc, which writes ours, does not read them: a bundle whose element has a negative size keeps it busy for ever,
types that it does not know make it write on the screen, and numbers that are missing are 0 to it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

PREFIX = "/tuimap/"

ARGUMENTS = {"cursor": 2, "nearest": 2, "play": 0, "stop": 0}
"""What can be asked for, and how many numbers from 0 to 1 belong to it."""

_BUNDLE = b"#bundle\0"
_HEAD = len(_BUNDLE) + 8
"""Bytes of a bundle before its elements: its name and its time, which is always now."""
_SIZE = 4
_MOST_NESTED = 8
_NUMBERS = {ord("i"): "i", ord("f"): "f", ord("h"): "q", ord("d"): "d"}
"""Types of arguments that are numbers, whole and not, in four bytes and in eight, as `struct` calls them."""
_ADDRESSES = {f"{PREFIX}{name}".encode(): name for name in ARGUMENTS}


class Command(NamedTuple):
    """Something that is asked for."""

    name: str
    """One of ARGUMENTS."""
    place: tuple[float, ...] = ()
    """x and y in the unit square, y upwards; empty where it needs none."""


def commands_in(packet: bytes) -> list[Command]:
    """Give what a packet asks for, in its order; empty where it asks for nothing that is known."""
    return [command for message in _messages(packet) if (command := _command(message)) is not None]


def _messages(packet: bytes, nested: int = 0) -> Iterator[bytes]:
    """Take bundles apart, as far as they are whole."""
    if not packet.startswith(_BUNDLE):
        yield packet
        return
    at = _HEAD
    while nested < _MOST_NESTED and at + _SIZE < len(packet):
        size = int.from_bytes(packet[at : at + _SIZE], signed=True)
        at += _SIZE
        if not 0 < size <= len(packet) - at:
            return
        yield from _messages(packet[at : at + size], nested + 1)
        at += size


def _command(message: bytes) -> Command | None:
    """Read one message; None where it asks for nothing that is known, or not as it should."""
    address, rest = _string(message)
    types, numbers = _string(rest)
    name = _ADDRESSES.get(address, "")
    if not name or types[:1] not in (b"", b",") or not set(types[1:]) <= _NUMBERS.keys():
        return None
    try:
        place = struct.unpack(">" + "".join(_NUMBERS[kind] for kind in types[1:]), numbers)
    except struct.error:
        return None
    fits = len(place) == ARGUMENTS[name] and all(0 <= value <= 1 for value in place)
    return Command(name, tuple(map(float, place))) if fits else None


def _string(packet: bytes) -> tuple[bytes, bytes]:
    """Give the text at the beginning, and what follows it: it ends with one to four zeros, at a multiple of four."""
    text = packet.partition(b"\0")[0]
    return text, packet[len(text) // 4 * 4 + 4 :]
