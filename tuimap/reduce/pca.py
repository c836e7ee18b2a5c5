"""Principal components: the plane in which the sounds spread most. Fast, linear, the provisional map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.distinct import distinct
from tuimap.settings import Settings

BLOCK = 4096
"""Rows whose float64 copy is held at once."""

FINE = 2.0**-20
"""Coordinates are rounded to this part of the map's size, so that the order of BLAS's sums cannot show."""


def pca(
    vectors: NDArray[np.float32],
    settings: Settings,  # noqa: ARG001 - PCA has nothing to choose
    *,
    init: NDArray[np.floating] | None = None,  # noqa: ARG001 - nor a place to start from
) -> Stage[NDArray[np.float32]]:
    """Project `vectors` [sounds, dims] on their principal plane: raw coordinates [sounds, 2].

    Distances keep their scale. `init` is not used: the plane depends on the vectors alone.
    """
    yield Progress("reduce", 0, 1, "principal components")
    points = distinct(vectors)
    plane = principal_plane(points.rows).astype(np.float32)
    yield Progress("reduce", 1, 1)
    return plane[points.point]


def principal_plane(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the first two principal components of `rows` [points, dims] as [points, 2], of fixed signs."""
    if rows.size == 0:
        return np.zeros((len(rows), 2))
    axes = _principal_axes(rows)  # [dims, 2]
    return rounded(np.concatenate([block @ axes for block in _centred_blocks(rows)]))


def _principal_axes(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the two leading unit eigenvectors of the covariance as columns [dims, 2]; a missing one is 0."""
    points, dims = rows.shape
    if points < dims:  # the smaller matrix: eigenvectors of C C', brought over by C'
        centred = np.concatenate(list(_centred_blocks(rows)))
        axes = centred.T @ _leading(centred @ centred.T)
    else:
        axes = _leading(sum((block.T @ block for block in _centred_blocks(rows)), np.zeros((dims, dims))))
    length = np.linalg.norm(axes, axis=0)
    axes = axes / np.where(length > 1e-9 * length.max(), length, np.inf)
    largest = np.abs(axes).round(9).argmax(axis=0)  # rounded: of equal components the first counts
    return axes * np.where(axes[largest, [0, 1]] < 0, -1.0, 1.0)


def _leading(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the eigenvectors of the two largest eigenvalues of a symmetric `matrix` as columns, largest first."""
    columns = np.linalg.eigh(matrix)[1][:, ::-1][:, :2]
    return np.pad(columns, ((0, 0), (0, 2 - columns.shape[1])))


def _centred_blocks(rows: NDArray[np.float32]) -> Iterator[NDArray[np.float64]]:
    """Go through `rows` less their mean, some rows at a time."""
    centre = rows.mean(axis=0, dtype=np.float64)
    for start in range(0, len(rows), BLOCK):
        yield rows[start : start + BLOCK] - centre


def rounded(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round coordinates to a power of two about FINE of the largest."""
    largest = np.abs(plane).max(initial=0.0)
    step = 2.0 ** np.ceil(np.log2(largest)) * FINE if largest > 0 else 1.0
    return np.round(plane / step) * step
