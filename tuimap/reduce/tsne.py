"""t-SNE (van der Maaten and Hinton 2008): neighbours stay neighbours, and the map fills its plane.

Our own engine: affinities of nearest neighbours, a start from principal components, and gradient
descent with repulsion on a mesh. It takes a second for thousands of sounds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tuimap.progress import Progress, Stage
from tuimap.reduce.affinities import WIDTH, Affinities, affinities
from tuimap.reduce.distinct import distinct, earlier_places
from tuimap.reduce.neighbours import nearest
from tuimap.reduce.pairs import POINTS
from tuimap.reduce.schedule import FRESH, WARM, Call
from tuimap.reduce.sizes import nodes_for, rows_for
from tuimap.reduce.start import Beginning, among_partners, small_plane, turned, unit_plane
from tuimap.settings import Settings

PERPLEXITY = 15.0
"""Neighbours that count, about; at most a third of the points. 30 gave maps as true, but parted small groups less."""

LEAN = 0.3
"""How strongly sounds are drawn into their principal plane where nothing but the overview counts."""

FEW = 3
"""So few points have no neighbourhoods to keep; they lie as in PCA."""


def tsne(
    vectors: NDArray[np.float32], settings: Settings, *, init: NDArray[np.floating] | None = None
) -> Stage[NDArray[np.float32]]:
    """Map `vectors` [sounds, dims] to raw coordinates [sounds, 2].

    `settings.overview` draws sounds to their places in the principal plane: far distances tell more, near ones less.
    With `init` [sounds, 2], the raw coordinates of an earlier map, sounds start from their old places and
    hardly move; a sound whose row is NaN is new and starts among its neighbours. An earlier map of
    less than half the sounds is not used. Raises ValueError for vectors that are not finite.
    """
    rows, point = distinct(vectors)
    earlier = earlier_places(init, point)  # [points, 2]
    if len(rows) <= FEW:
        return np.where(np.isnan(earlier), unit_plane(rows), earlier).astype(np.float32)[point]
    calls = WARM if is_warm(earlier) else FRESH
    yield Progress("reduce", 0, sum(call.steps for call in calls), "finding nearest neighbours")
    beginning = _beginning(rows, earlier, settings)
    del rows  # as large as the vectors
    return (yield from arranged(beginning, calls))[point]


def is_warm(earlier: NDArray[np.float64]) -> bool:
    """Tell whether half of the points or more have a place on an earlier map."""
    return bool(np.isfinite(earlier).all(axis=1).mean() >= 0.5)


def _beginning(rows: NDArray[np.float32], earlier: NDArray[np.float64], settings: Settings) -> Beginning:
    """Give where more than FEW distinct `rows` [points, dims] start, and what holds them together."""
    perplexity = min(PERPLEXITY, (len(rows) - 1) / 3)
    graph = affinities(nearest(rows, max(3, int(3 * perplexity))), perplexity)
    jitter = np.random.default_rng(settings.seed).normal(0, 0.01, (len(rows), 2))
    plane = unit_plane(rows).round(3)
    lean = LEAN * settings.overview**3
    if not is_warm(earlier):
        return Beginning(small_plane(plane, jitter), graph, plane, lean)
    start = among_partners(earlier, graph, jitter)
    return Beginning(start, graph, turned(plane, start), lean)


def arranged(beginning: Beginning, calls: Sequence[Call]) -> Stage[NDArray[np.float32]]:
    """Go down the gradient, one call after another: by pairs where there are few points, else on a mesh."""
    done, total, few = 0, sum(call.steps for call in calls), len(beginning.start) <= POINTS
    yield Progress("reduce", 0, total, "arranging" if few else "compiling")
    if few:
        from tuimap.reduce.pairs import descended
    else:
        from tuimap.reduce.descent import descended
    places = beginning.start.astype(np.float32)
    for call, moved in zip(calls, descended(beginning, calls), strict=True):
        places, done = moved, done + call.steps
        yield Progress("reduce", done, total, "arranging")
    return places


def compile_ahead(sounds: int, *, springs: bool = False) -> Stage[None]:
    """Compile what a map of so many sounds needs, so that none need wait for it: for a thread, while files decode."""
    if sounds <= POINTS:
        return
    yield Progress("reduce", 0, None, "compiling")
    from tuimap.reduce.descent import at_rest, descend, pull_of

    rows = rows_for(sounds)
    nowhere = np.zeros((rows, 2))
    alone = Affinities(np.zeros((rows, WIDTH), np.int32), np.zeros((rows, WIDTH), np.float32))
    pull = pull_of(Beginning(nowhere, alone, nowhere, 0.0), rows)
    descend(at_rest(nowhere.astype(np.float32)), pull, 1.0, 0, nodes_for(rows), springs).places.block_until_ready()
