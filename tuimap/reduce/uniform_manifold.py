"""UMAP (McInnes, Healy and Melville 2018) through umap-learn: tight groups with clear gaps.

umap-learn compiles itself: its import takes some 20 s after it was installed, its first fit 10 s. We keep
the outcome of the latter too, so that later processes need 3 s.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.distinct import distinct
from tuimap.reduce.neighbours import nearest
from tuimap.reduce.start import unit_plane
from tuimap.settings import Settings

NEIGHBOURS = 15
"""Neighbours that count."""

CLOSEST = 0.1
"""How close the points of a group may lie on the map."""

BLUR = 0.01
"""Part of the map's width by which the start is blurred."""

FEW = 3
"""So few points have no neighbourhoods to keep; they lie as in PCA."""


def umap(
    vectors: NDArray[np.float32],
    settings: Settings,
    *,
    init: NDArray[np.floating] | None = None,  # noqa: ARG001 - umap-learn would move the old points as far as a new map
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2].

    `init` is not used. The start is the principal plane, so that another seed or a few more sounds
    give a similar map.
    """
    points = distinct(vectors)
    if len(points.rows) <= FEW:
        return unit_plane(points.rows).astype(np.float32)[points.point]
    yield Progress("reduce", 0, 1, "UMAP")
    places = _fitted(points.rows, settings.seed)
    yield Progress("reduce", 1, 1)
    return places[points.point]


def _fitted(rows: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Give umap-learn's places [points, 2] for more than FEW distinct `rows` [points, dims]."""
    count = min(NEIGHBOURS, len(rows) - 1)
    found = nearest(rows, count - 1)
    itself = np.arange(len(rows), dtype=np.int32)[:, None]
    rank = np.concatenate([itself, found.rows], axis=1)  # umap-learn counts a point as its own first neighbour
    distances = np.concatenate([np.zeros((len(rows), 1), np.float32), found.distances], axis=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the chosen seed, and about what comes with given neighbours
        import umap as umap_learn

        _keep_compiled()
        model = umap_learn.UMAP(
            n_neighbors=count,
            min_dist=CLOSEST,
            init=_start(rows, seed),
            random_state=seed,
            n_jobs=1,
            precomputed_knn=(rank, distances, None),
        )
        return cast(NDArray[np.float32], model.fit_transform(rows).astype(np.float32))


def _start(rows: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Give the principal plane [points, 2], blurred: umap-learn divides by its height and its width."""
    blur = np.random.default_rng(seed).normal(0, BLUR, (len(rows), 2))
    return (unit_plane(rows).round(3) + blur).astype(np.float32)


def _keep_compiled() -> None:
    """Let numba store the functions that take umap-learn 10 s to compile, as it does for its other functions."""
    from umap import layouts, umap_

    slow = {
        "smooth_knn_dist": umap_,
        "compute_membership_strengths": umap_,
        "_nb_optimize_layout_euclidean_single_epoch": layouts,
    }
    for name, module in slow.items():
        with suppress(AttributeError, RuntimeError):  # another version of umap-learn; no folder to write to
            getattr(module, name).enable_caching()


def compile_ahead(sounds: int) -> Stage[None]:  # noqa: ARG001 - it compiles the same for any number
    """Import and compile umap-learn, so that `umap` need not wait: for a thread, while files are decoded."""
    yield Progress("reduce", 0, None, "loading umap-learn; the first time it compiles for half a minute")
    _fitted(np.random.default_rng(0).normal(size=(32, 4)).astype(np.float32), seed=0)
