"""What the values of options must be; a wrong one is said in the words of the option."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Collection
from pathlib import Path

from tuimap.descriptors import joined
from tuimap.players.choice import parse_audio
from tuimap.settings import DETECTORS, LONGEST_SECONDS, MOST_LAYERS, MOST_SECONDS, MOST_WIDTH

_MOST_THRESHOLD = 10.0

MOST_ASPECT = 1000

OUTPUT_SUFFIXES = (".csv", ".json")

PICTURE_SUFFIXES = (".svg", ".png")

ALL = "all"
"""The word for every name that there is."""


def count(least: int, most: int) -> Callable[[str], int]:
    """Give a reader of whole numbers from `least` to `most`."""

    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return number


def descriptor(text: str) -> str:
    """Read the names of descriptors joined by a plus."""
    try:
        return joined(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def audio(text: str) -> str:
    """Read what is to make the sound."""
    try:
        return str(parse_audio(text))
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def host_and_port(text: str) -> tuple[str, int]:
    """Read `HOST:PORT`."""
    from tuimap import address

    try:
        return address.host_and_port(text, "127.0.0.1:57120")
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def path(text: str) -> Path:
    """Read a path."""
    if not text:
        raise ArgumentTypeError("an empty path")
    return Path(text)


def widths(text: str) -> tuple[int, ...]:
    """Read the widths of layers, such as `128,64`."""
    chosen = tuple(count(1, MOST_WIDTH)(width) for width in text.split(","))
    if len(chosen) > MOST_LAYERS:
        raise ArgumentTypeError(f"{text!r} are more than {MOST_LAYERS} layers")
    return chosen


def aspect(text: str) -> tuple[int, int]:
    """Read how wide a grid is to its height, such as `4:1`."""
    across, colon, down = text.partition(":")
    if not colon:
        raise ArgumentTypeError(f"{text!r} is not W:H, such as 4:1")
    return count(1, MOST_ASPECT)(across), count(1, MOST_ASPECT)(down)


def seconds(text: str) -> float:
    """Read a length of sound."""
    length = _number(text)
    if not 0.01 <= length <= MOST_SECONDS:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds from 0.01 to {MOST_SECONDS:g}")
    return length


def moment(text: str) -> float:
    """Read a place in a recording."""
    place = _number(text)
    if not 0 <= place <= LONGEST_SECONDS:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds from 0")
    return place


def share(text: str) -> float:
    """Read a number from 0 to 1."""
    part = _number(text)
    if not 0 <= part <= 1:
        raise ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return part


def slicing(text: str) -> str:
    """Read how recordings are cut; equal lengths are written in one way."""
    if text in DETECTORS:
        return text
    length = _number(text)
    if not 0.01 <= length <= MOST_SECONDS:
        ways = ", ".join(DETECTORS)
        raise ArgumentTypeError(f"{text!r} is neither {ways} nor a number of seconds from 0.01 to {MOST_SECONDS:g}")
    return str(length)


def threshold(text: str) -> float:
    """Read a threshold."""
    value = _number(text)
    if not 0 < value <= _MOST_THRESHOLD:
        raise ArgumentTypeError(f"{text!r} is not a number above 0, at most {_MOST_THRESHOLD:g}")
    return value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0


def several(
    known: Collection[str], every: tuple[str, ...], *, joined: bool = False
) -> Callable[[str], tuple[str, ...]]:
    """Give a reader of `known` names set apart by commas; the word `all` gives `every`.

    Where they may be `joined`, a plus makes one of several.
    """

    def names(text: str) -> tuple[str, ...]:
        chosen = every if text == ALL else tuple(dict.fromkeys(text.split(",")))
        for name in chosen:
            parts = name.split("+") if joined else [name]
            for part in parts:
                if part not in known:
                    raise ArgumentTypeError(f"{part!r} is none of {', '.join(known)}")
            if len(set(parts)) < len(parts):
                raise ArgumentTypeError(f"{name!r} names one of them twice")
        return chosen

    return names


def picture(text: str) -> Path:
    """Read the name of a picture to draw."""
    if Path(text).suffix.lower() not in PICTURE_SUFFIXES:
        raise ArgumentTypeError(f"{text!r}: name a file that ends in {' or '.join(PICTURE_SUFFIXES)}")
    return Path(text)


def output(text: str) -> str:
    """Read the name of a file to write, or `-`."""
    if text != "-" and Path(text).suffix.lower() not in OUTPUT_SUFFIXES:
        raise ArgumentTypeError(f"{text!r}: name a file that ends in {' or '.join(OUTPUT_SUFFIXES)}, or -")
    return text
