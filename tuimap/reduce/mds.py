"""Metric multidimensional scaling: distances on the map are those between the sounds, as nearly as a plane allows.

By SMACOF (de Leeuw 1977) from scikit-learn, which compares all pairs in each of some hundred rounds. Of many sounds a
sample is placed so, the landmarks; each other sound then goes where its distances to them are kept best.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.distinct import distinct
from tuimap.reduce.landmarks import FEW, distances, landmarks, measurable
from tuimap.reduce.neighbours import blocks
from tuimap.reduce.pca import rounded
from tuimap.reduce.start import unit_plane
from tuimap.settings import Settings

LANDMARKS = 1000
"""Sounds at most that are compared with each other: three seconds."""

CALLS, ROUNDS = 15, 20
"""Calls of the library, and rounds in each: a cancelled map waits for one call."""

PLACING = 30
"""Rounds in which a sound finds its place among the landmarks."""

BLOCK = 512
"""Sounds placed at a time."""

ENOUGH = 1e-3
"""A call that lowers the stress by less than this part is the last."""


def mds(
    vectors: NDArray[np.float32],
    settings: Settings,
    *,
    init: NDArray[np.floating] | None = None,  # noqa: ARG001 - the stress has one good arrangement, found from PCA
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2].

    `init` is not used: the start is the principal plane, which is the classical solution, and from there a few more
    sounds change little. The seed chooses the landmarks where there are more than LANDMARKS sounds.
    """
    points = distinct(vectors)
    if len(points.rows) <= FEW:
        return unit_plane(points.rows).astype(np.float32)[points.point]
    yield Progress("reduce", 0, CALLS + 1, "comparing distances")
    rows = measurable(points.rows)
    chosen = landmarks(len(rows), LANDMARKS, settings.seed)
    apart = distances(rows[chosen], rows[chosen])
    apart = (apart + apart.T) / 2
    np.fill_diagonal(apart, 0)
    plane = unit_plane(points.rows)[chosen]
    placed = plane * (apart.sum() / max(distances(plane, plane).sum(), 1e-300))
    stress = np.inf
    for call in range(CALLS):
        before, (placed, stress) = stress, _smacof(apart, placed)
        yield Progress("reduce", call + 1, CALLS + 1, "comparing distances")
        if stress > (1 - ENOUGH) * before:
            break
    places = np.empty((len(rows), 2))
    places[chosen] = placed
    others = np.setdiff1d(np.arange(len(rows)), chosen)
    for number in blocks(len(others), BLOCK):
        places[others[number]] = _among(placed, distances(rows[others[number]], rows[chosen]))
        yield Progress("reduce", CALLS, CALLS + 1, "placing the others")
    yield Progress("reduce", CALLS + 1, CALLS + 1)
    return rounded(places).astype(np.float32)[points.point]


def _smacof(apart: NDArray[np.float64], start: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Take ROUNDS rounds from `start` [points, 2] towards distances `apart` [points, points]; also give the stress."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about defaults that change between versions, and rounds that run out
        from sklearn.manifold import smacof

        placed, stress = smacof(
            apart, init=start, n_init=1, max_iter=ROUNDS, eps=1e-9, n_jobs=1, normalized_stress=False
        )
    return placed, float(stress)


def _among(placed: NDArray[np.float64], apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give places [points, 2] at which the distances `apart` [points, landmarks] to those `placed` are kept best.

    SMACOF's step for one point, the landmarks held: the mean of where each of them would have it.
    """
    near = np.argpartition(apart, 2, axis=1)[:, :3]
    places: NDArray[np.float64] = placed[near].mean(axis=1)
    for _ in range(PLACING):
        ratio = apart / np.maximum(distances(places, placed), 1e-9)
        places = placed.mean(axis=0) + (places * ratio.sum(axis=1, keepdims=True) - ratio @ placed) / len(placed)
    return places
