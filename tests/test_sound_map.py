from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tuimap.sound import Sound
from tuimap.sound_map import SoundMap, step
from tuimap.sounds import Sounds

DIRECTIONS = ("left", "right", "up", "down")
ROOT = Path("/sounds")


def map_of(places: object) -> SoundMap:
    positions = np.array(places, np.float32).reshape(-1, 2)
    sounds = Sounds(Sound(f"{n}.wav", 0.0, 1.0, 44_100, 1, "WAV", 0.0, b"") for n in range(len(positions)))
    return SoundMap(ROOT, sounds, positions)


def reached(places: np.ndarray, start: int) -> set[int]:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        steps = (step(places, here, direction) for direction in DIRECTIONS)
        new = {there for there in steps if there is not None} - seen
        seen |= new
        todo += new
    return seen


def test_a_map_refuses_positions_of_another_shape() -> None:
    with pytest.raises(ValueError, match=r"shape \(1, 2\) for 0 sounds"):
        SoundMap(ROOT, Sounds(), np.zeros((1, 2), np.float32))


def test_a_map_refuses_positions_that_are_not_finite() -> None:
    with pytest.raises(ValueError, match="not finite"):
        map_of([[0.0, np.nan]])


def test_the_nearest_sound_is_the_first_among_equals() -> None:
    assert map_of([[0, 0], [1, 1], [1, 1]]).nearest(0.9, 0.8) == 1


def test_nothing_is_near_on_an_empty_map() -> None:
    assert map_of([]).nearest(0.5, 0.5) is None


def test_a_step_goes_to_the_nearest_place_that_way() -> None:
    places = np.array([[0.5, 0.5], [0.9, 0.5], [0.7, 0.6], [0.5, 0.9], [0.1, 0.5], [0.5, 0.2]])
    assert [step(places, 0, direction) for direction in DIRECTIONS] == [4, 2, 3, 5]


def test_a_step_past_the_last_place_goes_nowhere() -> None:
    assert step(np.array([[0.1, 0.5], [0.9, 0.5]]), 1, "right") is None


def test_where_nothing_lies_straight_ahead_the_least_stray_is_taken() -> None:
    assert step(np.array([[0.5, 0.5], [0.6, 0.9], [0.55, 0.95]]), 0, "right") == 1


def test_equal_places_are_not_a_step_apart() -> None:
    assert step(np.array([[0.5, 0.5], [0.5, 0.5], [0.7, 0.5]]), 0, "right") == 2


def test_a_file_lies_under_the_root() -> None:
    assert map_of([[0, 0]]).file(0) == ROOT / "0.wav"


@given(arrays(np.float32, st.tuples(st.integers(1, 30), st.just(2)), elements=st.floats(0, 1, width=32)))
def test_a_walk_reaches_every_place_from_every_other(places: np.ndarray) -> None:
    distinct = np.unique(places, axis=0)
    assert all(len(reached(distinct, start)) == len(distinct) for start in range(len(distinct)))


@given(arrays(np.int8, st.tuples(st.integers(1, 40), st.just(2)), elements=st.integers(0, 9)))
def test_a_walk_over_cells_with_many_ties_reaches_every_cell(cells: np.ndarray) -> None:
    distinct = np.unique(cells, axis=0) * np.array([1.0, -2.0])
    assert all(len(reached(distinct, start)) == len(distinct) for start in range(len(distinct)))


@given(arrays(np.float32, st.tuples(st.integers(2, 20), st.just(2)), elements=st.floats(0, 1, width=32)))
def test_a_step_always_goes_the_way_it_says(places: np.ndarray) -> None:
    signs = {"left": (0, -1), "right": (0, 1), "down": (1, -1), "up": (1, 1)}
    for direction, (axis, sign) in signs.items():
        there = step(places, 0, direction)
        assert there is None or (places[there, axis] - places[0, axis]) * sign > 0
