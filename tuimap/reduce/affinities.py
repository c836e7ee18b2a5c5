"""How strongly two sounds hold together on the map: t-SNE's input similarities, thinned to what the eye sees.

Half of a sound's weight goes evenly to its few nearest neighbours, which keeps small groups together;
half follows Gaussians of a given perplexity (van der Maaten and Hinton 2008, section 2), which keeps the
larger picture. Far neighbours are thinned, since they pull alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.neighbours import Neighbours

NEAR = 15
"""Neighbours that share the even half of the weight."""

EVEN = 0.5
"""Share of the weight that is spread evenly."""

WIDTH = 40
"""Partners a point has at most, the strongest ones: an array is faster than lists of any length."""

DENSE = 12
"""Nearest neighbours that are all kept; beyond, RUNGS of them stand for the rest."""

RUNGS = 8
"""Further neighbours kept, at ranks that grow geometrically."""


class Affinities(NamedTuple):
    """Whom each point is drawn to."""

    partners: NDArray[np.int32]
    """[points, WIDTH] other points, the point itself where there are fewer."""
    weights: NDArray[np.float32]
    """[points, WIDTH] how strongly; all together 1, and 0 in empty places."""


def affinities(neighbours: Neighbours, perplexity: float) -> Affinities:
    """Turn nearest neighbours [points, k] into symmetric affinities."""
    gaussian = perplexity_weights(neighbours.distances, perplexity)
    count = neighbours.rows.shape[1]
    near = min(NEAR, max(2, len(gaussian) // 3), count)
    even = np.where(np.arange(count) < near, 1 / near, 0.0)[None]
    return symmetric(*_thinned(neighbours.rows, EVEN * even + (1 - EVEN) * gaussian))


def perplexity_weights(distances: NDArray[np.float32], perplexity: float) -> NDArray[np.float64]:
    """Give for `distances` [points, k] Gaussian weights [points, k] that sum to 1 in each row.

    The width of a row's Gaussian is found by bisection, so that the row's entropy is that of
    `perplexity` equal weights; at most .95 k can be reached.
    """
    squares = distances.astype(np.float64) ** 2
    squares -= squares.min(axis=1, keepdims=True)
    squares /= squares.mean(axis=1, keepdims=True) + 1e-300
    entropy = np.log(min(perplexity, 0.95 * distances.shape[1]))
    precision, low, high = np.ones(len(squares)), np.zeros(len(squares)), np.full(len(squares), np.inf)
    for _ in range(40):
        too_wide = _row_entropy(squares, precision) > entropy
        low, high = np.where(too_wide, precision, low), np.where(too_wide, high, precision)
        precision = np.where(np.isinf(high), np.minimum(2 * precision, 1e9), (low + high) / 2)
    return _gaussians(squares, precision)


def _gaussians(squares: NDArray[np.float64], precision: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give exp(-precision x squared distance), [points, k], each row summing to 1."""
    weights: NDArray[np.float64] = np.exp(-squares * precision[:, None])
    total: NDArray[np.float64] = weights.sum(axis=1)
    return weights / total[:, None]


def _row_entropy(squares: NDArray[np.float64], precision: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the entropy of each row of Gaussian weights, in nats, [points]."""
    weights: NDArray[np.float64] = np.exp(-squares * precision[:, None])
    total: NDArray[np.float64] = weights.sum(axis=1)
    mean: NDArray[np.float64] = (squares * weights).sum(axis=1) / total
    return np.log(total) + precision * mean


def _thinned(rows: NDArray[np.int32], weights: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Keep the DENSE nearest of k neighbours and RUNGS more, each with the weight of the ranks around it."""
    count = rows.shape[1]
    if count <= DENSE + RUNGS:
        return rows, weights
    rungs = np.round(np.geomspace(DENSE, count, RUNGS + 1)).astype(int)
    edges = np.unique(np.concatenate([np.arange(DENSE), rungs]))
    middles = (edges[:-1] + edges[1:]) // 2
    return rows[:, middles], np.add.reduceat(weights, edges[:-1], axis=1)


def symmetric(rows: NDArray[np.int32], weights: NDArray[np.float64]) -> Affinities:
    """Add to each weight [points, k] the one in the other direction; keep the WIDTH strongest of each point."""
    points, count = rows.shape
    here, there, pull = _both_directions(np.repeat(np.arange(points), count), rows.ravel(), weights.ravel())
    order = np.lexsort((there, -pull, here))
    here, there, pull = here[order], there[order], pull[order]
    degree = np.bincount(here, minlength=points)
    rank = np.arange(len(here)) - np.repeat(np.cumsum(degree) - degree, degree)
    kept = rank < WIDTH
    partners = np.repeat(np.arange(points, dtype=np.int32)[:, None], WIDTH, axis=1)
    table = np.zeros((points, WIDTH))
    partners[here[kept], rank[kept]] = there[kept]
    table[here[kept], rank[kept]] = pull[kept]
    return Affinities(partners, (table / table.sum()).astype(np.float32))


def _both_directions(
    here: NDArray[np.integer], there: NDArray[np.integer], weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Give every pair in both directions, once each, sorted, with the sum of the weights of the two."""
    here, there = here.astype(np.int64), there.astype(np.int64)
    points = int(here.max()) + 1
    pair = np.concatenate([here * points + there, there * points + here])
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    total = np.add.reduceat(np.concatenate([weights, weights])[order], first)
    return *np.divmod(pair[first], points), total
