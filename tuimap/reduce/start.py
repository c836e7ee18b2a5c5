"""Where the points of a map begin: in their principal plane, or where they lay on an earlier map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.affinities import Affinities
from tuimap.reduce.pca import principal_plane

SMALL = 0.01
"""Standard deviation of a fresh start; smaller ones drown in the mesh's float32 rounding."""


class Beginning(NamedTuple):
    """What a descent sets out with."""

    start: NDArray[np.float64]
    """[points, 2] where the points begin."""
    graph: Affinities
    """Whom each is drawn to."""
    plane: NDArray[np.float64]
    """[points, 2] their principal plane, turned as `start` is."""
    lean: float
    """How strongly they are drawn into it; 0 not at all."""
    springs: bool = False
    """Whether attraction grows with the distance, and repulsion falls with it: a graph of springs, not t-SNE."""


def unit_plane(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the principal components of `rows` [points, dims] as [points, 2], the first of standard deviation 1 or 0."""
    plane = principal_plane(rows)
    deviation = plane[:, 0].std() if len(plane) else 0.0
    return plane / deviation if deviation > 0 else plane


def small_plane(plane: NDArray[np.float64], jitter: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give a rounded unit `plane` [points, 2] so small that all points still repel each other alike.

    Rounded, lest the order of BLAS's sums grow into another map; with `jitter`, so that no two points coincide.
    """
    return SMALL * (plane + jitter)


def among_partners(earlier: NDArray[np.float64], graph: Affinities, jitter: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give `earlier` places [points, 2] with each NaN row beside one of its partners, plus `jitter`.

    Points whose partners are new too follow in further rounds; those cut off from all begin in the middle.
    """
    places = earlier.copy()
    while True:
        new = np.isnan(places[:, 0])
        weights = graph.weights * ~new[graph.partners]  # [points, width]
        ready = np.flatnonzero(new & (weights.sum(axis=1, dtype=np.float64) > 0))
        if not len(ready):
            places[new] = np.nanmean(places, axis=0) + jitter[new]
            return places
        some = np.array_split(ready, len(ready) // 512 + 1)
        beside = [_amidst(places, graph.partners[rows], weights[rows]) for rows in some]
        places[ready] = np.concatenate(beside) + jitter[ready]


def _amidst(
    places: NDArray[np.float64], partners: NDArray[np.int32], weights: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Give for each row that of its `partners` [rows, width] whose surroundings hold most of the `weights`: [rows, 2].

    A mean would lie between groups, where nothing is like it; new sounds ended up .006 less true there.
    """
    around = np.nan_to_num(places)[partners]  # [rows, width, 2]
    apart = np.square(around[:, :, None] - around[:, None]).sum(axis=3)  # [rows, width, width]
    crowd = np.where(weights > 0, (weights[:, None] / (1 + apart)).sum(axis=2), -1)
    chosen: NDArray[np.float64] = around[np.arange(len(around)), crowd.argmax(axis=1)]
    return chosen


def turned(plane: NDArray[np.float64], onto: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn or mirror `plane` [points, 2] so that it lies as near as it can to the points of `onto` [points, 2]."""
    (a, b), (c, d) = np.einsum("ni,nj->ij", plane, onto - onto.mean(axis=0))
    straight, mirrored = np.hypot(a + d, b - c), np.hypot(a - d, b + c)
    turn = np.arctan2(b - c, a + d) if straight >= mirrored else np.arctan2(b + c, a - d)
    side = 1.0 if straight >= mirrored else -1.0
    x, y = plane.T
    return np.stack([np.cos(turn) * x - side * np.sin(turn) * y, np.sin(turn) * x + side * np.cos(turn) * y], axis=1)
