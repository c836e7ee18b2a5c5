from __future__ import annotations

import librosa
import numpy as np
import pytest
from sounds import noise, real, tone

from tuimap.corpus.frames import frames
from tuimap.descriptors.shape import shape
from tuimap.settings import HOP, SAMPLE_RATE, WINDOW

CENTROID, SPREAD, SKEWNESS, KURTOSIS, ROLLOFF, FLATNESS, CREST = range(7)


@pytest.mark.parametrize("name", ["bell", "vowel_a", "wind", "kick_deep"])
def test_it_is_librosas_on_real_sounds(sample_corpus, name: str) -> None:
    samples = real(sample_corpus / name)
    values = shape(frames(samples))
    magnitude = np.abs(librosa.stft(samples, n_fft=WINDOW, hop_length=HOP))
    of_it = {"S": magnitude, "sr": SAMPLE_RATE}
    loud = magnitude.sum(axis=0) > 1e-2 * magnitude.sum(axis=0).max()
    octaves = {
        CENTROID: librosa.feature.spectral_centroid(**of_it),
        SPREAD: librosa.feature.spectral_bandwidth(**of_it),
        ROLLOFF: librosa.feature.spectral_rolloff(**of_it),
    }
    for column, reference in octaves.items():
        expected = np.log2(np.maximum(reference[0], SAMPLE_RATE / WINDOW))
        assert values[loud, column] == pytest.approx(expected[loud], abs=2e-3)
    floor = float(magnitude.max()) ** 2 * 1e-8
    flatness = 10 * np.log10(librosa.feature.spectral_flatness(S=magnitude, amin=floor)[0])
    assert values[loud, FLATNESS] == pytest.approx(flatness[loud], abs=0.02)


def test_a_tone_is_narrow_and_peaked_and_noise_is_neither() -> None:
    high, hiss = shape(frames(tone(5000)))[10], shape(frames(noise()))[10]
    assert high[CENTROID] == pytest.approx(np.log2(5000), abs=0.05)
    assert high[ROLLOFF] == pytest.approx(np.log2(5000), abs=0.02)
    assert hiss[CENTROID] == pytest.approx(np.log2(SAMPLE_RATE / 4), abs=0.1)
    assert hiss[SPREAD] == pytest.approx(np.log2(SAMPLE_RATE / 2 / np.sqrt(12)), abs=0.1)
    assert hiss[KURTOSIS] == pytest.approx(np.log2(1.8), abs=0.15)
    assert hiss[SKEWNESS] == pytest.approx(0, abs=0.15)
    assert high[KURTOSIS] > 5
    assert hiss[FLATNESS] == pytest.approx(10 * np.log10(np.exp(-np.euler_gamma)), abs=0.5)
    assert high[FLATNESS] < -40
    assert high[CREST] > 20 > hiss[CREST]


def test_a_silence_after_a_tone_is_no_outlier() -> None:
    values = shape(frames(np.r_[tone(880.0), np.zeros(30_000, np.float32)]))
    assert np.array_equal(values[-1], values[-20])
    assert values[-1, CENTROID] < np.log2(12_000)
