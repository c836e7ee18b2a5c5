"""What other programs are told, as packets of OSC 1.0."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tuimap.osc.packets import PREFIX

MOST_BYTES = 8_000
"""Of a packet: programs set aside little more for one."""

_NOW = b"#bundle\0" + (1).to_bytes(8)
"""The head of a bundle that is meant for now."""


class Stretch(NamedTuple):
    """A stretch of a file, and where it is on the map."""

    path: str
    """Absolute; undecodable bytes as surrogates; empty where the map names no files."""
    start: float
    """In seconds."""
    duration: float
    """In seconds; 0 where it is not known."""
    x: float
    y: float
    """In the unit square, y upwards."""


def play_packet(stretch: Stretch) -> bytes:
    """Tell that a sound begins: `/tuimap/play path start duration x y`."""
    return _message("play", *stretch)


def stop_packet() -> bytes:
    """Tell that whatever sounds is to end: `/tuimap/stop`."""
    return _message("stop")


def select_packets(stretches: Iterable[Stretch], count: int) -> Iterator[bytes]:
    """Tell which `count` sounds are selected: `/tuimap/select number count path start duration x y`, from 1 on.

    Where none are, it is `/tuimap/select 0 0`. As many as have room travel together as a bundle.
    """
    bundle = b""
    for number, stretch in enumerate(stretches, 1):
        message = _message("select", number, count, *stretch)
        element = len(message).to_bytes(4) + message
        if bundle and len(_NOW + bundle + element) > MOST_BYTES:
            yield _NOW + bundle
            bundle = b""
        bundle += element
    yield _NOW + bundle if count else _message("select", 0, 0)


def _message(name: str, *arguments: float | str) -> bytes:
    from pythonosc.osc_message_builder import OscMessageBuilder

    builder = OscMessageBuilder(PREFIX + name)
    raw = stand_in = b""
    for argument in arguments:
        if isinstance(argument, str):
            # python-osc refuses what is not UTF-8: such a name goes as its bytes, in the place of as many others
            raw = os.fsencode(argument)
            stand_in = bytes(byte if byte < 0x80 else ord("?") for byte in raw)
        builder.add_arg(stand_in.decode() if isinstance(argument, str) else argument)
    return builder.build().dgram.replace(stand_in, raw, 1)
