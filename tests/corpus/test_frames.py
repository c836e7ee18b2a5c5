from __future__ import annotations

import librosa
import numpy as np
import pytest

from tuimap.corpus.frames import frames
from tuimap.settings import BANDS, BINS, HOP, SAMPLE_RATE, WINDOW


@pytest.mark.parametrize("n_samples", [1, 10, 511, 512, 1023, 1024, 44_100, 100_000])
def test_power_is_that_of_librosas_centred_transform(n_samples: int) -> None:
    samples = np.random.default_rng(n_samples).normal(0, 0.2, n_samples).astype(np.float32)
    padded = np.pad(samples, (0, max(0, WINDOW - n_samples)))
    reference = np.abs(librosa.stft(padded, n_fft=WINDOW, hop_length=HOP)) ** 2
    ours = frames(samples)
    assert ours.power.shape == (1 + n_samples // HOP, BINS)
    assert ours.power == pytest.approx(reference.T[: len(ours)], rel=1e-3, abs=1e-3)
    assert ours.energy == pytest.approx(ours.power.sum(axis=1), rel=1e-4)


def test_bands_are_librosas_mel_spectrum() -> None:
    samples = np.random.default_rng(0).normal(0, 0.2, 20_000).astype(np.float32)
    reference = librosa.feature.melspectrogram(y=samples, sr=SAMPLE_RATE, n_fft=WINDOW, hop_length=HOP, n_mels=BANDS).T
    assert frames(samples).bands == pytest.approx(reference, rel=1e-3)


def test_decibel_codes_put_the_loudest_band_at_255_and_80_decibels_below_at_0() -> None:
    samples = np.sin(2 * np.pi * 100 * SAMPLE_RATE / WINDOW * np.arange(WINDOW * 8) / SAMPLE_RATE).astype(np.float32)
    sound = frames(samples)
    band = sound.bands[5].argmax()
    assert sound.decibels.shape == (len(sound), BANDS)
    assert sound.decibels.max() == 255
    assert sound.decibels[5, band] == 255
    assert sound.decibels[5, band + 10] == 0


def test_a_tenth_of_the_amplitude_is_a_quarter_of_the_codes_lower() -> None:
    carrier = np.sin(2 * np.pi * 100 * SAMPLE_RATE / WINDOW * np.arange(WINDOW * 16) / SAMPLE_RATE)
    carrier[WINDOW * 8 :] *= 0.1
    codes = frames(carrier.astype(np.float32)).decibels.astype(int)
    band = codes[6].argmax()
    assert codes[6, band] - codes[24, band] == pytest.approx(255 * 20 / 80, abs=1)


def test_silence_is_all_at_the_floor() -> None:
    assert not frames(np.zeros(5000, np.float32)).decibels.any()
