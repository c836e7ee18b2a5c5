from __future__ import annotations

import numpy as np
import pytest

from tuimap.reduce import isomap, mds
from tuimap.reduce.landmarks import distances, landmarks


def sheet(n: int) -> np.ndarray:
    """Points of a flat sheet in space, [n, 3]."""
    chance = np.random.default_rng(2)
    turned = np.linalg.qr(chance.normal(size=(3, 3)))[0][:2]
    return (chance.uniform(-1, 1, (n, 2)) * [2, 1] @ turned).astype(np.float32)


@pytest.mark.parametrize(("name", "module", "kept"), [("mds", mds, 1e-3), ("isomap", isomap, 0.02)])
def test_sounds_that_are_no_landmarks_lie_where_all_pairs_would_put_them(
    name, module, kept, monkeypatch, reduced
) -> None:
    from scipy.spatial import procrustes

    vectors = sheet(700)
    whole = reduced(name, vectors)
    monkeypatch.setattr(module, "LANDMARKS", 250)
    assert procrustes(whole.astype(float), reduced(name, vectors).astype(float))[2] < kept


def test_a_flat_sheet_keeps_its_distances_under_mds(reduced) -> None:
    vectors = sheet(120)
    apart = distances(*2 * (vectors.astype(float),))
    places = reduced("mds", vectors).astype(float)
    ratio = distances(places, places)[apart > 0.1] / apart[apart > 0.1]
    assert ratio.std() < 0.01 * ratio.mean()


def test_a_rolled_sheet_is_unrolled_by_isomap(reduced) -> None:
    chance = np.random.default_rng(1)
    along, across = chance.uniform(1.5, 4.5, 1200) * np.pi, chance.uniform(0, 6, 1200)
    roll = np.stack([along * np.cos(along), across, along * np.sin(along)], axis=1)
    places = reduced("isomap", roll)
    length = (along * np.sqrt(1 + along**2) + np.arcsinh(along)) / 2  # of the spiral
    assert abs(np.corrcoef(length, places[:, 0])[0, 1]) > 0.99


@pytest.mark.parametrize("name", ["mds", "isomap"])
def test_groups_without_a_way_between_them_raise_no_warning(name, reduced) -> None:
    far = np.repeat(np.eye(3) * 1e3, 30, axis=0) + np.random.default_rng(0).normal(size=(90, 3))
    assert np.isfinite(reduced(name, far)).all()


def test_landmarks_follow_from_the_seed_and_are_all_where_there_are_few() -> None:
    assert landmarks(5, 10, seed=3).tolist() == [0, 1, 2, 3, 4]
    chosen = landmarks(100, 10, seed=3)
    assert len(np.unique(chosen)) == 10
    assert (chosen == landmarks(100, 10, seed=3)).all()
    assert (chosen != landmarks(100, 10, seed=4)).any()
