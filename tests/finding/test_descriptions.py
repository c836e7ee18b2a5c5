from __future__ import annotations

import numpy as np
import pytest

from tuimap.finding.descriptions import Descriptions
from tuimap.finding.path import way


def circle(n: int = 40, noise: int = 400) -> Descriptions:
    """Sounds on an arc, and many elsewhere that are no help."""
    angles = np.linspace(0, np.pi / 2, n)
    random = np.random.default_rng(4)
    arc = np.zeros((n, 20))
    arc[:, 0], arc[:, 1] = np.cos(angles), np.sin(angles)
    others = random.normal(size=(noise, 20))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    return Descriptions(np.concatenate([arc, others]).astype(np.float16))


def test_the_nearest_are_those_that_a_comparison_one_by_one_finds() -> None:
    known = circle()
    vectors = known.vectors.astype(np.float64)
    for index in (0, 17, 200):
        apart = np.linalg.norm(vectors - vectors[index], axis=1)
        apart[index] = np.inf
        expected = np.argsort(apart, kind="stable")[:12]
        found = known.nearest(index, 12)
        assert [each.sound for each in found] == expected.tolist()
        assert [each.distance for each in found] == pytest.approx(apart[expected], abs=1e-6)


def test_a_sound_is_not_like_itself_and_there_are_no_more_than_there_are() -> None:
    known = Descriptions(np.eye(3, dtype=np.float16))
    assert [each.sound for each in known.nearest(1, 12)] == [0, 2]
    assert Descriptions(np.ones((1, 4), np.float16)).nearest(0, 12) == []


def test_equal_sounds_are_at_no_distance() -> None:
    found = Descriptions(np.full((3, 5), 0.3, np.float16)).nearest(2, 2)
    assert [tuple(each) for each in found] == [(0, 0.0), (1, 0.0)]


def test_a_way_goes_over_what_lies_between_in_order() -> None:
    stops = way(circle(), 0, 39)
    assert stops[0] == 0
    assert stops[-1] == 39
    assert stops == sorted(stops)
    assert len(stops) > 10


def test_a_way_back_is_the_same_way() -> None:
    known = circle()
    assert way(known, 30, 3) == way(known, 3, 30)[::-1]


def test_from_a_sound_to_itself_there_is_no_way_to_go() -> None:
    assert way(circle(), 5, 5) == [5]
