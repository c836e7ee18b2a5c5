"""What the screen's process and the audio child say to each other: one JSON object a line.

JSON in plain ASCII carries every path, also one whose undecodable bytes are held as surrogates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from tuimap.players import AS_IT_IS, Clip, Manner

Deed = Literal["play", "stop", ""]

LONGEST_PATH = 25_000
"""Bytes of a path as it is sent: what any system opens, were each byte of it escaped."""
MOST_EXPECTED = 12_000
"""Bytes of the paths hinted at in one order."""


@dataclass(frozen=True, slots=True)
class Order:
    """The screen asks the child for a sound, or for silence. Each order tells the volume, so that a new child knows."""

    number: int
    """Counts up from 1; the child answers it."""
    deed: Deed
    """Empty: what sounds goes on."""
    clip: Clip | None = None
    """What to play."""
    manner: Manner = AS_IT_IS
    volume_db: float = 0.0
    """Of everything."""
    expected: tuple[Clip, ...] = ()
    """What may be asked for next."""

    def line(self) -> bytes:
        """Give the order as one line."""
        clip = self.clip and _clip_values(self.clip)
        expected = [_clip_values(each) for each in self.expected]
        return _line({**_values(self), "clip": clip, "manner": _values(self.manner), "expected": expected})

    @staticmethod
    def read(line: bytes) -> Order:
        """Read what `line` wrote; raises ValueError for anything else."""
        values = _object(line)
        values["clip"] = values["clip"] and _clip(values["clip"])
        values["expected"] = tuple(_clip(each) for each in values["expected"])
        return Order(**{**values, "manner": Manner(**values["manner"])})


@dataclass(frozen=True, slots=True)
class Report:
    """The child tells how things stand: when something changes, and as a heartbeat."""

    answered: int = 0
    """The number of the newest order that was carried out."""
    opening: str = ""
    """The back end whose device is being opened now, or empty."""
    backend: str = ""
    """The back end that is open, or empty."""
    playing: str | None = None
    """The path that sounds now."""
    started: int = 0
    """Clips begun by this child."""
    problem: str = ""
    """As in `PlayerStatus`."""
    place: str = ""
    """As in `PlayerStatus`."""

    def line(self) -> bytes:
        """Give the report as one line."""
        return _line(_values(self))

    @staticmethod
    def read(line: bytes) -> Report:
        """Read what `line` wrote; raises ValueError for anything else."""
        return Report(**_object(line))


def sendable(clip: Clip) -> Clip:
    """Give a clip that an order has room for: a path too long for any system to open is cut."""
    return clip if _room(clip) <= LONGEST_PATH else replace(clip, path=Path(str(clip.path)[: LONGEST_PATH // 12]))


def most_sendable(clips: Iterable[Clip]) -> tuple[Clip, ...]:
    """Give the first clips, as many as an order has room for as hints."""
    sent: list[Clip] = []
    left = MOST_EXPECTED
    for clip in clips:
        left -= _room(clip)
        if left < 0:
            break
        sent.append(clip)
    return tuple(sent)


def _room(clip: Clip) -> int:
    return len(json.dumps(str(clip.path)))


def _clip_values(clip: Clip) -> dict[str, Any]:
    return {**_values(clip), "path": str(clip.path)}


def _values(told: Any) -> dict[str, Any]:
    """Give the fields of a dataclass as they are; `asdict` copies what is in them, which takes far longer."""
    return {field.name: getattr(told, field.name) for field in fields(told)}


def _clip(values: dict[str, Any]) -> Clip:
    return Clip(**{**values, "path": Path(values["path"])})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    values = json.loads(line)
    if not isinstance(values, dict):
        raise ValueError(f"not an object: {line!r}")
    return values
