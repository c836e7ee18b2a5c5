"""Numbers that judge a map. They know neither descriptors nor reducers: points and labels only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuimap.evaluate.neighbours import Points, blocks, nearest, ranks

RANKED = 10
"""Neighbours that trustworthiness, continuity and purity look at."""

VOTERS = 5
"""Neighbours that guess a sound's label."""

COLUMNS, ROWS = 80, 24
"""The terminal in which sounds share cells."""

MOST_ROWS = 5_000
"""Sounds whose neighbours are looked at; of more, a sample, against all sounds: 8 processor seconds for one of 10,000.

A share of .8 is known to .006 then, less than what another seed changes."""


@dataclass(frozen=True)
class Classes:
    """What the sounds are, as somebody who listened says."""

    labels: NDArray[np.intp]
    """[sounds] the number of each sound's label, in alphabetical order; -1 where it has none."""
    groups: NDArray[np.intp] | None = None
    """[sounds] the number of each sound's group, such as the drum kit that it is from; None where nobody says."""


@dataclass(frozen=True)
class Agreement:
    """How far the neighbours on a map agree about what a sound is; shares from 0 to 1."""

    knn5: float
    """Of the sounds, those whose label their VOTERS nearest neighbours guess; nearer ones win a tie."""
    xgroup: float | None
    """The same where no neighbour may be from the sound's own group; None without groups."""
    pur10: float
    """Of the RANKED nearest, those with the sound's label, out of as many as there are; mean over sounds."""


def sampled(n_sounds: int) -> NDArray[np.intp]:
    """Give the numbers of the sounds whose neighbours are looked at: all, or MOST_ROWS of them, always the same."""
    if n_sounds <= MOST_ROWS:
        return np.arange(n_sounds)
    return np.sort(np.random.default_rng(0).choice(n_sounds, MOST_ROWS, replace=False))


def faithfulness(vectors: NDArray[np.floating], maps: Sequence[NDArray[np.floating]]) -> list[tuple[float, float]]:
    """Give trustworthiness and continuity of `maps` [sounds, 2] of the same `vectors` [sounds, dims].

    Trustworthiness falls with each neighbour on the map that is none in the vectors, by how far away it is there;
    continuity with each neighbour in the vectors that the map has torn away. From Venna and Kaski, "Neighborhood
    preservation in nonlinear projection methods" (ICANN 2001), with k = RANKED; of fewer than 2 k + 2 sounds as many
    neighbours as the formula allows, and NaN of fewer than four. They compare ways of reducing the same
    vectors, not vectors.
    """
    n_sounds = len(vectors)
    k = min(RANKED, n_sounds // 2 - 1)
    if k < 1:
        return [(np.nan, np.nan)] * len(maps)
    high, lows = Points(vectors), [Points(places) for places in maps]
    rows, penalties = sampled(n_sounds), np.zeros((len(maps), 2))
    for block in blocks(rows, n_sounds):
        far = high.distances(block)
        near = nearest(far, k)
        for penalty, low in zip(penalties, lows, strict=True):
            on_map = low.distances(block)
            penalty[0] += np.maximum(ranks(far, nearest(on_map, k)) - k, 0).sum()
            penalty[1] += np.maximum(ranks(on_map, near) - k, 0).sum()
    shares = 1 - penalties * 2 / (len(rows) * k * (2 * n_sounds - 3 * k - 1))
    return [(float(trust), float(continuity)) for trust, continuity in shares]


def agreement(places: NDArray[np.floating], classes: Classes) -> Agreement:
    """Give how far neighbours of a map [sounds, 2] share their labels; sounds without one are as if not there."""
    labelled = np.flatnonzero(classes.labels >= 0)
    labels = classes.labels[labelled]
    groups = None if classes.groups is None else classes.groups[labelled]
    points, rows = Points(places[labelled]), sampled(len(labelled))
    others = np.bincount(labels)[labels] - 1
    guessed = guessed_across = 0
    shares: list[NDArray[np.float64]] = []
    for block in blocks(rows, len(labelled)):
        distances = points.distances(block)
        guessed += _guessed(distances, labels, block)
        block_shares = (labels[nearest(distances, RANKED)] == labels[block, None]).sum(axis=1)
        known = others[block] > 0
        shares.append(block_shares[known] / np.minimum(others[block][known], RANKED))
        if groups is not None:
            distances[groups[block, None] == groups] = np.inf
            guessed_across += _guessed(distances, labels, block)
    xgroup = None if groups is None else guessed_across / len(rows)
    every = np.concatenate(shares)
    return Agreement(guessed / len(rows), xgroup, float(every.mean()) if len(every) else np.nan)


def _guessed(distances: NDArray[np.float64], labels: NDArray[np.intp], block: NDArray[np.intp]) -> int:
    """Count the sounds of a block whose label the nearest of `distances` [block, sounds] guess."""
    near = nearest(distances, VOTERS)
    reachable = np.isfinite(np.take_along_axis(distances, near, axis=1))
    votes = np.zeros((len(block), labels.max() + 1))
    weights = reachable * (1 + 1e-6 * np.arange(near.shape[1], 0, -1))
    np.add.at(votes, (np.arange(len(block))[:, None], labels[near]), weights)
    return int((votes.argmax(axis=1) == labels[block]).sum())


def alone(places: NDArray[np.floating]) -> float:
    """Give the share of the sounds of a map [sounds, 2] that have a cell of a COLUMNS x ROWS terminal to themselves."""
    places = places.astype(np.float64)
    low, high = places.min(axis=0), places.max(axis=0)
    cells = np.round((places - low) / np.maximum(high - low, 1e-12) * [COLUMNS - 1, ROWS - 1])
    _, cell_of, sizes = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    return float((sizes[cell_of.ravel()] == 1).mean())
