"""What a file told of a map, and the map that it becomes."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tuimap.opened.listed_sounds import ListedSounds
from tuimap.sound import Skipped, Traits
from tuimap.sound_map import SoundMap

NUMBERS = ("start", "duration", *Traits._fields)
"""What may be told of a sound beside its place, by the names that it has everywhere."""

MOST_LABELS = 1_000
"""So many of the largest groups have a name; sounds of the others belong to none."""

MOST_TOLD = 1_000
"""So many points left out are named one by one."""


@dataclass(frozen=True)
class Points:
    """The points of a map, in columns of the same length."""

    x: NDArray[np.floating]
    y: NDArray[np.floating]
    """Upwards; both hold finite numbers only."""
    paths: bytearray | None = None
    """Relative to the file's folder, each followed by a zero; None where there are none."""
    labels: NDArray[np.int32] | None = None
    """The number of each one's group, -1 for none; None where there are no groups."""
    label_names: tuple[str, ...] = ()
    numbers: dict[str, array[float]] = field(default_factory=dict)
    """Some of NUMBERS; NaN for what is not known."""
    skipped: tuple[Skipped, ...] = ()
    """The points left out."""


class LeftOut:
    """Collects the points left out; of very many the later ones are only counted."""

    def __init__(self) -> None:
        self._named: list[Skipped] = []
        self._count = 0

    def add(self, name: str, reason: str) -> None:
        """Leave a point out."""
        self._count += 1
        if len(self._named) < MOST_TOLD:
            self._named.append(Skipped(name, reason))

    def all(self) -> tuple[Skipped, ...]:
        """Give them."""
        more = self._count - len(self._named)
        return (*self._named, *([Skipped(f"{more:,} more", "likewise")] if more else []))


def sound_map(points: Points, root: Path) -> SoundMap:
    """Fit points into the unit square, their proportions kept; the groups are the clusters, the largest first."""
    sounds = ListedSounds(len(points.x), points.paths, points.numbers)
    clusters, names = _largest_first(points)
    return SoundMap(root, sounds, _fitted(points.x, points.y), clusters, names)


def _fitted(x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float32]:
    """Give positions [points, 2], the longer side filled and the other centred; column by column in memory."""
    greatest = max(float(np.abs(each).max()) for each in (x, y)) or 1.0
    bounds = [(float(each.min()) / greatest, float(each.max()) / greatest) for each in (x, y)]
    span = max(high - low for low, high in bounds) or 1.0
    positions = np.empty((len(x), 2), np.float32, order="F")
    for column, each, (low, high) in zip(positions.T, (x, y), bounds, strict=True):
        column[:] = (each.astype(np.float64) / greatest - (low + high) / 2) / span + 0.5
    return np.clip(positions, 0, 1, out=positions)


def _largest_first(points: Points) -> tuple[NDArray[np.int64] | None, tuple[str, ...]]:
    """Give each one's group and the names, the groups counted by size."""
    if points.labels is None or not (points.labels >= 0).any():
        return None, ()
    counts = Counter(dict(enumerate(np.bincount(points.labels[points.labels >= 0]).tolist())))
    kept = [number for number, count in counts.most_common(MOST_LABELS) if count]
    renumbered = np.full(len(points.label_names) + 1, -1, np.int64)  # the last for those of no group
    renumbered[kept] = np.arange(len(kept))
    return renumbered[points.labels], tuple(points.label_names[number] for number in kept)
