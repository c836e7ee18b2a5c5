"""How a group of sounds differs from the rest in what people read of a sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.sound import Sound

IMPRESSIONS: dict[str, tuple[str, str]] = {
    "centroid": ("dark", "bright"),
    "duration": ("short", "long"),
    "flatness": ("tonal", "noisy"),
    "loudness": ("quiet", "loud"),
    "pitch": ("low", "high"),
}
"""For each reading what little of it is called, and what much of it."""

_CLEAR = 0.2
"""A group's middle sound is so much of the collection away from the collection's."""

_PITCHED = 0.5
"""Least confidence of a pitch that is believed."""


def readings_of(sound: Sound) -> list[float]:
    """Give the IMPRESSIONS of one sound, NaN where it has none or it is not known."""
    traits = sound.traits
    pitch = traits.pitch if (traits.confidence or 0.0) >= _PITCHED else None
    values = (traits.centroid, sound.duration, traits.flatness, traits.loudness, pitch)
    return [np.nan if value is None else value for value in values]


def impressions(readings: NDArray[np.float64], members: NDArray[np.intp]) -> list[str]:
    """Give what is clear of some sounds against all, readings [sounds, IMPRESSIONS], the clearest first."""
    clear: list[tuple[float, str]] = []
    for column, (little, much) in zip(readings.T, IMPRESSIONS.values(), strict=True):
        own = column[members]
        own = own[np.isfinite(own)]
        known = column[np.isfinite(column)]
        if 2 * len(own) < len(members):
            continue
        middle = np.median(own)
        share = float(np.mean(known < middle) + np.mean(known <= middle)) / 2 - 0.5
        if abs(share) >= _CLEAR:
            clear.append((-abs(share), much if share > 0 else little))
    return [word for _, word in sorted(clear, key=lambda each: each[0])]
