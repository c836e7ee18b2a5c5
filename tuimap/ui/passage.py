"""A stretch of one sound that is heard instead of the whole."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tuimap.players import Clip
from tuimap.sound import Sound, SoundKey

STEPS = 16
"""A key moves the beginning by one part of so many."""

SLACK = 1e-6
"""Seconds that rounding may cost."""


class Passage(NamedTuple):
    """Where one listens within a sound."""

    of: SoundKey
    begin: float
    """In seconds from the sound's own beginning."""
    end: float | None = None
    """Likewise; None: where the sound ends."""


def of_sound(passage: Passage | None, sound: Sound) -> Passage | None:
    """Give the passage if it is one of this sound."""
    return passage if passage is not None and passage.of == sound.key else None


def moved(passage: Passage | None, sound: Sound, steps: int) -> Passage | None:
    """Begin some steps later, or earlier, in a sound whose length is known; None is the whole of it."""
    assert sound.length is not None
    step, begin, end = sound.length / STEPS, 0.0, None
    if passage is not None:
        begin, end = passage.begin, passage.end
    latest = max((sound.length if end is None else end) - step, min(begin, sound.length))
    return _passage(sound, min(max(begin + steps * step, 0.0), latest), end)


def marked(sound: Sound, begin: float, end: float | None) -> Passage | None:
    """Give the passage between two shares of what is pictured of a sound; None is the whole of it."""
    seconds = pictured_seconds(sound)
    whole = end is None or (end >= 1 and sound.duration <= seconds + SLACK)
    return _passage(sound, begin * seconds, None if whole or end is None else end * seconds)


def pictured_seconds(sound: Sound) -> float:
    """Give how much of a sound its waveform shows."""
    return min(sound.duration, sound.described)


def clip_of(path: Path, sound: Sound, passage: Passage | None) -> Clip:
    """Give what is heard of a sound, whose file is `path`: the passage if it is one of it, or else all."""
    passage = of_sound(passage, sound)
    if passage is None:
        return Clip(path, sound.start, sound.length)
    end = sound.length if passage.end is None else passage.end
    return Clip(path, sound.start + passage.begin, None if end is None else end - passage.begin)


def _passage(sound: Sound, begin: float, end: float | None) -> Passage | None:
    begin = begin if begin > SLACK else 0.0
    return None if not begin and end is None else Passage(sound.key, begin, end)
