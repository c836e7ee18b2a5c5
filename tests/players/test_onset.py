import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.players.sounds import RATE, Torn, a_sine, noise, stereo
from tuimap.players.backwards import Backwards
from tuimap.players.held import Held
from tuimap.players.onset import Later, onset

BEFORE = RATE * 2 // 1000


def after_silence(seconds: float, level: float = 0.5, floor: float = 0.0) -> Held:
    silence = round(seconds * RATE)
    sound = np.concatenate([np.zeros(silence), np.full(RATE, level)])
    return Held(stereo(sound) + noise(len(sound), floor), RATE)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 3.99, 4.01, 21.0])
@pytest.mark.parametrize("level", [0.9, 1e-3, 2e-4])
def test_a_sound_is_heard_from_two_milliseconds_before_it_begins_however_quiet(seconds: float, level: float) -> None:
    assert onset(after_silence(seconds, level), patience=60) == round(seconds * RATE) - BEFORE


def test_a_sound_without_silence_before_it_is_heard_from_its_first_frame() -> None:
    assert onset(Held(noise(RATE), RATE)) == 0


def test_a_hiss_before_a_loud_sound_is_skipped() -> None:
    assert abs(onset(after_silence(1.0, 0.9, floor=0.001)) - (RATE - BEFORE)) < 5


@pytest.mark.parametrize("level", [0.0, 5e-5])
def test_of_a_sound_that_is_all_silence_nothing_is_skipped(level: float) -> None:
    assert onset(Held(stereo(np.full(9 * RATE, level)), RATE), patience=60) == 0


def test_a_search_that_takes_long_goes_on_in_the_sound_from_where_it_is() -> None:
    begin = onset(after_silence(60.0), patience=0.0)

    assert 0 < begin < 60 * RATE - BEFORE


@given(st.integers(0, 3 * RATE), st.floats(1e-3, 1))
def test_what_is_skipped_is_quieter_than_what_is_heard(silence: int, level: float) -> None:
    sound = np.concatenate([np.zeros((silence, 2), np.float32), noise(4_000, 0.2 * level)])

    begin = onset(Held(sound, RATE), patience=60)

    assert np.abs(sound[:begin]).max(initial=0) <= 0.01 * np.abs(sound).max()


def test_damage_before_the_onset_is_survived() -> None:
    assert onset(Torn(stereo(np.zeros(RATE)), 10 * RATE)) == 0


def test_backwards_it_is_the_silence_after_the_sound_that_is_skipped() -> None:
    sound = np.concatenate([a_sine(440, RATE), np.zeros((RATE, 2), np.float32)])

    assert abs(onset(Backwards(Held(sound, RATE))) - RATE) < 2 * BEFORE


def test_a_sound_begun_later_is_the_rest_of_it() -> None:
    sound = noise(1_000)
    later = Later(Held(sound, RATE), 300)

    assert later.n_frames == 700
    assert np.array_equal(np.concatenate(list(later.blocks(100))), sound[400:])
    assert np.array_equal(later.read(50, 100), sound[350:450])
