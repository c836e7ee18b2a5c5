"""t-SNE (van der Maaten and Hinton 2008): neighbours stay neighbours, and the map fills its plane.

Our own engine: affinities of nearest neighbours, a start from principal components, and gradient
descent with repulsion on a mesh. It takes a second for thousands of sounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.affinities import WIDTH, Affinities, affinities
from tuimap.reduce.distinct import distinct, earlier_places
from tuimap.reduce.neighbours import nearest
from tuimap.reduce.sizes import STEPS_AT_ONCE, nodes_for, padded, rows_for
from tuimap.reduce.start import among_partners, small_plane, unit_plane
from tuimap.settings import Settings

PERPLEXITY = 15.0
"""Neighbours that count, about; at most a third of the points. 30 gave maps as true, but parted small groups less."""

EXAGGERATION = 4.0
"""How much more points attract each other at first, while the large picture forms."""

EARLY_CALLS = 8
"""Calls of STEPS_AT_ONCE steps with exaggeration."""

LATE_CALLS = 17
"""Calls without, in which each sound finds its place."""

WARM_CALLS = 6
"""Calls from an earlier map: enough for new sounds to settle, so few that the others stay."""

FEW = 3
"""So few points have no neighbourhoods to keep; they lie as in PCA."""


def tsne(
    vectors: NDArray[np.float32], settings: Settings, *, init: NDArray[np.floating] | None = None
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2].

    With `init` [sounds, 2], the raw coordinates of an earlier map, sounds start from their old places and
    hardly move; a sound whose row is NaN is new and starts among its neighbours. An earlier map of
    less than half the sounds is not used. Raises ValueError for vectors that are not finite.
    """
    rows, point = distinct(vectors)
    earlier = earlier_places(init, point)  # [points, 2]
    if len(rows) <= FEW:
        return np.where(np.isnan(earlier), unit_plane(rows), earlier).astype(np.float32)[point]
    calls = _exaggerations(_is_warm(earlier))
    yield Progress("reduce", 0, len(calls) * STEPS_AT_ONCE, "finding nearest neighbours")
    start, graph = _beginning(rows, earlier, settings.seed)
    del rows  # as large as the vectors
    return (yield from _descended(start, graph, calls))[point]


def _is_warm(earlier: NDArray[np.float64]) -> bool:
    """Tell whether half of the points or more have a place on an earlier map."""
    return bool(np.isfinite(earlier).all(axis=1).mean() >= 0.5)


def _beginning(
    rows: NDArray[np.float32], earlier: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.float64], Affinities]:
    """Give where more than FEW distinct `rows` [points, dims] start, [points, 2], and whom each is drawn to."""
    perplexity = min(PERPLEXITY, (len(rows) - 1) / 3)
    graph = affinities(nearest(rows, max(3, int(3 * perplexity))), perplexity)
    jitter = np.random.default_rng(seed).normal(0, 0.01, (len(rows), 2))
    start = among_partners(earlier, graph, jitter) if _is_warm(earlier) else small_plane(rows, jitter)
    return start, graph


def _exaggerations(warm: bool) -> list[float]:
    """Give for each call of the program how much attraction is exaggerated."""
    return [1.0] * WARM_CALLS if warm else [EXAGGERATION] * EARLY_CALLS + [1.0] * LATE_CALLS


def _descended(start: NDArray[np.float64], graph: Affinities, calls: list[float]) -> Stage[NDArray[np.float32]]:
    """Go down t-SNE's gradient from `start` [points, 2], one call after another, each with its exaggeration."""
    yield Progress("reduce", 0, len(calls) * STEPS_AT_ONCE, "compiling")
    from tuimap.reduce.descent import at_rest, descend, pull_of

    rows = rows_for(len(start))
    pull = pull_of(graph, rows)
    motion = at_rest(padded(start.astype(np.float32), rows))
    for call, exaggeration in enumerate(calls, start=1):
        motion = descend(motion, pull, exaggeration, STEPS_AT_ONCE, nodes_for(rows))
        motion.places.block_until_ready()
        yield Progress("reduce", call * STEPS_AT_ONCE, len(calls) * STEPS_AT_ONCE, "arranging")
    return np.array(motion.places)[: len(start)]


def compile_ahead(sounds: int) -> Stage[None]:
    """Compile what a map of so many sounds needs, so that `tsne` need not wait: for a thread, while files decode."""
    yield Progress("reduce", 0, None, "compiling")
    from tuimap.reduce.descent import at_rest, descend, pull_of

    rows = rows_for(sounds)
    alone = Affinities(np.zeros((rows, WIDTH), np.int32), np.zeros((rows, WIDTH), np.float32))
    nowhere = at_rest(np.zeros((rows, 2), np.float32))
    descend(nowhere, pull_of(alone, rows), 1.0, 0, nodes_for(rows)).places.block_until_ready()
