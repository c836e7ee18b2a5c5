"""Sounds in the order of something that is known of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuimap.finding.facts import Facts


@dataclass(frozen=True)
class Column:
    """Something that sounds can be sorted by."""

    heading: str
    values: Callable[[Facts, int], NDArray[np.floating] | NDArray[np.intp]]
    """Gives a number for each sound, [sounds], NaN where there is none, from the facts and the sound where one is."""
    falling: bool = False
    """Whether the largest comes first unless asked otherwise."""


def _measured(name: str) -> Callable[[Facts, int], NDArray[np.floating]]:
    return lambda facts, _: facts.number(name)


def _distance(facts: Facts, here: int) -> NDArray[np.floating]:
    """Give how far each sound lies on the map, the side of which is 1."""
    return np.asarray(np.hypot(*(facts.map.positions - facts.map.positions[here]).T))


COLUMNS: dict[str, Column] = {
    "name": Column("name", lambda facts, _: facts.name_order),
    "folder": Column("folder", lambda facts, _: facts.folder_order),
    "length": Column("length", _measured("duration")),
    "loudness": Column("loudness", _measured("loudness"), falling=True),
    "centroid": Column("centroid", _measured("centroid")),
    "pitch": Column("pitch", _measured("pitch")),
    "distance": Column("from here", _distance),
}


def ordered(facts: Facts, rows: NDArray[np.intp], column: str, here: int, *, reverse: bool = False) -> NDArray[np.intp]:
    """Sort `rows`, the numbers of some sounds, rising, by a column; where it has no number the sound comes last.

    Equal ones are in the order of their names. `reverse` turns round what the column's own order is.
    """
    chosen = COLUMNS[column]
    values = np.asarray(chosen.values(facts, here), np.float64)[rows]
    falling = chosen.falling != reverse
    return rows[np.lexsort((facts.name_order[rows], -values if falling else values))]
