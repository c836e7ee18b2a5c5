from __future__ import annotations

import numpy as np
import pytest
import scipy.signal
from sounds import noise, tone

from tuimap.corpus.frames import frames
from tuimap.descriptors.loudness import QUIETEST, integrated, loudness
from tuimap.settings import SAMPLE_RATE


def by_filters(samples: np.ndarray) -> float:
    """Give the loudness as BS.1770 has it: in time, at 48 kHz, ungated."""
    shelf = ([1.53512485958697, -2.69169619938638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585])
    high_pass = ([1.0, -2.0, 1.0], [1, -1.99004745483398, 0.99007225036621])
    at_48 = scipy.signal.resample_poly(samples.astype(float), 160, 147)
    for above, below in (shelf, high_pass):
        at_48 = scipy.signal.lfilter(above, below, at_48)
    return -0.691 + 10 * np.log10(np.square(at_48).mean())


def low(samples: np.ndarray) -> np.ndarray:
    """Take away what resampling would."""
    spectrum = np.fft.rfft(samples)
    spectrum[len(spectrum) * 3 // 4 :] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def test_a_full_scale_sine_of_997_hertz_is_at_minus_3() -> None:
    assert integrated(frames(tone(997.0, seconds=4))) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("hertz", [50, 100, 1000, 3000, 10_000])
def test_every_frequency_weighs_as_the_filters_of_the_standard_weigh_it(hertz: float) -> None:
    samples = tone(hertz, seconds=4)
    assert integrated(frames(samples)) == pytest.approx(by_filters(samples), abs=0.2)


def test_noise_is_as_loud_as_by_the_filters_of_the_standard() -> None:
    assert integrated(frames(low(noise(3)))) == pytest.approx(by_filters(low(noise(3))), abs=0.1)


def test_a_tenth_of_the_amplitude_is_20_less() -> None:
    assert integrated(frames(noise())) - integrated(frames(noise() / 10)) == pytest.approx(20, abs=1e-3)
    assert integrated(frames(noise()), scale=2.0) - integrated(frames(noise())) == pytest.approx(20 * np.log10(2))


def test_silence_between_sounds_does_not_count() -> None:
    burst, rest = noise(2), np.zeros(SAMPLE_RATE * 4, np.float32)
    assert integrated(frames(np.r_[burst, rest, burst])) == pytest.approx(integrated(frames(burst)), abs=0.4)


def test_what_is_much_quieter_than_the_rest_does_not_count() -> None:
    burst = noise(2)
    assert integrated(frames(np.r_[burst, burst / 30])) == pytest.approx(integrated(frames(burst)), abs=0.5)


def test_a_short_sound_is_measured_whole() -> None:
    assert integrated(frames(noise(0.3))) == pytest.approx(by_filters(noise(0.3)), abs=0.5)


def test_silence_is_at_the_gate() -> None:
    silence = frames(np.zeros(9000, np.float32))
    assert integrated(silence) == QUIETEST
    assert loudness(silence) == pytest.approx(QUIETEST, abs=1e-4)


def test_each_frame_has_its_own() -> None:
    levels = loudness(frames(np.r_[noise(1), noise(1) / 10]))[:, 0]
    assert levels[5:80].mean() - levels[95:-5].mean() == pytest.approx(20, abs=0.5)
