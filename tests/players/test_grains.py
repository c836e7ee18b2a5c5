from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.players.sounds import RATE, Piped, Torn, a_sine, first_of, noise, nothing_told, stereo
from tuimap.errors import DecodeError
from tuimap.players.grains import GRAIN_SECONDS, grains
from tuimap.players.held import Held
from tuimap.players.voice import Frames


class ThreeHours(Held):
    """Noise that is made where it is read, and notes what is."""

    def __init__(self) -> None:
        super().__init__(noise(0), RATE)
        self.n_frames = 3 * 3600 * RATE
        self.reads: list[tuple[int, int]] = []

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        raise AssertionError("a file so long is not to be read through")

    def read(self, first: int, n_frames: int) -> Frames:
        self.reads.append((first, n_frames))
        return noise(n_frames)


def decibels(sound: Frames) -> float:
    return float(10 * np.log10(np.mean(sound**2)))


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.25, 0.8, 5.0, 30.0])
def test_grains_are_as_loud_as_the_sound_from_the_first_moment_on(seconds: float, speed: float) -> None:
    sound = noise(round(seconds * RATE))

    out = first_of(grains(Held(sound, RATE), nothing_told, speed), 10 * RATE)

    loudness = np.array([decibels(stretch) for stretch in np.split(out, 100)])
    assert np.abs(loudness - decibels(sound)).max() < 3.5
    assert abs(loudness.mean() - decibels(sound)) < 1


def test_the_first_grain_is_heard_from_the_beginning_of_the_sound_at_its_full_level() -> None:
    sound = a_sine(440, 5 * RATE)

    out = first_of(grains(Held(sound, RATE), nothing_told, 1.0), 480)

    assert np.allclose(out, sound[:480], atol=0.01)


def test_the_place_drifts_slowly_and_stays_within_the_sound() -> None:
    hours = ThreeHours()

    first_of(grains(hours, nothing_told, 1.0), 120 * RATE)
    places = np.array([first for first, _ in hours.reads]) / RATE

    assert len(places) == 1201
    assert np.abs(np.diff(places)).max() < 0.6
    assert np.ptp(places) > 1
    assert places.min() >= 0


def test_of_three_hours_only_single_grains_are_read() -> None:
    hours = ThreeHours()

    out = first_of(grains(hours, nothing_told, 1.0), 2 * RATE)

    assert len(out) == 2 * RATE
    assert max(n_frames for _, n_frames in hours.reads) == round(GRAIN_SECONDS * RATE)


def test_two_clouds_of_the_same_sound_are_the_same() -> None:
    sound = Held(noise(3 * RATE), RATE)

    one, other = (first_of(grains(sound, nothing_told, 1.0), 3 * RATE) for _ in range(2))

    assert np.array_equal(one, other)


@settings(max_examples=40)
@given(st.integers(1, 3 * RATE), st.sampled_from([1_000, 44_100, 192_000]), st.sampled_from([0.125, 0.5, 1, 2, 8]))
def test_any_sound_gives_grains_for_as_long_as_they_are_wanted(n_frames: int, rate: int, speed: float) -> None:
    out = first_of(grains(Held(noise(n_frames), rate), nothing_told, speed), 3 * rate)

    assert out.shape == (3 * rate, 2)
    assert np.isfinite(out).all()
    assert out.any()


def test_no_grain_begins_or_ends_with_a_jump() -> None:
    out = first_of(grains(Held(stereo(np.full(3 * RATE, 0.5)), RATE), nothing_told, 1.0), 3 * RATE)

    assert np.abs(np.diff(out, axis=0)).max() < 0.002


def test_of_a_damaged_sound_what_there_is_is_heard_and_the_damage_is_told() -> None:
    told: list[DecodeError] = []

    out = first_of(grains(Torn(noise(2 * RATE), 600 * RATE), told.append, 1.0), 200 * RATE)

    assert np.all([stretch.any() for stretch in np.split(out, 400)])
    assert told == []  # the claim alone is no damage to be heard


def test_a_sound_that_cannot_be_read_gives_none_and_says_so() -> None:
    told: list[DecodeError] = []

    assert list(grains(Torn(noise(0), RATE), told.append, 1.0)) == []
    assert {error.message for error in told} == {"torn"}


def test_of_a_sound_that_is_emptied_while_its_grains_are_heard_that_is_told() -> None:
    told: list[DecodeError] = []
    emptied = Held(noise(5 * RATE), RATE)
    cloud = grains(emptied, told.append, 1.0)
    next(cloud)

    emptied.read = lambda _first, _n_frames: noise(0)  # type: ignore[method-assign]

    assert list(cloud) == []
    assert [error.message for error in told] == ["it can no longer be read"]


def test_a_sound_that_does_not_tell_its_length_gives_grains() -> None:
    assert first_of(grains(Piped(noise(RATE), RATE), nothing_told, 1.0), RATE).any()


def test_the_first_block_is_given_before_a_whole_grain_is_read() -> None:
    hours = ThreeHours()

    next(grains(hours, nothing_told, 1.0))

    assert hours.reads == [(0, RATE // 10)]
