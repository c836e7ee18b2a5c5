"""The nearest other vectors of each vector, by Euclidean distance.

Up to EXACT rows every pair is compared. Above that, inverted lists of nearby rows are searched
(`inverted_lists.py`), which finds nearly all of them.

A map must not change with the number of threads, while BLAS sums in another order for each. So its
products only pick candidates, with room for their rounding; distances are then summed row by row,
and equal ones are ranked by row number.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EXACT = 12_000
"""Rows up to which all pairs are compared."""

BLOCK = 512
"""Rows compared at a time: with EXACT rows a block of products takes 24 MB."""

ROUNDING = 1e-5
"""A squared distance from BLAS is off by less than this part of the vectors' squared lengths."""

ONE = np.float32(1)
"""The size of vectors that need no scaling."""

EXTRA = 16
"""At most so many candidates more than asked for, when many lie equally far."""


class Neighbours(NamedTuple):
    """The nearest other rows of each row, the nearest first."""

    rows: NDArray[np.int32]
    """[points, k] which rows."""
    distances: NDArray[np.float32]
    """[points, k] how far they lie."""


def nearest(vectors: NDArray[np.float32], k: int) -> Neighbours:
    """Give the `k` nearest neighbours of each of `vectors` [points, dims], fewer where there are fewer."""
    from tuimap.reduce.inverted_lists import search_lists

    count = len(vectors)
    k = min(k, max(count - 1, 0))
    found = Neighbours(np.zeros((count, k), np.int32), np.zeros((count, k), np.float32))
    if not k:
        return found
    middle, size = middle_and_size(vectors)
    if count <= EXACT:
        _compare_all(((vectors - middle) / size).astype(np.float32), found)
    else:
        search_lists(vectors, size, found)
    return found._replace(distances=found.distances * size)


def middle_and_size(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float64], np.float32]:
    """Give the mean [dims] and a power of two: less the one and divided by the other, squares can be taken."""
    middle: NDArray[np.float64] = vectors.mean(axis=0, dtype=np.float64)
    reach = np.maximum(vectors.max(axis=0) - middle, middle - vectors.min(axis=0))  # [dims]
    largest = reach.max(initial=0.0)
    size = 2.0 ** np.ceil(np.log2(largest)) if largest > 0 else 1.0
    return middle, np.float32(size)


def _compare_all(vectors: NDArray[np.float32], found: Neighbours) -> None:
    """Fill `found` by comparing all pairs, a block of rows at a time."""
    everything = np.arange(len(vectors))
    search = partial(search_block, vectors, squared_lengths(vectors), found, everything)
    in_threads(search, blocks(len(vectors)))


def search_block(
    vectors: NDArray[np.float32],
    squares: NDArray[np.float32],
    found: Neighbours,
    among: NDArray[np.intp],
    rows: NDArray[np.intp],
) -> None:
    """Fill `found` for `rows` with their nearest `among` the rows named there (ascending, itself included)."""
    k = found.rows.shape[1]
    rough = vectors[rows] @ vectors[among].T  # [rows, among]
    rough *= -2
    rough += squares[among]  # the squared distances, less the rows' own squared lengths
    rough[np.arange(len(rows)), np.searchsorted(among, rows)] = np.inf
    chosen = _candidates(rough, k, slack=ROUNDING * (squares[rows] + squares[among].max()))
    rank_candidates(vectors, found, rows, among[np.sort(chosen, axis=1)])


def rank_candidates(
    vectors: NDArray[np.float32],
    found: Neighbours,
    rows: NDArray[np.intp],
    candidates: NDArray[np.intp],
    size: np.float32 = ONE,
) -> None:
    """Fill `found` for `rows` with the nearest of their `candidates` [rows, k or more], each row's ascending.

    Distances are those of `vectors` divided by `size`, a power of two, so that squares neither overflow nor vanish.
    """
    k = found.rows.shape[1]
    for row, near in zip(rows, candidates, strict=True):
        difference = vectors[near]  # [candidates, dims]
        if size != ONE:
            difference /= size
        difference -= vectors[row] / size
        distances = np.sqrt(np.einsum("ij,ij->i", difference, difference))
        order = np.argsort(distances, kind="stable")[:k]
        found.rows[row], found.distances[row] = near[order], distances[order]


def _candidates(rough: NDArray[np.float32], k: int, slack: NDArray[np.float32]) -> NDArray[np.intp]:
    """Give columns of `rough` [rows, columns] that hold every one of the `k` smallest, within `slack` [rows]."""
    columns = rough.shape[1]
    if k + EXTRA >= columns - 1:
        return np.argsort(rough, axis=1)[:, : columns - 1]  # the last is the row itself
    chosen = np.argpartition(rough, k + EXTRA - 1, axis=1)[:, : k + EXTRA]
    values = np.take_along_axis(rough, chosen, axis=1)  # [rows, k + EXTRA]
    order = np.argsort(values, axis=1, kind="stable")
    values = np.take_along_axis(values, order, axis=1)
    within = values <= values[:, k - 1, None] + slack[:, None]
    return np.take_along_axis(chosen, order[:, : int(within.sum(axis=1).max())], axis=1)


def squared_lengths(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the squared length of each row, [points]."""
    squares: NDArray[np.float32] = np.einsum("ij,ij->i", vectors, vectors)
    return squares


def blocks(count: int, size: int = BLOCK) -> Iterator[NDArray[np.intp]]:
    """Give the rows 0 ... count - 1, `size` at a time."""
    return (np.arange(start, min(start + size, count)) for start in range(0, count, size))


def in_threads(work: Callable[[NDArray[np.intp]], None], blocks: Iterable[NDArray[np.intp]]) -> None:
    """Do `work` on each block, on all cores: numpy lets go of the interpreter in its long loops."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for _ in pool.map(work, blocks):
            pass
