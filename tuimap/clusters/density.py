"""How densely points lie, on a mesh."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_REACH = 4.0
"""The kernel ends after so many bandwidths."""


class Density(NamedTuple):
    """A Gaussian kernel density of points in the unit square."""

    values: NDArray[np.float64]
    """[mesh, mesh], not negative; 0 where no point is near."""
    cell: NDArray[np.int64]
    """[points] the number of each point's cell, counted along the rows."""


def density(positions: NDArray[np.floating], bandwidth: float, mesh: int) -> Density:
    """Give the density of positions [points, 2] in the unit square; the bandwidth is in its sides."""
    first, last = np.clip(np.asarray(positions, np.float64) * mesh, 0, mesh - 1).astype(np.int64).T
    cell = first * mesh + last
    counts = np.bincount(cell, minlength=mesh * mesh).reshape(mesh, mesh).astype(np.float64)
    kernel = _kernel(bandwidth * mesh)
    return Density(_along_rows(_along_rows(counts, kernel).T, kernel).T, cell)


def _kernel(width: float) -> NDArray[np.float64]:
    reach = max(1, int(np.ceil(_REACH * width)))
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    return np.asarray(bell / bell.sum())


def _along_rows(values: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth each row; sums are taken in one fixed order, so that the bits are the same everywhere."""
    reach, length = len(kernel) // 2, values.shape[1]
    padded = np.pad(values, ((0, 0), (reach, reach)))
    smooth = np.zeros_like(values)
    for shift, weight in enumerate(kernel):
        smooth += weight * padded[:, shift : shift + length]
    return smooth
