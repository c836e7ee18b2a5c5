"""What methods that compare all pairs need where there are many sounds: a few stand for all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.neighbours import middle_and_size

FEW = 3
"""So few points are no matter for a library; they lie as in PCA."""


def landmarks(points: int, most: int, seed: int) -> NDArray[np.intp]:
    """Give the rows, ascending, of `most` points chosen by the seed; all where there are no more."""
    if points <= most:
        return np.arange(points)
    return np.sort(np.random.default_rng(seed).choice(points, most, replace=False))


def measurable(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give `rows` [points, dims] less their mean and divided by a power of two, so that no square overflows."""
    middle, size = middle_and_size(rows)
    return (rows - middle) / np.float64(size)


def distances(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give how far each of `some` [some, dims] lies from each of `others`: [some, others]."""
    squares = (np.square(each).sum(axis=1) for each in (some, others))
    apart: NDArray[np.float64] = np.add.outer(*squares)
    apart -= 2 * (some @ others.T)
    return np.sqrt(np.maximum(apart, 0, out=apart), out=apart)
