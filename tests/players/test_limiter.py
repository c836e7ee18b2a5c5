import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.players.sounds import RATE, a_sine, noise, stereo
from tuimap.players.limiter import AHEAD_MS, RECOVERY_MS, limited
from tuimap.players.voice import Frames

AHEAD = round(RATE * AHEAD_MS / 1000)
frames_within = st.floats(-1, 1, width=32)
any_frames = st.floats(-64, 64, width=32)


def through(sound: Frames, n_blocks: int = 7) -> Frames:
    return np.concatenate(list(limited(iter(np.array_split(sound, n_blocks)), RATE)))


@given(arrays(np.float32, st.tuples(st.integers(1, 900), st.just(2)), elements=frames_within), st.integers(1, 20))
def test_what_stays_within_full_scale_is_left_as_it_is_bit_by_bit(sound: Frames, n_blocks: int) -> None:
    assert np.array_equal(through(sound, n_blocks), sound)


@given(arrays(np.float32, st.tuples(st.integers(1, 900), st.just(2)), elements=any_frames), st.integers(1, 20))
def test_nothing_comes_out_beyond_full_scale_and_the_length_stays(sound: Frames, n_blocks: int) -> None:
    out = through(sound, n_blocks)

    assert out.shape == sound.shape
    assert np.abs(out).max() <= 1.0


@given(st.integers(1, 4000))
def test_blocks_of_any_size_give_the_same(size: int) -> None:
    loud = noise(12_000, level=0.8)

    out = np.concatenate(list(limited((loud[at : at + size] for at in range(0, 12_000, size)), RATE)))

    assert np.allclose(out, through(loud, 1), atol=1e-6)


def test_a_sine_twelve_decibels_too_loud_stays_a_sine() -> None:
    out = through(a_sine(1000, RATE, level=4.0))[RATE // 2 :, 0]

    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out)))) ** 2
    harmonics = spectrum[len(spectrum) // 24 + 50 :].sum()
    assert np.abs(out).max() > 0.99
    assert harmonics < 1e-5 * spectrum.sum()  # clipped off it would be 0.1


def test_one_peak_lowers_only_what_is_near_it() -> None:
    sound = noise(RATE, level=0.05)
    sound[10_000] = 3.0

    out = through(sound)
    changed = np.flatnonzero((out != sound).any(axis=1))

    assert out[10_000, 0] <= 1.0
    assert out[10_000, 0] > 0.99
    assert changed[0] >= 10_000 - AHEAD
    assert changed[-1] <= 10_000 + AHEAD + RATE * RECOVERY_MS / 1000


def test_the_gain_moves_smoothly() -> None:
    level = np.full(RATE, 0.5)
    level[20_000:20_100] = 2.0

    out = through(stereo(level))[:, 0] / level

    assert np.abs(np.diff(out)).max() < 2 / AHEAD
