"""What a sound is like beside the others of its collection, in words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from math import isfinite

from tuimap.clusters.impressions import IMPRESSIONS, readings_of
from tuimap.sound import Sound
from tuimap.sounds import Sounds

COMPARED = 512
"""Sounds, spread over the collection, that one is compared with: all would take too long on the screen's loop."""

CLEAR = 0.3
"""A word is said of what is so much of the collection away from its middle: the outer fifths."""

MOST_WORDS = 3


class Character:
    """The readings of a collection's sounds, in order."""

    def __init__(self, sounds: list[Sound]) -> None:
        columns = zip(*(readings_of(sound) for sound in sounds), strict=True)
        self._sorted = [sorted(filter(isfinite, column)) for column in columns]

    def words(self, sound: Sound) -> list[str]:
        """Say how a sound stands out, the clearest first."""
        said: list[tuple[float, str]] = []
        for known, reading, (little, much) in zip(self._sorted, readings_of(sound), IMPRESSIONS.values(), strict=False):
            if isfinite(reading) and known:
                below = bisect_left(known, reading) + bisect_right(known, reading)
                share = below / (2 * len(known)) - 0.5
                said.append((abs(share), much if share > 0 else little))
        return [word for clear, word in sorted(said, reverse=True) if clear >= CLEAR][:MOST_WORDS]


@lru_cache(maxsize=2)
def character_of(sounds: Sounds) -> Character:
    """Compare some sounds of a collection."""
    apart = max(1, len(sounds) // COMPARED)
    return Character([sounds[index] for index in range(0, len(sounds), apart)])
