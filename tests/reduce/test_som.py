from __future__ import annotations

import numpy as np

from tuimap.reduce.som import REACH


def curved(n: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    surface = chance.uniform(-1, 1, (n, 2))
    return np.concatenate([surface, np.sin(2 * surface), chance.normal(0, 0.05, (n, 4))], axis=1).astype(np.float32)


def test_sounds_of_a_cell_lie_around_its_middle_and_none_hides_another(reduced) -> None:
    places = reduced("som", curved(900))
    cells = np.rint(places)
    assert np.linalg.norm(places - cells, axis=1).max() <= REACH + 1e-6
    assert 2 < len(places) / len(np.unique(cells, axis=0)) < 20
    assert len(np.unique(places, axis=0)) == 900


def test_the_innermost_sound_of_a_cell_is_the_one_most_like_the_others(reduced) -> None:
    vectors = curved(900)
    places = reduced("som", vectors)
    cells, number, count = np.unique(np.rint(places), axis=0, return_inverse=True, return_counts=True)
    inner, outer = [], []
    for cell in np.flatnonzero(count >= 8):
        rows = np.flatnonzero(number == cell)
        rows = rows[np.argsort(np.linalg.norm(places[rows] - cells[cell], axis=1))]
        away = np.linalg.norm(vectors[rows] - vectors[rows].mean(axis=0), axis=1)
        inner.append(away[0])
        outer.append(away[-1])
    assert np.mean(inner) < 0.6 * np.mean(outer)


def test_neighbours_share_a_cell_or_lie_in_the_next(reduced) -> None:
    from sklearn.manifold import trustworthiness

    vectors = curved(900)
    assert trustworthiness(vectors, reduced("som", vectors), n_neighbors=10) > 0.97


def test_with_a_tenth_added_the_others_stay_in_their_cell_or_the_next(reduced) -> None:
    vectors = curved(500)
    new = np.arange(500) % 10 == 0
    earlier = np.full((500, 2), np.nan, np.float32)
    earlier[~new] = reduced("som", vectors[~new])
    moved = np.abs(reduced("som", vectors, init=earlier) - earlier)[~new].max(axis=1)
    assert np.median(moved) < 1
    assert (moved < 2).mean() > 0.95
