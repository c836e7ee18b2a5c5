"""Isomap (Tenenbaum, de Silva and Langford 2000): distances are measured along the neighbour graph, sound by sound.

By scikit-learn, which holds all pairs. Of many sounds a sample, the landmarks, is placed so; scikit-learn's own
transform then places the others by their ways through the landmarks.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.distinct import distinct
from tuimap.reduce.landmarks import FEW, landmarks, measurable
from tuimap.reduce.neighbours import blocks
from tuimap.reduce.pca import rounded
from tuimap.reduce.start import unit_plane
from tuimap.settings import Settings

LANDMARKS = 2000
"""Sounds at most whose ways to all others are measured: four seconds, and 32 MB for each matrix."""

NEIGHBOURS = 15
"""Neighbours that a sound has a direct way to."""

BLOCK = 512
"""Sounds placed at a time."""


def isomap(
    vectors: NDArray[np.float32],
    settings: Settings,
    *,
    init: NDArray[np.floating] | None = None,  # noqa: ARG001 - the ways decide, wherever one starts
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2].

    `init` is not used: the coordinates are eigenvectors, which have no start. Where the graph falls apart, its parts
    are joined at their nearest sounds. The seed chooses the landmarks where there are more than LANDMARKS sounds.
    """
    points = distinct(vectors)
    if len(points.rows) <= FEW:
        return unit_plane(points.rows).astype(np.float32)[points.point]
    yield Progress("reduce", 0, len(points.rows), "measuring ways")
    rows = measurable(points.rows)
    chosen = landmarks(len(rows), LANDMARKS, settings.seed)
    places = np.empty((len(rows), 2))
    others = np.setdiff1d(np.arange(len(rows)), chosen)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts of the graph that it joins
        from sklearn.manifold import Isomap

        model = Isomap(n_neighbors=min(NEIGHBOURS, len(chosen) - 1), eigen_solver="dense", n_jobs=1)
        places[chosen] = model.fit_transform(rows[chosen])
    yield Progress("reduce", len(chosen), len(rows), "placing the others")
    for number in blocks(len(others), BLOCK):
        places[others[number]] = model.transform(rows[others[number]])
        yield Progress("reduce", len(chosen) + int(number[-1]) + 1, len(rows), "placing the others")
    return rounded(places).astype(np.float32)[points.point]
