"""How strongly two sounds hold together on the map: t-SNE's input similarities, thinned to what the eye sees.

Half of a sound's weight goes evenly to its few nearest neighbours, which keeps small groups together;
half follows Gaussians of a given perplexity (van der Maaten and Hinton 2008, section 2), which keeps the
larger picture. Far neighbours are thinned, since they pull alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.neighbours import Neighbours, blocks, in_threads

NEAR = 15
"""Neighbours that share the even half of the weight."""

EVEN = 0.5
"""Share of the weight that is spread evenly."""

WIDTH = 32
"""Partners a point has at most, the strongest ones: an array is faster than lists of any length. They hold 98 % of
the weight; maps with 40 were no truer."""

DENSE = 12
"""Nearest neighbours that are all kept; beyond, RUNGS of them stand for the rest."""

RUNGS = 8
"""Further neighbours kept, at ranks that grow geometrically."""

ROUNDS = 40
"""Rounds at most in which a Gaussian's width is found: Newton's method needs some 6, halving helps where it strays."""

CLOSE = 1e-6
"""An entropy this near to the one asked for is that one."""


class Affinities(NamedTuple):
    """Whom each point is drawn to."""

    partners: NDArray[np.int32]
    """[points, WIDTH] other points, the point itself where there are fewer."""
    weights: NDArray[np.float32]
    """[points, WIDTH] how strongly; all together 1, and 0 in empty places."""


def affinities(neighbours: Neighbours, perplexity: float) -> Affinities:
    """Turn nearest neighbours [points, k] into symmetric affinities."""
    points, count = neighbours.rows.shape
    near = min(NEAR, max(2, points // 3), count)
    even = EVEN * np.where(np.arange(count) < near, 1 / near, 0.0)[None]
    middles, edges = _rungs(count)
    thinned = np.empty((points, len(middles)), np.float32)

    def thin(rows: NDArray[np.intp]) -> None:
        weights = even + (1 - EVEN) * perplexity_weights(neighbours.distances[rows], perplexity)
        thinned[rows] = np.add.reduceat(weights, edges, axis=1)

    in_threads(thin, blocks(points))
    return symmetric(neighbours.rows[:, middles], thinned)


def perplexity_weights(distances: NDArray[np.float32], perplexity: float) -> NDArray[np.float64]:
    """Give for `distances` [points, k] Gaussian weights [points, k] that sum to 1 in each row.

    The width of a row's Gaussian is found by Newton's method, between bounds that close in, so that the row's
    entropy is that of `perplexity` equal weights; at most .95 k can be reached.
    """
    squares = distances.astype(np.float64) ** 2
    squares -= squares.min(axis=1, keepdims=True)
    squares /= squares.mean(axis=1, keepdims=True) + 1e-300
    entropy = np.log(min(perplexity, 0.95 * distances.shape[1]))
    precision, low, high = np.ones(len(squares)), np.zeros(len(squares)), np.full(len(squares), np.inf)
    for _ in range(ROUNDS):
        weights, total = _gaussians(squares, precision)
        mean = np.einsum("ij,ij->i", weights, squares)
        variance = np.einsum("ij,ij,ij->i", weights, squares, squares) - mean**2
        surplus = np.log(total) + precision * mean - entropy
        low, high = np.where(surplus > 0, precision, low), np.where(surplus > 0, high, precision)
        if np.abs(surplus).max() < CLOSE:
            break
        onward = surplus / np.maximum(precision**2 * variance, 1e-12)  # in the logarithm of the precision
        step = precision * np.exp(np.clip(onward, -2, 2))
        middle = np.where(np.isinf(high), 4 * low, (low + high) / 2)
        precision = np.where((step > low) & (step < high), step, middle).clip(max=1e12)
    return _gaussians(squares, precision)[0]


def _gaussians(
    squares: NDArray[np.float64], precision: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give exp(-precision x squared distance), [points, k], each row divided by its sum, and the sums [points]."""
    weights: NDArray[np.float64] = np.exp(-squares * precision[:, None])
    total: NDArray[np.float64] = weights.sum(axis=1)
    weights /= total[:, None]
    return weights, total


def _rungs(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give which of `count` neighbours are kept, DENSE and RUNGS more, and at which rank the weight of each begins."""
    if count <= DENSE + RUNGS:
        return np.arange(count), np.arange(count)
    rungs = np.round(np.geomspace(DENSE, count, RUNGS + 1)).astype(np.intp)
    edges = np.unique(np.concatenate([np.arange(DENSE), rungs]))
    return (edges[:-1] + edges[1:]) // 2, edges[:-1]


def symmetric(rows: NDArray[np.int32], weights: NDArray[np.float32]) -> Affinities:
    """Add to each weight [points, k] the one in the other direction; keep the WIDTH strongest of each point."""
    points = len(rows)
    here, there, pull = _both_directions(rows, weights)
    degree = np.bincount(here, minlength=points)
    _strongest_first(here, there, pull, degree[here] > WIDTH)
    rank = np.arange(len(here)) - np.repeat(np.cumsum(degree) - degree, degree)
    kept = rank < WIDTH
    partners = np.repeat(np.arange(points, dtype=np.int32)[:, None], WIDTH, axis=1)
    table = np.zeros((points, WIDTH), np.float32)
    partners[here[kept], rank[kept]] = there[kept]
    table[here[kept], rank[kept]] = pull[kept]
    table /= table.sum(dtype=np.float64)
    return Affinities(partners, table)


def _both_directions(
    rows: NDArray[np.int32], weights: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Give every pair in both directions, once each, sorted, with the sum of the weights of the two."""
    points, count = rows.shape
    here, there = np.repeat(np.arange(points), count), rows.ravel().astype(np.int64)
    pair = np.concatenate([here * points + there, there * points + here])
    order = np.argsort(pair)
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    total = np.add.reduceat(np.tile(weights.ravel(), 2)[order], first)  # of two at most: their order is one
    here, there = np.divmod(pair[first], points)
    return here.astype(np.int32), there.astype(np.int32), total


def _strongest_first(
    here: NDArray[np.int32], there: NDArray[np.int32], pull: NDArray[np.float32], crowded: NDArray[np.bool_]
) -> None:
    """Sort, in place, each point's pairs that are `crowded` by their strength; equal ones keep their order."""
    weakness = ~pull[crowded].view(np.uint32)  # the bits of positive numbers rise as they do
    order = np.argsort(here[crowded].astype(np.uint64) << np.uint64(32) | weakness, kind="stable")
    there[crowded], pull[crowded] = there[crowded][order], pull[crowded][order]
