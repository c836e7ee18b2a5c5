"""Few points are arranged by pairs, many on a mesh: the two engines make one map."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tuimap.progress import finish
from tuimap.reduce import REDUCERS, pairs, tsne
from tuimap.reduce.affinities import affinities
from tuimap.reduce.neighbours import nearest
from tuimap.reduce.pairs import POINTS
from tuimap.reduce.start import Beginning
from tuimap.settings import Settings


def curved(n: int, dims: int = 12) -> np.ndarray:
    """Groups on curved surfaces, [n, dims]."""
    chance = np.random.default_rng(4)
    group, surface = chance.integers(0, 8, n), chance.uniform(-1, 1, (n, 3))
    centres, bends = 2.5 * chance.normal(size=(8, dims)), chance.normal(size=(8, 3, dims))
    folded = np.sin(2 * surface)[:, None, :] @ bends[group]
    return (centres[group] + folded[:, 0] + 0.2 * chance.normal(size=(n, dims))).astype(np.float32)


def procrustes(before: np.ndarray, after: np.ndarray) -> float:
    from scipy.spatial import procrustes as fit

    return float(fit(before.astype(np.float64), after.astype(np.float64))[2])


@pytest.mark.parametrize(("name", "overview"), [("tsne", 0.0), ("tsne", 0.6), ("graph", 0.0)])
def test_at_the_boundary_both_engines_make_the_same_map(name, overview, monkeypatch, finish) -> None:
    vectors, settings = curved(POINTS), Settings(overview=overview)
    by_pairs = finish(REDUCERS[name](vectors, settings))
    monkeypatch.setattr(tsne, "POINTS", 0)
    on_mesh = finish(REDUCERS[name](vectors, settings))
    assert "compiling" in {report.note for report in on_mesh.reports}
    assert "compiling" not in {report.note for report in by_pairs.reports}
    assert procrustes(by_pairs.result, on_mesh.result) <= 0.05


@pytest.mark.parametrize(("before", "after"), [(POINTS - 20, POINTS + 20), (POINTS + 20, POINTS - 20)])
@pytest.mark.parametrize(("name", "moved"), [("tsne", 0.01), ("graph", 0.05)])
def test_sounds_keep_their_places_when_the_collection_grows_or_shrinks_across_the_boundary(
    name, moved, before, after, reduced
) -> None:
    vectors = curved(POINTS + 20)
    earlier = np.full((after, 2), np.nan, np.float32)
    kept = min(before, after)
    earlier[:kept] = reduced(name, vectors[:before])[:kept]
    assert procrustes(earlier[:kept], reduced(name, vectors[:after], init=earlier)[:kept]) <= moved


def test_the_slope_is_that_of_the_divergence_it_goes_down() -> None:
    vectors = curved(40)
    graph = affinities(nearest(vectors, 20), 6)
    places = np.random.default_rng(1).normal(0, 2, (40, 2)).astype(np.float32)
    full = np.zeros((40, 40))
    np.add.at(full, (np.arange(40)[:, None], graph.partners), graph.weights)

    def divergence(at: np.ndarray) -> float:
        near = 1 / (1 + ((at[:, None] - at[None]) ** 2).sum(axis=2))
        np.fill_diagonal(near, 0)
        return -float((full * np.log(near / near.sum() + np.eye(40))).sum())

    beginning = Beginning(places, graph, places, 0.0)
    slope = 4 * pairs._attraction(places, beginning) + pairs._repulsion(places, springs=False)
    for point, axis in ((0, 0), (7, 1), (39, 0)):
        little = np.zeros((40, 2))
        little[point, axis] = 1e-4
        measured = (divergence(places + little) - divergence(places - little)) / 2e-4
        assert np.isclose(slope[point, axis], measured, rtol=1e-3, atol=1e-6)


def test_a_few_sounds_need_no_jax() -> None:
    script = """
import sys
import numpy as np
from tuimap.progress import finish
from tuimap.reduce import COMPILERS, REDUCERS
from tuimap.reduce.start import Beginning
from tuimap.settings import Settings
finish(COMPILERS["tsne"](50))
finish(REDUCERS["tsne"](np.random.default_rng(0).normal(size=(50, 5)).astype(np.float32), Settings()))
print(sorted({"jax", "scipy"} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_an_overview_puts_far_sounds_far_and_keeps_fewer_neighbours() -> None:
    from scipy.spatial.distance import pdist
    from scipy.stats import spearmanr
    from sklearn.manifold import trustworthiness

    vectors = curved(300)
    maps = [finish(tsne.tsne(vectors, Settings(overview=overview))) for overview in (0.0, 0.5, 1.0)]
    far = [spearmanr(pdist(vectors), pdist(places))[0] for places in maps]
    near = [trustworthiness(vectors, places, n_neighbors=10) for places in maps]
    assert far[0] + 0.02 < far[1] < far[2]
    assert near[0] > near[1] > near[2]


@pytest.mark.parametrize("mirrored", [1, -1])
def test_a_plane_is_turned_onto_the_places_it_is_compared_with(mirrored) -> None:
    from tuimap.reduce.start import turned

    plane = np.random.default_rng(0).normal(size=(30, 2)) * [3, 1]
    plane -= plane.mean(axis=0)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]]) @ np.diag([1, mirrored])
    assert np.allclose(turned(plane, 5 + plane @ turn.T), plane @ turn.T)


def test_an_overview_does_not_turn_an_earlier_map_back() -> None:
    vectors, settings = curved(200), Settings(overview=0.7)
    earlier = finish(tsne.tsne(vectors, settings))
    aside = earlier @ np.array([[0.0, 1], [1, 0]], np.float32)  # mirrored and turned
    again = finish(tsne.tsne(vectors, settings, init=aside))
    assert np.linalg.norm(again - aside, axis=1).mean() < 0.05 * np.ptp(aside)
