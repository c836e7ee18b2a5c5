"""Sounds heard one after the other, without a key for each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tuimap.sound import Sound
from tuimap.sounds import Sounds
from tuimap.ui.listening import FASTEST_TEMPO, SLOWEST_TEMPO, is_tempo

LONGEST_SECONDS = 10.0
"""Of each sound that is heard to its end."""

BREATH_SECONDS = 0.1
"""Between the end of one and the beginning of the next."""


class Tour(NamedTuple):
    """Where a tour stands."""

    sounds: Sounds
    """Of the map on which it began."""
    stops: Sequence[int]
    """Their numbers there, in order."""
    at: int = -1
    """The place in the order of the one that is heard, from 0."""
    due: float = 0.0
    """When that one was to begin, in seconds of a steady clock."""

    @property
    def told(self) -> str:
        """Say how far it is."""
        return f"{self.at + 1:,} of {len(self.stops):,}"


def seconds_of(sound: Sound, speed: float) -> float:
    """Give how long a sound is heard in a tour without a tempo."""
    return min(sound.duration / speed, LONGEST_SECONDS) + BREATH_SECONDS


def next_beat(due: float, now: float, tempo: float) -> float:
    """Give when the next sound is due after one that was due, on the same beat; what is missed is left out."""
    beat = 60 / tempo
    return due + max(1, math.ceil((now - due) / beat)) * beat


def tempo_of(line: str) -> float | None:
    """Read beats a minute; None of an empty line. Raises ValueError."""
    if not line.strip():
        return None
    try:
        tempo = float(line)
    except ValueError:
        tempo = math.nan
    if not is_tempo(tempo):
        raise ValueError(f"a tempo is a number of beats a minute from {SLOWEST_TEMPO:g} to {FASTEST_TEMPO:g}")
    return tempo
