"""What the screen's process and the audio child say to each other: one JSON object a line.

JSON in plain ASCII carries every path, also one whose undecodable bytes are held as surrogates.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tuimap.players import Clip


@dataclass(frozen=True, slots=True)
class Order:
    """The screen asks the child for a sound, or for silence."""

    number: int
    """Counts up from 1; the child answers it."""
    clip: Clip | None
    """What to play; None stops."""
    gain_db: float = 0.0

    def line(self) -> bytes:
        """Give the order as one line."""
        clip = self.clip and {**asdict(self.clip), "path": str(self.clip.path)}
        return _line({"number": self.number, "clip": clip, "gain_db": self.gain_db})

    @staticmethod
    def read(line: bytes) -> Order:
        """Read what `line` wrote; raises ValueError for anything else."""
        values = _object(line)
        clip = values["clip"]
        return Order(values["number"], clip and Clip(**{**clip, "path": Path(clip["path"])}), values["gain_db"])


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

    def line(self) -> bytes:
        """Give the report as one line."""
        return _line(asdict(self))

    @staticmethod
    def read(line: bytes) -> Report:
        """Read what `line` wrote; raises ValueError for anything else."""
        return Report(**_object(line))


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    values = json.loads(line)
    if not isinstance(values, dict):
        raise ValueError(f"not an object: {line!r}")
    return values
