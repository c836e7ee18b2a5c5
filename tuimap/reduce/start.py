"""Where the points of a map begin: in their principal plane, or where they lay on an earlier map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.affinities import Affinities
from tuimap.reduce.pca import principal_plane

SMALL = 0.01
"""Standard deviation of a fresh start; smaller ones drown in the mesh's float32 rounding."""


def unit_plane(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the principal components of `rows` [points, dims] as [points, 2], the first of standard deviation 1 or 0."""
    plane = principal_plane(rows)
    deviation = plane[:, 0].std() if len(plane) else 0.0
    return plane / deviation if deviation > 0 else plane


def small_plane(rows: NDArray[np.float32], jitter: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the principal plane so small that all points still repel each other alike: [points, 2].

    Rounded, lest the order of BLAS's sums grow into another map; with `jitter`, so that no two points coincide.
    """
    return SMALL * (unit_plane(rows).round(3) + jitter)


def among_partners(earlier: NDArray[np.float64], graph: Affinities, jitter: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give `earlier` places [points, 2] with each NaN row at the weighted mean of its partners, plus `jitter`.

    Points whose partners are new too follow in further rounds; those cut off from all begin in the middle.
    """
    places = earlier.copy()
    while True:
        new = np.isnan(places[:, 0])
        weights = graph.weights * ~new[graph.partners]  # [points, width]
        total = weights.sum(axis=1, dtype=np.float64)
        ready = np.flatnonzero(new & (total > 0))
        if not len(ready):
            places[new] = np.nanmean(places, axis=0) + jitter[new]
            return places
        around = np.nan_to_num(places)[graph.partners[ready]]  # [ready, width, 2]
        places[ready] = (weights[ready, :, None] * around).sum(axis=1) / total[ready, None] + jitter[ready]
