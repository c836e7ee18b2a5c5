from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from tuimap.reduce import neighbours
from tuimap.reduce.neighbours import nearest


def brute_force(vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.neighbors import NearestNeighbors

    distances, rows = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(vectors.astype(np.float64)).kneighbors()
    return rows, distances


def gaussian(n: int, dims: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n, dims)).astype(np.float32)


@pytest.mark.parametrize(("n", "dims", "k"), [(2, 3, 1), (50, 4, 49), (700, 20, 15), (900, 100, 90)])
def test_they_are_those_of_scikit_learn(n, dims, k) -> None:
    vectors = 5 + gaussian(n, dims)
    rows, distances = brute_force(vectors, k)
    found = nearest(vectors, k)
    assert (found.rows == rows).mean() > 0.9999
    assert np.allclose(found.distances, distances, rtol=1e-5, atol=1e-5)


def test_they_come_nearest_first_and_never_include_the_row_itself() -> None:
    found = nearest(gaussian(300, 3), 20)
    assert (np.diff(found.distances, axis=1) >= 0).all()
    assert (found.rows != np.arange(300)[:, None]).all()


def test_of_equally_far_rows_the_first_come_first() -> None:
    corners = np.eye(90, dtype=np.float32)  # each as far from every other
    found = nearest(corners, 5)
    assert found.rows[0].tolist() == [1, 2, 3, 4, 5]
    assert found.rows[2].tolist() == [0, 1, 3, 4, 5]


@pytest.mark.parametrize("n", [0, 1, 3])
def test_fewer_rows_than_asked_for_give_what_there_is(n) -> None:
    found = nearest(gaussian(n, 4), 10)
    assert found.rows.shape == found.distances.shape == (n, max(n - 1, 0))


def test_sizes_beyond_float32_squares_keep_their_order() -> None:
    line = np.array([[0.0], [1], [3], [7]], np.float32)
    for size in (1e-30, 1e30):
        assert nearest(line * np.float32(size), 3).rows[0].tolist() == [1, 2, 3]


def test_lists_find_nearly_all_of_them(monkeypatch) -> None:
    generator = np.random.default_rng(3)
    vectors = (4 * generator.normal(size=(20, 10)))[generator.integers(0, 20, 4000)] + generator.normal(size=(4000, 10))
    vectors = vectors.astype(np.float32)
    exact = nearest(vectors, 30)
    monkeypatch.setattr(neighbours, "EXACT", 1000)
    found = nearest(vectors, 30)
    kept = [len(np.intersect1d(ours, true)) for ours, true in zip(found.rows, exact.rows, strict=True)]
    assert np.mean(kept) > 0.95 * 30
    assert nearest(vectors, 30).rows.tobytes() == found.rows.tobytes()


def test_thousands_of_sounds_have_the_same_neighbours_on_one_thread_and_on_two() -> None:
    found = """
import hashlib
import numpy as np
from tuimap.reduce import neighbours
neighbours.EXACT = 1000
vectors = np.random.default_rng(0).normal(size=(6000, 100)).astype(np.float32)
print(hashlib.sha256(b"".join(map(np.ndarray.tobytes, neighbours.nearest(vectors, 45)))).hexdigest())
"""

    def digest(threads: str) -> str:
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads}
        return subprocess.run([sys.executable, "-c", found], env=environment, capture_output=True, check=True).stdout

    assert digest("1") == digest("2")
