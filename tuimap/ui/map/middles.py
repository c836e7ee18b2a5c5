"""From cluster to cluster: the sound in the middle of each, and the next one that way."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tuimap.sound_map import Direction, step
from tuimap.ui.map.lattice import CELL_HEIGHT, Lattice
from tuimap.ui.map.subset import Subset

if TYPE_CHECKING:
    from tuimap.ui.map.scene import Scene


def next_cluster(
    scene: Scene, places: Lattice, sound: int, direction: Direction, within: Subset | None = None
) -> int | None:
    """Give the middle of the next cluster in a direction, one step from middle to middle; None where there is none.

    Where a map has no clusters its classes stand for them. A sound that belongs to none is where it is.
    """
    numbers, middles = _middles(scene, within)
    own = np.flatnonzero(numbers == groups(scene)[sound])
    stops = middles if len(own) else np.append(middles, sound)
    cells = np.array([places.cell_of(int(stop)) for stop in stops]).reshape(-1, 2)
    there = step(cells * np.array([1, -CELL_HEIGHT]), int(own[0]) if len(own) else len(middles), direction)
    return None if there is None else int(stops[there])


def groups(scene: Scene) -> NDArray[np.integer]:
    """Give the number of each sound's cluster, or else class, [sounds]; -1 for none."""
    clusters = scene.map.clusters
    return scene.classes.of if clusters is None or not (clusters >= 0).any() else clusters


@lru_cache(maxsize=1)
def _middles(scene: Scene, within: Subset | None) -> tuple[NDArray[np.integer], NDArray[np.intp]]:
    """Give the numbers of the groups, rising, and of each the sound nearest to its middle, the first among equals."""
    of = groups(scene)
    chosen = np.flatnonzero(of >= 0 if within is None else (of >= 0) & within.mask)
    group = of[chosen]
    counts = np.bincount(group)
    distance = np.zeros(len(chosen), np.float32)
    for along in scene.positions[chosen].T:
        middle = np.bincount(group, along) / np.maximum(counts, 1)
        distance += (along - middle.astype(np.float32)[group]) ** 2
    least = np.full(len(counts), np.inf, np.float32)
    np.minimum.at(least, group, distance)
    nearest = np.flatnonzero(distance == least[group])
    numbers, first = np.unique(group[nearest], return_index=True)
    return numbers, chosen[nearest[first]]
