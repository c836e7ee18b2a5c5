"""Hearing a sound: what the screen asks of a player, whatever makes the sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of one file, to be heard."""

    path: Path
    """Absolute; may hold surrogates for undecodable bytes."""
    start: float = 0.0
    """In seconds."""
    duration: float | None = None
    """In seconds; None plays to the end of the file."""


@dataclass(frozen=True, slots=True)
class PlayerStatus:
    """What a player does now."""

    backend: str
    """`miniaudio`, `simpleaudio` or `null`; empty until one has been chosen."""
    playing: Path | None = None
    """The file that sounds now."""
    started: int = 0
    """Clips begun so far."""
    problem: str = ""
    """One line: why nothing is heard and the mend; empty when all is well."""


class Player(Protocol):
    """No call blocks; the newest `play` wins over everything before it."""

    def play(self, clip: Clip, *, gain_db: float = 0.0) -> None:
        """Begin a clip at once, fading out whatever sounds."""

    def stop(self) -> None:
        """Fade out whatever sounds."""

    def status(self) -> PlayerStatus:
        """Tell what happens now."""

    def close(self) -> None:
        """Give the device back; nothing may be called afterwards."""
