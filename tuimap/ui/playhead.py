"""Where in a sound one listens, by the screen's clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tuimap.players import AS_IT_IS, Clip, Manner
from tuimap.sound import Sound
from tuimap.ui.passage import pictured_seconds

LATENCY_SECONDS = 0.03
"""From the key to the first sound."""

REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


class Playhead(NamedTuple):
    """A sound that is heard."""

    sound: Sound
    clip: Clip
    """What is heard of it."""
    begun: float
    """When it was asked for, in seconds of a steady clock."""
    manner: Manner = AS_IT_IS

    def moves(self, now: float, silence: float = 0.0) -> bool:
        """Tell whether it goes on in one place at a time, where that is known.

        `silence` is how many seconds are skipped where one listens from the onset. Grains are in many places at once.
        """
        length = self.clip.duration
        if self.manner.mode == "grains" or (length is None and (self.manner.mode == "loop" or self.manner.reverse)):
            return False
        end = pictured_seconds(self.sound) if length is None else length - silence
        return self.manner.mode == "loop" or self._heard(now) < end

    def share(self, now: float, silence: float = 0.0) -> float | None:
        """Give where one listens in what is pictured, 0 to 1; None where that is nowhere."""
        if not self.moves(now, silence):
            return None
        place = self.begin + silence + self._heard(now)
        if self.clip.duration is not None and (length := self.clip.duration - silence) > 0:
            heard = self._heard(now) % length
            place = self.begin + (length - heard if self.manner.reverse else silence + heard)
        share = place / pictured_seconds(self.sound)
        return share if share <= 1 else None

    @property
    def begin(self) -> float:
        """Give where in the sound what is heard of it begins, in seconds."""
        return self.clip.start - self.sound.start

    def _heard(self, now: float) -> float:
        """Give how many seconds of the sound have been heard."""
        return max(0.0, now - self.begun - LATENCY_SECONDS) * self.manner.speed


def remote(environ: Mapping[str, str]) -> bool:
    """Tell whether the screen is on another machine than the sounds."""
    return any(environ.get(name) for name in REMOTE)


def lively(environ: Mapping[str, str]) -> bool:
    """Tell whether what moves may move: not on a line to another machine, where every cell may cost a wait."""
    return not remote(environ)
