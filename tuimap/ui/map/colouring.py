"""What the colours of the map say: which class a sound is of, or how high one of its values is."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.sound import SoundKey
from tuimap.sound_marks import SoundMarks
from tuimap.ui.charset import NAMED, OTHER
from tuimap.ui.map.classes import Classes, counted_of
from tuimap.ui.map.colour_names import COLOURINGS, ColourBy, ValueName
from tuimap.ui.palettes import STEPS

if TYPE_CHECKING:
    from tuimap.sound_map import SoundMap
    from tuimap.sounds import Sounds

UNITS: dict[ValueName, str] = {"centroid": "Hz", "loudness": "LUFS", "duration": "s", "pitch": "Hz", "flatness": ""}
"""What values are measured in."""

RATIOS = ("Hz", "s")
"""Units in which people hear ratios: their scales are logarithmic."""

ENDS = 0.02, 0.98
"""The shares of the sounds below which, and above which, values have the colour of the scale's end."""

FAVOURITE = "favourite"
"""What the class of the favourites is called."""


class Scale(NamedTuple):
    """Which values the steps of colour stand for."""

    low: float
    """In the middle of what the first step holds at the least, in `unit`."""
    high: float
    unit: str
    missing: int
    """Sounds without a value."""


@dataclass(frozen=True, eq=False)
class Colouring:
    """What the colours say, for every sound of a map."""

    name: ColourBy
    classes: Classes
    """Whose glyphs the sounds have; their colours too, where there is no scale."""
    steps: NDArray[np.uint8] | None = None
    """[sounds] of the scale, from 0 to STEPS - 1; STEPS for a sound without a value."""
    scale: Scale | None = None


def by_value(name: ValueName, sounds: Sounds, classes: Classes) -> Colouring | None:
    """Colour sounds by a value, glyphs telling the classes; None where not one sound has it."""
    values = np.asarray(sounds.column(name), np.float32)
    if UNITS[name] in RATIOS:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.log(values)
    known = np.isfinite(values)
    if not known.any():
        return None
    low, high = (float(end) for end in np.quantile(values[known], ENDS))
    values -= np.float32(low)
    values *= np.float32(STEPS / (high - low) if high > low else 0.0)
    steps = np.where(known, np.clip(values, 0, STEPS - 1), STEPS).astype(np.uint8)
    if UNITS[name] in RATIOS:
        low, high = math.exp(low), math.exp(high)
    return Colouring(name, classes, steps, Scale(low, high, UNITS[name], int(np.count_nonzero(~known))))


def by_mark(sounds: Sounds, marks: Mapping[SoundKey, SoundMarks]) -> Colouring | None:
    """Colour sounds by the first mark that each bears: favourite, then its commonest tag; None where none bears one."""
    borne = {key: (*((FAVOURITE,) if said.favourite else ()), *said.tags) for key, said in marks.items()}
    counted = Counter(mark for each in borne.values() for mark in each)
    names = sorted(counted, key=lambda mark: (mark != FAVOURITE, -counted[mark], mark))[:NAMED]
    number = {name: place for place, name in enumerate(names)}
    of = np.full(len(sounds), OTHER, np.uint8)
    for index, each in zip(indices_of(sounds, borne), borne.values(), strict=True):
        if index is not None:
            of[index] = min((number.get(mark, OTHER) for mark in each), default=OTHER)
    return Colouring("mark", Classes(tuple(names), counted_of(of), of, kind="mark")) if names else None


def indices_of(sounds: Sounds, keys: Iterable[SoundKey]) -> list[int | None]:
    """Find many sounds by what tells them from others; None for one that is not among these."""
    return sounds.indices_of((os.fsencode(key.path), key.start) for key in keys)


def colouring_of(
    name: ColourBy, sound_map: SoundMap, classes: Mapping[str, Classes], marks: Mapping[SoundKey, SoundMarks]
) -> Colouring | None:
    """Colour a map in one of the ways; None where that would tell nothing.

    `classes` are those by cluster, where there are clusters, and by folder.
    """
    if name == "mark":
        return by_mark(sound_map.sounds, marks)
    if name == "cluster" or name == "folder":
        return Colouring(name, classes[name]) if name in classes else None
    return by_value(name, sound_map.sounds, next(iter(classes.values())))


def after(name: ColourBy, among: Collection[ColourBy]) -> ColourBy:
    """Give the next way of colouring after `name` that is among some."""
    place = COLOURINGS.index(name) + 1
    return next(each for each in (*COLOURINGS[place:], *COLOURINGS[:place]) if each in among)
