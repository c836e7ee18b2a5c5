from __future__ import annotations

import numpy as np
import pytest

from tuimap.reduce.affinities import WIDTH, affinities, perplexity_weights, symmetric
from tuimap.reduce.neighbours import nearest


def gaussian(n: int, dims: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n, dims)).astype(np.float32)


@pytest.mark.parametrize("perplexity", [5.0, 12.5, 30.0])
def test_weights_have_the_perplexity_asked_for(perplexity) -> None:
    weights = perplexity_weights(nearest(gaussian(300, 8), 90).distances, perplexity)
    assert np.allclose(weights.sum(axis=1), 1)
    entropy = -(weights * np.log(np.maximum(weights, 1e-300))).sum(axis=1)
    assert np.allclose(np.exp(entropy), perplexity, rtol=1e-5)


def test_nearer_sounds_weigh_more() -> None:
    weights = perplexity_weights(np.array([[1.0, 2, 3, 4]], np.float32), 2)
    assert (np.diff(weights) < 0).all()


def test_equal_distances_weigh_the_same() -> None:
    assert np.allclose(perplexity_weights(np.zeros((3, 8), np.float32), 2), 1 / 8)


def test_affinities_are_symmetric_and_sum_to_one() -> None:
    graph = affinities(nearest(gaussian(30, 4), 29), 9)
    full = np.zeros((30, 30))
    np.add.at(full, (np.arange(30)[:, None], graph.partners), graph.weights)
    assert np.allclose(full, full.T, atol=1e-8)
    assert np.isclose(full.sum(), 1, atol=1e-6)
    assert not full.diagonal().any()


def test_a_hub_keeps_its_strongest_partners() -> None:
    rows = np.zeros((100, 1), np.int32)  # all have the first as their only neighbour
    rows[0] = 1
    graph = symmetric(rows, np.linspace(0.1, 1, 100, dtype=np.float32)[:, None])
    assert graph.partners.shape == (100, WIDTH)
    assert set(graph.partners[0]) == set(range(100 - WIDTH, 100))
    assert graph.partners[50, 0] == 0


def test_empty_places_point_at_the_point_itself_with_no_weight() -> None:
    graph = affinities(nearest(gaussian(10, 4), 9), 3)
    empty = graph.weights == 0
    assert empty.any()
    assert (graph.partners[empty] == np.nonzero(empty)[0]).all()
