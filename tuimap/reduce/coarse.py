"""Short vectors of whole numbers that lie almost as far apart as the long ones they stand for.

BLAS sums in another order for each number of threads. Products of small whole numbers add up without
rounding in any order, so that whatever is decided from these vectors is decided alike everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

DIMS = 64
"""Principal components kept: 91 % of the variance of 390 columns of real sounds."""

SAMPLE = 8192
"""Rows that the components are found from."""

ROUNDS = 6
"""Rounds of subspace iteration: the components need not be parted from each other, only from the rest."""

EXACT = 2**24
"""Whole numbers up to this are exact in float32, and so are sums that stay below."""

BLOCK = 2048
"""Rows whose float64 copy is held at once."""

LEVELS = 1023
"""Steps from 0 on in which columns are read."""

REACH = 8
"""Values beyond so many times the usual length of a row, shared evenly among its columns, are cut."""

LONGEST = 2300
"""Length of the longest coarse row: three times its square is EXACT."""

USUAL = LONGEST / 4
"""Length of a row in the middle of all; those beyond LONGEST are shortened."""


def coarse(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give for `vectors` [points, dims] whole numbers [points, DIMS or fewer] of rows no longer than LONGEST."""
    sampled = vectors[:: max(1, len(vectors) // SAMPLE)]
    middle = np.median(sampled, axis=0)  # the mean would follow a giant
    step = _step(vectors, middle)
    sample = _levels(sampled, middle, step).astype(np.float64)
    basis = _components(sample.T @ sample)
    whole = np.round(basis * (EXACT / LEVELS / np.sqrt(len(basis)))).astype(np.float32)
    short = np.concatenate([_levels(block, middle, step) @ whole for block in _blocks(vectors)])
    length = np.sqrt(np.einsum("ij,ij->i", short, short, dtype=np.float64))
    factor = np.minimum(USUAL / max(float(np.median(length)), 1.0), (LONGEST - len(basis)) / np.maximum(length, 1.0))
    short *= factor[:, None].astype(np.float32)
    np.round(short, out=short)
    return short


def _step(vectors: NDArray[np.float32], middle: NDArray[np.float32]) -> float:
    """Give how far apart the levels lie that values are read in."""
    squares = np.concatenate([np.square(block - middle, dtype=np.float64).sum(axis=1) for block in _blocks(vectors)])
    usual = float(np.sqrt(np.median(squares) / vectors.shape[1]))
    return max(REACH * usual / LEVELS, 1e-300)


def _levels(values: NDArray[np.float32], middle: NDArray[np.float32], step: float) -> NDArray[np.float32]:
    """Read values, less their mean, as whole numbers of `step`, LEVELS at most."""
    return np.round((values - middle) / np.float64(step)).clip(-LEVELS, LEVELS).astype(np.float32)


def _components(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give orthogonal columns [dims, DIMS or fewer] that span the leading components, without BLAS or LAPACK."""
    dims = len(covariance)
    if dims <= DIMS:
        return np.eye(dims)
    largest = np.argsort(-covariance.diagonal(), kind="stable")[:DIMS]
    columns = covariance[:, largest]
    for _ in range(ROUNDS):
        columns = np.einsum("ij,jk->ik", covariance, _orthogonal(columns))
    return _orthogonal(columns)


def _orthogonal(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Make columns orthogonal and of length 1, each to those before it (Gram and Schmidt, twice); empty ones stay 0."""
    done = np.zeros_like(columns)
    for number, column in enumerate(columns.T):
        rest, length = column.copy(), np.sqrt((column**2).sum())
        for _ in range(2):
            rest -= np.einsum("ij,j->i", done, np.einsum("ij,i->j", done, rest))
        left = np.sqrt((rest**2).sum())
        if left > 1e-9 * length:
            done[:, number] = rest / left
    return done


def _blocks(rows: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Go through rows some at a time."""
    return (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))
