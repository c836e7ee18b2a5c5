from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tuimap.progress import Progress
from tuimap.reduce import COMPILERS, REDUCERS
from tuimap.settings import Settings

every_reducer = pytest.mark.parametrize("name", REDUCERS)


def gaussian(n: int, dims: int = 6, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, dims)).astype(np.float32)


@every_reducer
@pytest.mark.parametrize("n", range(17))
def test_any_small_number_of_sounds_gives_finite_places_of_their_own(name, n, reduced) -> None:
    places = reduced(name, gaussian(n))
    assert places.shape == (n, 2)
    assert places.dtype == np.float32
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == n


@every_reducer
@pytest.mark.parametrize("vectors", [np.ones((20, 5)), np.zeros((1, 3)), np.zeros((7, 0))], ids=str)
def test_identical_sounds_share_the_middle(name, vectors, reduced) -> None:
    assert not reduced(name, vectors).any()


@every_reducer
def test_equal_vectors_share_a_point_and_nobody_else_does(name, reduced) -> None:
    vectors = gaussian(40)
    vectors[[7, 30]] = vectors[3]
    places = reduced(name, vectors)
    assert (places[[7, 30]] == places[3]).all()
    assert len(np.unique(places, axis=0)) == 38


@every_reducer
def test_the_same_seed_gives_the_same_bits(name, reduced) -> None:
    vectors = gaussian(60)
    assert reduced(name, vectors, seed=3).tobytes() == reduced(name, vectors, seed=3).tobytes()


@every_reducer
def test_groups_far_apart_stay_groups(name, reduced) -> None:
    group = np.repeat(np.arange(3), 25)
    places = reduced(name, gaussian(75) + 20 * np.eye(6)[group])
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1)[:, :5]
    assert (group[nearest] == group[:, None]).mean() >= (0.9 if name == "som" else 1)  # cells of two groups may touch


@every_reducer
@pytest.mark.parametrize("extreme", [1e6, 1e30])
def test_an_extreme_vector_leaves_all_places_finite(name, extreme, reduced) -> None:
    vectors = gaussian(30)
    vectors[4, 2] = extreme
    vectors[9] = -extreme
    assert np.isfinite(reduced(name, vectors)).all()


@every_reducer
def test_sounds_on_a_line_are_placed(name, reduced) -> None:
    assert np.isfinite(reduced(name, np.arange(40.0)[:, None])).all()


@every_reducer
@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_vectors_that_are_not_finite_are_refused_by_name(name, wrong, reduced) -> None:
    vectors = gaussian(12)
    vectors[5, 1] = wrong
    with pytest.raises(ValueError, match=f"row 5, column 1 is {wrong}"):
        reduced(name, vectors)


@every_reducer
def test_a_list_of_numbers_is_refused(name, reduced) -> None:
    with pytest.raises(ValueError, match=r"\[sounds, dims\], not of shape \(4,\)"):
        reduced(name, np.zeros(4))


@every_reducer
def test_what_is_told_counts_up_to_the_end(name, finish) -> None:
    reports = finish(REDUCERS[name](gaussian(40), Settings())).reports
    assert all(isinstance(report, Progress) and report.stage == "reduce" for report in reports)
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == reports[-1].total


@every_reducer
def test_a_closed_stage_stops(name) -> None:
    stage = REDUCERS[name](gaussian(40), Settings())
    next(stage)
    stage.close()
    with pytest.raises(StopIteration):
        next(stage)


def test_what_compiles_ahead_is_a_reducer() -> None:
    assert set(COMPILERS) <= set(REDUCERS)


def test_choosing_a_reducer_loads_no_heavy_library() -> None:
    heavy = "{'jax', 'umap', 'numba', 'sklearn', 'scipy'}"
    command = f"import sys, tuimap.reduce, tuimap.layout; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
