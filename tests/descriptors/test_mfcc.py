from __future__ import annotations

import librosa
import numpy as np
import pytest
import soundfile

from tuimap.corpus.frames import frames
from tuimap.descriptors.mfcc import mfcc
from tuimap.settings import BANDS, HOP, SAMPLE_RATE, WINDOW

TOLERANCE_DB = 0.01
"""Coefficients are sums of decibels in the hundreds; float32 spectra leave this much."""


@pytest.mark.parametrize("features", [1, 12, 20])
@pytest.mark.parametrize("name", ["kick_deep", "bell", "vowel_a", "wind"])
def test_coefficients_are_librosas_on_real_sounds(sample_corpus, name: str, features: int) -> None:
    path = next(path for path in sorted((sample_corpus / name).iterdir()))
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = librosa.resample(samples.mean(axis=1), orig_sr=rate, target_sr=SAMPLE_RATE)
    reference = librosa.feature.mfcc(
        y=mono, sr=SAMPLE_RATE, n_mfcc=features, n_fft=WINDOW, hop_length=HOP, n_mels=BANDS
    ).T
    assert mfcc(frames(mono), features) == pytest.approx(reference, abs=TOLERANCE_DB)


def test_silence_has_a_flat_spectrum_and_no_nan() -> None:
    values = mfcc(frames(np.zeros(3000, np.float32)), 12)
    assert np.abs(values[:, 1:]).max() < 1e-3
    assert values[:, 0] == pytest.approx(-100 * np.sqrt(BANDS), rel=1e-5)
