from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.players.sounds import RATE, Torn, a_sine, first_of, noise, nothing_told, stereo
from tuimap.errors import DecodeError
from tuimap.players.held import Held
from tuimap.players.looping import BEND_MS, KEPT_FRAMES, looped
from tuimap.players.voice import Frames

BEND = round(RATE * BEND_MS / 1000)


class Streamed(Held):
    """Counts how much is read."""

    given = 0

    def blocks(self, first: int = 0) -> Iterator[Frames]:
        for block in super().blocks(first):
            self.given += len(block)
            yield block


@given(st.integers(1, 9_000))
def test_each_pass_is_exactly_as_long_as_the_sound(n_frames: int) -> None:
    sound = noise(n_frames)

    out = first_of(looped(Held(sound, RATE), nothing_told), 5 * n_frames)

    passes = out.reshape(5, n_frames, 2)
    assert np.array_equal(passes, np.broadcast_to(passes[0], passes.shape))
    assert np.array_equal(passes[0, : -BEND or None], sound[: -BEND or None])


def test_a_loop_that_meets_its_own_beginning_is_left_as_it_is() -> None:
    sound = a_sine(100, 4800)

    assert np.array_equal(first_of(looped(Held(sound, RATE), nothing_told), 9600), np.tile(sound, (2, 1)))


@pytest.mark.parametrize("n_frames", [700, 4900, 5037])
def test_a_loop_that_does_not_meet_its_beginning_has_no_click_at_the_joint(n_frames: int) -> None:
    out = first_of(looped(Held(a_sine(100, n_frames) + 0.2, RATE), nothing_told), 3 * n_frames)[:, 0]

    assert np.abs(np.diff(out)).max() < 0.015


def test_a_long_loop_is_streamed_again_and_again() -> None:
    n_frames = KEPT_FRAMES + 10_000
    sound = Streamed(noise(n_frames), RATE)

    blocks = looped(sound, nothing_told)
    first, second = first_of(blocks, n_frames), first_of(blocks, n_frames)

    assert np.array_equal(first, second)
    assert max(map(len, looped_blocks(sound, 50))) <= RATE // 20
    assert sound.given > 2 * n_frames


def looped_blocks(sound: Held, n_blocks: int) -> list[Frames]:
    return [block for block, _ in zip(looped(sound, nothing_told), range(n_blocks), strict=False)]


def test_a_short_loop_is_read_once_and_comes_in_blocks_that_are_worth_it() -> None:
    sound = Streamed(stereo(np.array([0.5, -0.5, 0.25])), RATE)

    blocks = looped_blocks(sound, 100)

    assert sound.given == 3
    assert np.mean(list(map(len, blocks))) > RATE / 50


def test_a_loop_over_nothing_ends() -> None:
    assert list(looped(Held(noise(0), RATE), nothing_told)) == []


@pytest.mark.parametrize("n_frames", [1_000, KEPT_FRAMES + 1_000])
def test_a_damaged_loop_goes_on_with_what_there_is_and_says_so(n_frames: int) -> None:
    told: list[DecodeError] = []
    sound = noise(n_frames)

    out = first_of(looped(Torn(sound, 10**6, 1000), told.append), 2 * len(sound))

    assert np.array_equal(out[: len(sound)], out[len(sound) :])
    assert {error.message for error in told} == {"torn"}


def test_a_loop_that_cannot_be_read_at_all_ends_and_says_so() -> None:
    told: list[DecodeError] = []

    assert list(looped(Torn(noise(0), RATE), told.append)) == []
    assert [error.message for error in told] == ["torn"]
