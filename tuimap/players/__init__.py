"""Hearing a sound: what the screen asks of a player, whatever makes the sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Mode = Literal["shot", "loop", "grains"]


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
class Manner:
    """How a clip is heard."""

    mode: Mode = "shot"
    """`shot`: once; `loop`: again and again; `grains`: as a cloud of short pieces."""
    speed: float = 1.0
    """As of a tape: the pitch goes along."""
    reverse: bool = False
    from_onset: bool = False
    """Whether leading silence is skipped."""
    gain_db: float = 0.0
    """Of this clip alone; what goes beyond full scale is limited."""


AS_IT_IS = Manner()


@dataclass(frozen=True, slots=True)
class PlayerStatus:
    """What a player does now."""

    backend: str
    """One of those that `--audio` names, such as `miniaudio`; empty until one has been chosen."""
    playing: Path | None = None
    """The file that sounds now."""
    started: int = 0
    """Clips begun so far."""
    problem: str = ""
    """One line: why nothing is heard and the mend; empty when all is well."""
    place: str = ""
    """The machine where it sounds; empty: this one."""


class Player(Protocol):
    """No call blocks; the newest `play` wins over everything before it."""

    def play(self, clip: Clip, manner: Manner = AS_IT_IS) -> None:
        """Begin a clip at once, fading out whatever sounds."""

    def stop(self) -> None:
        """Fade out whatever sounds."""

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down, also what sounds already; 0 dB leaves it as it is."""

    def expect(self, clips: Sequence[Clip]) -> None:
        """Hint at what may be asked for next, the likeliest first."""

    def status(self) -> PlayerStatus:
        """Tell what happens now."""

    def close(self) -> None:
        """Give the device back; nothing may be called afterwards."""
