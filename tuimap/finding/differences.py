"""How one sound differs from another, in the words of those who listen."""

from __future__ import annotations

import math

from tuimap.sound import Sound

ALIKE = "much the same"

_RATIO = math.log(1.25)
"""Of two lengths, or of two centroids, that are told apart."""

_LOUDER, _NOISIER = 3.0, 0.1
"""In LUFS; of flatness."""

_SEMITONES = 12 / math.log(2)

_MUCH = 4.0
"""So many times as large as what is told apart is called much."""


def differences(sound: Sound, other: Sound) -> list[str]:
    """Say how `sound` differs from the `other`, the clearest first: `much shorter`, `3 semitones higher`, `darker`."""
    here, there = sound.traits, other.traits
    steps = {
        ("longer", "shorter"): _ratio(sound.duration, other.duration) / _RATIO,
        ("brighter", "darker"): _ratio(here.centroid, there.centroid) / _RATIO,
        ("louder", "quieter"): _less(here.loudness, there.loudness) / _LOUDER,
        ("noisier", "more tonal"): _less(here.flatness, there.flatness) / _NOISIER,
    }
    told = [(abs(step), _worded(words, step)) for words, step in steps.items() if abs(step) >= 1]
    semitones = round(_ratio(here.clear_pitch, there.clear_pitch) * _SEMITONES)
    if semitones:
        told.append((abs(semitones), _interval(semitones)))
    return [words for _, words in sorted(told, key=lambda each: -each[0])] or [ALIKE]


def _worded(words: tuple[str, str], step: float) -> str:
    more, less = words
    word = more if step > 0 else less
    return f"much {word}" if abs(step) >= _MUCH else word


def _interval(semitones: int) -> str:
    way = "higher" if semitones > 0 else "lower"
    octaves, rest = divmod(abs(semitones), 12)
    if not rest:
        return f"an octave {way}" if octaves == 1 else f"{octaves} octaves {way}"
    return f"{abs(semitones)} semitone{'s' * (abs(semitones) > 1)} {way}"


def _ratio(one: float | None, other: float | None) -> float:
    """Give the logarithm of a ratio; 0 where there is none."""
    return math.log(one / other) if one and other else 0.0


def _less(one: float | None, other: float | None) -> float:
    return 0.0 if one is None or other is None else one - other
