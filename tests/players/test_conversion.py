from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.players import Clip
from tuimap.players.conversion import finite, resampled, stereo_matrix, without_clicks
from tuimap.players.voice import Frames

Render = Callable[..., Iterator[np.ndarray]]


def blocks_of(frames: Frames, size: int = 2205) -> Iterator[Frames]:
    return (frames[start : start + size] for start in range(0, len(frames), size))


def stereo(values: np.ndarray) -> Frames:
    return np.repeat(np.asarray(values, np.float32)[:, None], 2, axis=1)


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000, 192_000])
def test_a_sine_comes_out_as_the_same_sine_at_the_rate_of_the_device(
    sine: Callable[..., Path], rate: int, render: Render
) -> None:
    heard = np.concatenate(list(render(Clip(sine(rate=rate)), 48_000)))

    ideal = 0.5 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    assert abs(len(heard) - 48_000) <= 2
    inside = slice(72, 48_000 - 300)  # between the fades of an end in mid-swing
    assert np.corrcoef(heard[inside, 0], ideal[inside])[0, 1] > 0.99999
    assert np.abs(heard[inside, 0] - ideal[inside]).max() < 0.002
    assert np.array_equal(heard[:, 0], heard[:, 1])


@pytest.mark.parametrize("channels", range(1, 33))
def test_any_number_of_channels_becomes_two_without_exceeding_full_scale(channels: int) -> None:
    left_right = np.ones((1, channels), np.float32) @ stereo_matrix(channels)

    assert np.allclose(left_right, 1.0)


def test_stereo_stays_and_a_centre_goes_to_both_sides() -> None:
    assert np.array_equal(stereo_matrix(2), np.eye(2))
    assert np.array_equal(stereo_matrix(6)[2], stereo_matrix(6)[2][::-1])
    assert stereo_matrix(6)[2][0] > 0
    assert not stereo_matrix(6)[3].any()


def test_what_is_no_number_becomes_silence() -> None:
    block = np.array([[np.nan, 0.5], [np.inf, -np.inf], [1e30, -1e30]], np.float32)

    assert np.array_equal(finite(block), [[0, 0.5], [0, 0], [64, -64]])


def test_a_clip_that_starts_and_ends_in_mid_swing_gets_fades() -> None:
    out = np.concatenate(list(without_clicks(blocks_of(stereo(np.full(10_000, 0.5))), 48_000)))[:, 0]

    assert out[0] < 0.01
    assert out[-1] == 0.0
    assert np.all(out[72:-240] == 0.5)
    assert np.abs(np.diff(out)).max() < 0.02


@pytest.mark.parametrize("size", [1, 10, 100, 1000])
def test_fades_are_as_long_however_short_the_blocks(size: int) -> None:
    out = np.concatenate(list(without_clicks(blocks_of(stereo(np.full(4_000, 0.5)), size), 48_000)))[:, 0]

    assert np.flatnonzero(out == 0.5).tolist() == list(range(72, 4_000 - 240))


def test_only_the_last_milliseconds_wait_for_what_follows() -> None:
    blocks = without_clicks(blocks_of(stereo(np.full(10_000, 0.5)), 2400), 48_000)

    assert len(next(blocks)) == 2400 - 240


def test_a_clip_that_starts_and_ends_at_zero_is_left_alone() -> None:
    drum = stereo(np.sin(np.linspace(0, 40 * np.pi, 9_601)))

    assert np.array_equal(np.concatenate(list(without_clicks(blocks_of(drum), 48_000))), drum)


@given(st.lists(st.integers(0, 500), max_size=8))
def test_fades_keep_the_length_however_the_blocks_fall(sizes: list[int]) -> None:
    blocks = (np.full((size, 2), 0.5, np.float32) for size in sizes)

    assert sum(map(len, without_clicks(blocks, 48_000))) == sum(sizes)


@pytest.mark.parametrize("rate", [1_000, 768_000])
def test_resampling_streams_at_the_ends_of_what_is_believed(rate: int) -> None:
    out = list(resampled(blocks_of(stereo(np.zeros(rate)), max(1, rate // 20)), rate, 48_000))

    assert abs(sum(map(len, out)) - 48_000) <= 48
    assert max(map(len, out)) < 48_000
