"""A force layout of the neighbour graph: each sound is tied to its nearest neighbours by springs, and all push apart.

Springs pull in proportion to their length, and sounds repel each other by one over their distance (Jacomy et al. 2014,
ForceAtlas2, without its degrees). Ours, on the engine of t-SNE: igraph is GPL, and networkx compares all pairs of
10,000 sounds in every step.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.affinities import symmetric
from tuimap.reduce.distinct import distinct, earlier_places
from tuimap.reduce.neighbours import nearest
from tuimap.reduce.schedule import SPRINGS, WARM
from tuimap.reduce.start import Beginning, among_partners, unit_plane
from tuimap.reduce.tsne import arranged, is_warm
from tuimap.reduce.tsne import compile_ahead as compile_engine
from tuimap.settings import Settings

NEIGHBOURS = 10
"""Neighbours that a sound is tied to."""

GRAVITY = 4.0
"""How strongly all are drawn to the middle, divided by their number: else groups without a tie would part for ever."""

FEW = 3
"""So few points need no springs; they lie as in PCA."""


def graph(
    vectors: NDArray[np.float32], settings: Settings, *, init: NDArray[np.floating] | None = None
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2].

    With `init` [sounds, 2] sounds start from their old places, as in t-SNE. Raises ValueError for vectors that are not
    finite.
    """
    rows, point = distinct(vectors)
    earlier = earlier_places(init, point)
    if len(rows) <= FEW:
        return np.where(np.isnan(earlier), unit_plane(rows), earlier).astype(np.float32)[point]
    calls = WARM if is_warm(earlier) else SPRINGS
    yield Progress("reduce", 0, sum(call.steps for call in calls), "finding nearest neighbours")
    found = nearest(rows, NEIGHBOURS)
    ties = symmetric(found.rows, np.ones(found.rows.shape, np.float32))
    jitter = np.random.default_rng(settings.seed).normal(0, 0.01, (len(rows), 2))
    start = among_partners(earlier, ties, jitter) if is_warm(earlier) else unit_plane(rows).round(3) + jitter
    beginning = Beginning(start, ties, np.zeros_like(start), GRAVITY / len(rows), springs=True)
    return (yield from arranged(beginning, calls))[point]


compile_ahead = partial(compile_engine, springs=True)
