from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st

from tuimap.evaluate import neighbours, scores
from tuimap.evaluate.scores import Classes, agreement, alone, faithfulness

JUDGE = Path(os.environ.get("TUIMAP_SHARED", Path(__file__).parents[3] / "shared")) / "tools" / "judge_map.py"


def collection(n_sounds: int, seed: int, *, duplicates: bool = True) -> tuple[np.ndarray, np.ndarray, Classes]:
    """Vectors, positions as a map has them, labels and groups; with sounds that are equal, as copied files are."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(n_sounds, 6)).astype(np.float32)
    positions = (vectors[:, :2] + random.normal(0, 0.4, (n_sounds, 2))).astype(np.float32)
    if duplicates:
        copies = n_sounds // 4
        vectors[-copies:], positions[-copies:] = vectors[:copies], positions[:copies]
    labels = np.unique(random.integers(0, 5, n_sounds), return_inverse=True)[1]
    return vectors, positions, Classes(labels, random.integers(0, max(n_sounds // 4, 1), n_sounds))


sizes, seeds = st.integers(4, 90), st.integers(0, 2**32 - 1)


@given(sizes, seeds)
def test_trustworthiness_and_continuity_are_the_definitions(n_sounds: int, seed: int) -> None:
    vectors, positions, _ = collection(n_sounds, seed)
    distances = [reference.squared_distances(each.astype(float)) for each in (vectors, positions)]
    assert faithfulness(vectors, [positions])[0] == pytest.approx(reference.faithfulness(*distances), abs=1e-9)


@given(sizes, seeds)
def test_guesses_and_purity_are_the_definitions(n_sounds: int, seed: int) -> None:
    _, positions, classes = collection(n_sounds, seed)
    distances = reference.squared_distances(positions.astype(float))
    found = agreement(positions, classes)
    assert found.knn5 == pytest.approx(reference.guessed(distances, classes.labels), abs=1e-9)
    assert found.pur10 == pytest.approx(reference.purity(distances, classes.labels), abs=1e-9, nan_ok=True)
    across = reference.guessed_across(distances, classes.labels, classes.groups)
    assert found.xgroup == pytest.approx(across, abs=1e-9)


@given(sizes, seeds)
def test_the_share_that_is_alone_is_the_definition(n_sounds: int, seed: int) -> None:
    _, positions, _ = collection(n_sounds, seed)
    assert alone(positions) == pytest.approx(reference.alone(positions.astype(float)))


@pytest.mark.skipif(not JUDGE.exists(), reason="tools/judge_map.py is not there")
@pytest.mark.parametrize("n_sounds", [5, 23, 300])
def test_all_numbers_are_those_of_the_judge(n_sounds: int) -> None:
    spec = importlib.util.spec_from_file_location("judge_map", JUDGE)
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    vectors, positions, classes = collection(n_sounds, 1)
    high, low = (judge.d2(each.astype(float)) for each in (vectors, positions))
    assert faithfulness(vectors, [positions])[0] == pytest.approx(judge.trucon(high, low), abs=1e-6)
    found, labels, groups = agreement(positions, classes), classes.labels, classes.groups
    assert found.knn5 == pytest.approx(judge.knn(low, labels), abs=1e-6)
    assert found.pur10 == pytest.approx(judge.pur(low, labels), abs=1e-6)
    across = judge.knn(np.where(groups[:, None] == groups[None], np.inf, low), labels)
    assert found.xgroup == pytest.approx(across, abs=1e-6)


@pytest.mark.parametrize("n_sounds", [24, 40, 300])
def test_trustworthiness_is_scikit_learns_and_continuity_is_it_the_other_way_round(n_sounds: int) -> None:
    from sklearn.manifold import trustworthiness

    vectors, positions, _ = collection(n_sounds, 2, duplicates=False)
    trust, continuity = faithfulness(vectors, [positions])[0]
    assert trust == pytest.approx(trustworthiness(vectors, positions, n_neighbors=10), abs=1e-6)
    assert continuity == pytest.approx(trustworthiness(positions, vectors, n_neighbors=10), abs=1e-6)


def test_a_map_that_keeps_every_neighbour_is_worth_1() -> None:
    places = np.random.default_rng(0).random((50, 2))
    assert faithfulness(places, [places, 3 * places]) == [(1.0, 1.0), (1.0, 1.0)]


def test_of_three_sounds_nothing_can_be_said() -> None:
    places = np.random.default_rng(0).random((3, 2))
    assert np.isnan(faithfulness(places, [places])[0]).all()


def test_two_far_apart_heaps_of_one_label_each_are_guessed_and_pure_unless_a_heap_is_one_group() -> None:
    places = np.concatenate([np.random.default_rng(0).random((20, 2)) + shift for shift in (0, 9)])
    labels = np.repeat([0, 1], 20)
    found = agreement(places, Classes(labels, groups=labels))
    assert (found.knn5, found.pur10, found.xgroup) == (1.0, 1.0, 0.0)
    assert agreement(places, Classes(labels)).xgroup is None


def test_sounds_without_a_label_are_as_if_not_there() -> None:
    _, positions, classes = collection(60, 3)
    some = np.arange(60) % 3 > 0
    masked = Classes(np.where(some, classes.labels, -1), classes.groups)
    assert agreement(positions, masked) == agreement(
        positions[some], Classes(classes.labels[some], classes.groups[some])
    )


def test_numbers_do_not_depend_on_how_many_rows_are_looked_at_in_one_go(monkeypatch) -> None:
    vectors, positions, classes = collection(200, 4)
    whole = faithfulness(vectors, [positions]), agreement(positions, classes)
    monkeypatch.setattr(neighbours, "_DISTANCES_AT_ONCE", 700)
    in_blocks = faithfulness(vectors, [positions]), agreement(positions, classes)
    assert in_blocks[0][0] == pytest.approx(whole[0][0], abs=1e-9)
    assert in_blocks[1].knn5 == whole[1].knn5
    assert in_blocks[1].pur10 == pytest.approx(whole[1].pur10, abs=1e-9)


def test_of_very_many_sounds_a_sample_is_looked_at_which_says_about_the_same(monkeypatch) -> None:
    vectors, positions, classes = collection(1500, 5)
    every = faithfulness(vectors, [positions])[0], agreement(positions, classes)
    monkeypatch.setattr(scores, "MOST_ROWS", 700)
    some = faithfulness(vectors, [positions])[0], agreement(positions, classes)
    assert len(scores.sampled(1500)) == len(set(scores.sampled(1500))) == 700
    assert some != every
    assert some[0] == pytest.approx(every[0], abs=0.02)
    assert some[1].knn5 == pytest.approx(every[1].knn5, abs=0.05)
