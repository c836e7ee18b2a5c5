from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from tuimap.reduce.pairs import POINTS
from tuimap.reduce.tsne import compile_ahead

MAP = """
import hashlib, os, sys
if sys.argv[2] == "one core" and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
import numpy as np
from tuimap.reduce import REDUCERS
from tuimap.settings import Settings
vectors = np.random.default_rng(0).normal(size=(int(sys.argv[1]), 30)).astype(np.float32)
stage = REDUCERS["tsne"](vectors, Settings())
try:
    while True:
        next(stage)
except StopIteration as end:
    print(hashlib.sha256(end.value.tobytes()).hexdigest())
"""


def groups(sizes: list[int], dims: int = 10, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Vectors [sounds, dims] in groups, and the group of each."""
    generator = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    centres = 4 * generator.normal(size=(len(sizes), dims))
    return (centres[group] + generator.normal(size=(len(group), dims))).astype(np.float32), group


def procrustes(before: np.ndarray, after: np.ndarray) -> float:
    """How far two maps differ after the best shift, turn and scale: 0 same, 1 nothing in common."""
    from scipy.spatial import procrustes as fit

    return float(fit(before.astype(np.float64), after.astype(np.float64))[2])


def truth(vectors: np.ndarray, places: np.ndarray, k: int = 10) -> np.ndarray:
    """Each sound's share of trustworthiness, [sounds]: 1 where its k nearest on the map are its k nearest; the mean is
    that of all."""
    count = len(vectors)
    apart, on_map = (np.linalg.norm(each[:, None] - each[None], axis=2) for each in (vectors, places))
    rank = np.argsort(np.argsort(apart, axis=1), axis=1)  # the sound itself is 0
    near = np.argsort(on_map, axis=1)[:, 1 : k + 1]
    beyond = np.maximum(np.take_along_axis(rank, near, axis=1) - k, 0).sum(axis=1)
    return 1 - 2 / (k * (2 * count - 3 * k - 1)) * beyond


@pytest.mark.parametrize("sounds", [200, POINTS + 50])
def test_other_processes_and_fewer_cores_give_the_same_bits(sounds) -> None:
    def digest(cores: str, threads: str) -> str:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads}
        command = [sys.executable, "-c", MAP, str(sounds), cores]
        ran = subprocess.run(command, env=environment, capture_output=True, check=True)
        return ran.stdout.decode()

    assert digest("all cores", "2") == digest("one core", "1")


def test_the_finest_meshes_give_the_same_bits_each_time() -> None:
    from tuimap.reduce.affinities import WIDTH, Affinities
    from tuimap.reduce.descent import at_rest, descend, pull_of
    from tuimap.reduce.start import Beginning

    places = np.random.default_rng(0).normal(0, 30, (256, 2)).astype(np.float32)
    alone = Affinities(np.zeros((256, WIDTH), np.int32), np.zeros((256, WIDTH), np.float32))
    motion, pull = at_rest(places), pull_of(Beginning(places, alone, places, 0.0), 256)
    moved = {np.asarray(descend(motion, pull, 1.0, 10, nodes=256, springs=False).places).tobytes() for _ in range(20)}
    assert len(moved) == 1


def test_another_seed_gives_a_similar_map(real, reduced) -> None:
    assert procrustes(reduced("tsne", real.vectors, seed=0), reduced("tsne", real.vectors, seed=1)) <= 0.05


def test_a_warm_start_keeps_old_places_and_puts_new_sounds_among_their_neighbours(reduced) -> None:
    vectors, group = groups([40, 50, 30, 60])
    new = np.arange(len(vectors)) % 10 == 0
    earlier = np.full((len(vectors), 2), np.nan, np.float32)
    earlier[~new] = reduced("tsne", vectors[~new])
    places = reduced("tsne", vectors, init=earlier)
    width = np.ptp(places[~new], axis=0).max()
    assert procrustes(earlier[~new], places[~new]) < 0.02
    assert np.linalg.norm(places - earlier, axis=1)[~new].mean() < 0.05 * width
    for row in np.flatnonzero(new):
        distances = np.linalg.norm(places - places[row], axis=1)
        distances[row] = np.inf
        assert (group[np.argsort(distances)[:5]] == group[row]).mean() > 0.5


def test_a_warm_start_is_as_true_as_a_fresh_map(real, reduced) -> None:
    from sklearn.manifold import trustworthiness

    earlier = reduced("tsne", real.vectors)
    earlier[::10] = np.nan
    warm = reduced("tsne", real.vectors, init=earlier)
    fresh = reduced("tsne", real.vectors)
    assert trustworthiness(real.vectors, warm) > trustworthiness(real.vectors, fresh) - 0.01


def test_with_a_tenth_added_old_sounds_stay_and_new_ones_lie_as_true_as_on_a_fresh_map(real, reduced) -> None:
    fresh, moved, truer = truth(real.vectors, reduced("tsne", real.vectors)), [], []
    for first in range(10):
        new = np.arange(len(real.vectors)) % 10 == first
        earlier = np.full((len(new), 2), np.nan, np.float32)
        earlier[~new] = reduced("tsne", real.vectors[~new])
        warm = reduced("tsne", real.vectors, init=earlier)
        moved.append(procrustes(earlier[~new], warm[~new]))
        truer.append((truth(real.vectors, warm) - fresh)[new].mean())
    assert max(moved) <= 0.01
    assert np.mean(moved) <= 0.005
    assert np.mean(truer) >= -0.01


def test_an_earlier_map_of_few_sounds_is_not_used(reduced) -> None:
    vectors, _ = groups([30, 30])
    earlier = np.full((60, 2), np.nan)
    earlier[:20] = 5.0
    assert (reduced("tsne", vectors, init=earlier) == reduced("tsne", vectors)).all()


def test_three_sounds_stay_where_they_were(reduced) -> None:
    places = reduced("tsne", np.eye(3), init=np.array([[1, 2], [3, 4], [np.nan, np.nan]]))
    assert places[:2].tolist() == [[1, 2], [3, 4]]
    assert np.isfinite(places).all()


def test_an_earlier_map_of_another_size_is_refused(reduced) -> None:
    with pytest.raises(ValueError, match=r"\(6, 2\), not \(5, 2\)"):
        reduced("tsne", np.eye(6), init=np.zeros((5, 2)))


def test_what_was_compiled_ahead_is_not_compiled_again(reduced, finish) -> None:
    from tuimap.reduce.descent import descend

    vectors, _ = groups([450, 450])  # a size no other test uses
    before = descend._cache_size()
    finish(compile_ahead(len(vectors)))
    assert descend._cache_size() == before + 1
    reduced("tsne", vectors)
    assert descend._cache_size() == before + 1


@pytest.fixture(scope="session")
def ours(real, reduced) -> float:
    from sklearn.manifold import trustworthiness

    return trustworthiness(real.vectors, reduced("tsne", real.vectors), n_neighbors=10)


def test_neighbours_on_the_map_are_as_true_as_with_scikit_learn(real, ours) -> None:
    from sklearn.manifold import TSNE, trustworthiness

    theirs = TSNE(perplexity=30, init="pca", random_state=0, n_jobs=1).fit_transform(real.vectors)
    assert ours > trustworthiness(real.vectors, theirs, n_neighbors=10) - 0.005


def test_neighbours_on_the_map_are_as_true_as_with_umap(real, reduced, ours) -> None:
    from sklearn.manifold import trustworthiness

    theirs = reduced("umap", real.vectors)
    assert ours > trustworthiness(real.vectors, theirs, n_neighbors=10) - 0.005


def test_sounds_of_one_class_lie_together(real, reduced) -> None:
    places = reduced("tsne", real.vectors)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    near = real.labels[np.argsort(distances, axis=1)[:, :5]]
    assert (near == real.labels[:, None]).mean() > 0.7
