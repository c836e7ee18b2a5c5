"""Numbers as people write them: `500ms`, `3k`, `-20dB`, `20%`, `a3`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NamedTuple

from tuimap.notes import hertz_of


class Span(NamedTuple):
    """What numbers are meant; both ends are among them."""

    low: float = -math.inf
    high: float = math.inf


Reader = Callable[[str], Span | None]
"""Gives what one value means, as wide as it is written, or None where it is no value."""

_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-z%]*)")
_CLOCK = re.compile(r"(\d+):([0-5]?\d(?:\.\d*)?)")
_NOTE = re.compile(r"([a-g])([#b]?)(-?\d)")
_QUARTER = 2 ** (0.5 / 12)
"""Half a semitone, as a ratio."""


def seconds(text: str) -> Span | None:
    """Read a length: `0.5`, `500ms`, `2s`, `1.5min`, `1:30`."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _point(60 * int(clock[1]) + float(clock[2]))
    return _measured(text, {"": 1, "s": 1, "sec": 1, "ms": 1e-3, "m": 60, "min": 60})


def hertz(text: str) -> Span | None:
    """Read a frequency: `3000`, `3k`, `440hz`, `1.2khz`."""
    return _measured(text, {"": 1, "hz": 1, "k": 1e3, "khz": 1e3})


def pitch(text: str) -> Span | None:
    """Read a pitch: a frequency, or a note such as `a3`, `c#4`, `bb2`, which reaches halfway to the next ones."""
    note = _NOTE.fullmatch(text.lower())
    if note is None:
        return hertz(text)
    middle = hertz_of(note[1], {"": 0, "#": 1, "b": -1}[note[2]], int(note[3]))
    return Span(middle / _QUARTER, middle * _QUARTER)


def decibels(text: str) -> Span | None:
    """Read a loudness or a level: `-20`, `-20db`, `-20lufs`."""
    return _measured(text, {"": 1, "db": 1, "lufs": 1, "lu": 1})


def share(text: str) -> Span | None:
    """Read a part of a whole: `.2`, `20%`."""
    return _measured(text, {"": 1, "%": 1e-2})


def span(text: str, read: Reader) -> Span | None:
    """Read `<x`, `<=x`, `>x`, `>=x`, `x..y`, `x..`, `..y`, or `x` alone; None where it is none of these."""
    for sign in ("<=", ">=", "<", ">"):
        if text.startswith(sign):
            value = read(text[len(sign) :])
            return value and _compared(sign, value)
    low, dots, high = text.partition("..")
    if not dots:
        return read(text)
    first, last = (read(low) if low else Span()), (read(high) if high else Span())
    if first is None or last is None or not (low or high):
        return None
    return Span(first.low, last.high)


def _compared(sign: str, value: Span) -> Span:
    if sign == "<":
        return Span(high=math.nextafter(value.low, -math.inf))
    if sign == "<=":
        return Span(high=value.high)
    return Span(low=value.low if sign == ">=" else math.nextafter(value.high, math.inf))


def _measured(text: str, units: dict[str, float]) -> Span | None:
    found = _NUMBER.fullmatch(text.lower())
    if found is None or found[2] not in units:
        return None
    return _point(float(found[1]) * units[found[2]])


def _point(value: float) -> Span:
    return Span(value, value)
