"""Where in a sound one listens, by the screen's clock."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tuimap.sound import Sound

LATENCY_SECONDS = 0.03
"""From the key to the first sound."""

REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


class Playhead(NamedTuple):
    """A sound that is heard."""

    sound: Sound
    path: Path
    """Of its file."""
    begun: float
    """When it was asked for, in seconds of a steady clock."""

    def share(self, now: float) -> float | None:
        """Give how much of what is pictured has been heard, 0 to 1; None once that is over."""
        seconds = min(self.sound.duration, self.sound.described)
        heard = max(0.0, now - self.begun - LATENCY_SECONDS)
        return heard / seconds if heard < seconds else None


def lively(environ: Mapping[str, str]) -> bool:
    """Tell whether what moves may move: not on a line to another machine, where every cell may cost a wait."""
    return not any(environ.get(name) for name in REMOTE)
