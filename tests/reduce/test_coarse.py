from __future__ import annotations

import numpy as np
import pytest

from tuimap.reduce.coarse import DIMS, EXACT, coarse


def flat(points: int, dims: int, seed: int = 0) -> np.ndarray:
    """Vectors [points, dims] of which a few directions hold most of the variance."""
    chance = np.random.default_rng(seed)
    turned = np.linalg.qr(chance.normal(size=(dims, dims)))[0]
    return (chance.normal(size=(points, dims)) * 0.9 ** np.arange(dims) @ turned).astype(np.float32)


def squared_distances(rows: np.ndarray) -> np.ndarray:
    rows = rows.astype(np.float64)
    return ((rows[:, None] - rows[None]) ** 2).sum(axis=2)


@pytest.mark.parametrize("dims", [3, DIMS, 200])
def test_distances_stay_nearly_the_same_up_to_a_scale(dims) -> None:
    vectors = flat(300, dims)
    short = coarse(vectors)
    assert short.shape == (300, min(dims, DIMS))
    other = ~np.eye(300, dtype=bool)
    ratio = (squared_distances(short) / np.maximum(squared_distances(vectors), 1e-9))[other]
    assert ratio.std() < 0.01 * ratio.mean()


@pytest.mark.parametrize("vectors", [flat(500, 200), flat(500, 200) * 1e-6, np.eye(90), np.zeros((5, 100))], ids=len)
def test_all_numbers_are_whole_and_every_comparison_is_exact(vectors) -> None:
    short = coarse(vectors.astype(np.float32))
    assert (short == np.round(short)).all()
    assert 3 * (short.astype(np.float64) ** 2).sum(axis=1).max() < EXACT
    assert ((short @ short.T) == (short.astype(np.int64) @ short.astype(np.int64).T)).all()


def test_one_giant_leaves_the_others_their_distances() -> None:
    vectors = flat(300, 100)
    vectors[7] = 1e6
    ordinary = np.arange(300) != 7
    near = squared_distances(vectors[ordinary]), squared_distances(coarse(vectors)[ordinary])
    assert np.corrcoef(near[0].ravel(), near[1].ravel())[0, 1] > 0.99
