from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sounds import AWKWARD, noise, tone

from tuimap.corpus.frames import frames
from tuimap.descriptors.traits import traits
from tuimap.settings import SAMPLE_RATE
from tuimap.sound import Traits


def traits_of(samples: np.ndarray, scale: float = 1.0) -> Traits:
    return traits(frames(samples.astype(np.float32)), SAMPLE_RATE, scale)


def test_a_saw_tone_has_its_pitch_and_a_centroid_above_it() -> None:
    told = traits_of(tone(220.0, 1.0, harmonics=20))
    assert told.pitch == pytest.approx(220, rel=0.003)
    assert told.confidence == pytest.approx(1, abs=0.05)
    assert told.centroid is not None
    assert 230 < told.centroid < 900
    assert told.flatness == pytest.approx(0, abs=0.01)


def test_a_sine_lies_where_its_frequency_is() -> None:
    assert traits_of(tone(3000.0)).centroid == pytest.approx(3000, rel=0.01)


def test_white_noise_is_flat_and_has_no_pitch() -> None:
    told = traits_of(noise())
    assert (told.pitch, told.confidence) == (None, 0.0)
    assert told.flatness == pytest.approx(1, abs=0.05)
    assert told.centroid == pytest.approx(SAMPLE_RATE / 4, rel=0.05)


def test_noise_of_a_file_with_a_low_rate_is_as_flat_where_it_can_hold_anything() -> None:
    spectrum = np.fft.rfft(noise())
    spectrum[len(spectrum) * 8000 // SAMPLE_RATE :] = 0
    low = frames(np.fft.irfft(spectrum).astype(np.float32))
    assert traits(low, 8000).flatness == pytest.approx(1, abs=0.05)
    assert traits(low, SAMPLE_RATE).flatness == pytest.approx(0, abs=0.05)


def test_a_melody_has_no_pitch_as_a_whole() -> None:
    told = traits_of(np.concatenate([tone(hertz, 0.3) for hertz in (220, 277, 330, 415)]))
    assert told.pitch is None
    assert told.confidence is not None
    assert told.confidence < 0.6


def test_a_noisy_attack_does_not_hide_the_tone_that_rings_on() -> None:
    ring = tone(330.0, 2.0) * np.exp(-np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32)
    ring[:1500] += noise(0.5, 0.3)[:1500]
    assert traits_of(ring).pitch == pytest.approx(330, rel=0.003)


def test_samples_that_were_scaled_down_count_as_loud_as_they_were() -> None:
    told, louder = traits_of(noise()), traits_of(noise(), scale=4.0)
    assert told.loudness is not None
    assert louder.loudness == pytest.approx(told.loudness + 20 * np.log10(4), abs=1e-3)


def test_silence_has_a_loudness_and_nothing_else() -> None:
    assert traits_of(np.zeros(9000)) == Traits(loudness=-70.0)


@pytest.mark.parametrize("samples", AWKWARD.values(), ids=AWKWARD)
def test_all_that_is_told_is_finite_and_in_range(samples: np.ndarray) -> None:
    check(traits_of(samples))


@given(arrays.arrays(np.float32, st.integers(1, 6000), elements=st.floats(-1, 1, width=32)))
def test_so_it_is_for_random_samples(samples: np.ndarray) -> None:
    check(traits_of(samples))


def check(told: Traits) -> None:
    bounds = ((0, SAMPLE_RATE / 2), (-70, 10), (40, 4300), (0, 1), (0, 1))
    for value, (least, most) in zip(told, bounds, strict=True):
        assert value is None or (type(value) is float and least <= value <= most)
