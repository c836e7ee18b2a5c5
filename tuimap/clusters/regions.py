"""Which sounds form a group: where a map is dense, between its valleys."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tuimap.clusters.density import Density, density
from tuimap.clusters.watershed import basins, merged

FEWEST_SOUNDS = 16
"""A smaller collection is read at a glance."""

MOST = 20
"""More groups are not read on one screen."""

_RISES = 1.7
"""A group's summit is so many times as dense as the highest way to a denser one; more where that gives too many."""

_LEAST_SOUNDS, _LEAST_SHARE = 4, 1 / 200
"""Fewer are no group, but lie between groups."""

_SPACING, _SHARE = 0.5, 0.05
"""Bandwidth of the density: in the spacing of evenly spread sounds, and of the map's side by Silverman's exponent."""

_CELLS_OF_BANDWIDTH, _LARGEST_MESH = 1.6, 256


def regions(positions: NDArray[np.floating]) -> NDArray[np.int64]:
    """Give each position [sounds, 2] in the unit square the number of its group, the largest 0; -1 for none.

    Modes of the density of the map, merged until the rest stand out, and no more than MOST are left. A map that has no
    two of them has none. In time linear in the sounds.
    """
    nothing = np.full(len(positions), -1, np.int64)
    if len(positions) < FEWEST_SOUNDS:
        return nothing
    field = _density(positions)
    landscape = basins(field.values)
    own = landscape.of[field.cell]
    rises = _RISES
    while len(sizes := _sizes(merged(landscape, rises)[own])) > MOST:
        rises *= 1.1
    if len(sizes) < 2:
        return nothing
    number = np.full(len(landscape.summits), -1, np.int64)
    number[sorted(sizes, key=lambda part: (-sizes[part], part))] = np.arange(len(sizes))
    return np.asarray(number[merged(landscape, rises)[own]])


def settled(numbers: NDArray[np.int64], earlier: NDArray[np.int64]) -> NDArray[np.int64]:
    """Let groups [sounds] keep the numbers that they had before, -1 for new sounds: where most sounds are the same."""
    pairs, counts = np.unique(np.stack([numbers, earlier]), axis=1, return_counts=True)
    now, before = _sizes(numbers, 1), _sizes(earlier, 1)
    kept: dict[int, int] = {}
    for (new, old), shared in zip(pairs.T.tolist(), counts.tolist(), strict=True):
        if new >= 0 and old >= 0 and 2 * shared > now[new] + before[old] - shared:  # no two of one can
            kept[new] = old
    free = (number for number in range(2 * len(now) + 2 * len(before)) if number not in kept.values())
    table = {group: kept[group] if group in kept else next(free) for group in sorted(now)}
    return np.array([table.get(number, -1) for number in numbers.tolist()], np.int64)


def _density(positions: NDArray[np.floating]) -> Density:
    n_sounds = len(positions)
    bandwidth = max(_SPACING * n_sounds ** (-1 / 2), _SHARE * n_sounds ** (-1 / 6))
    return density(positions, bandwidth, min(_LARGEST_MESH, int(_CELLS_OF_BANDWIDTH / bandwidth) + 1))


def _sizes(numbers: NDArray[np.int64], least: int | None = None) -> Mapping[int, int]:
    """Count the sounds of each group that has enough."""
    enough = max(_LEAST_SOUNDS, len(numbers) * _LEAST_SHARE) if least is None else least
    groups, counts = np.unique(numbers[numbers >= 0], return_counts=True)
    return {group: count for group, count in zip(groups.tolist(), counts.tolist(), strict=True) if count >= enough}
