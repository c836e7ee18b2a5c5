from __future__ import annotations

import librosa
import numpy as np
import pytest
from sounds import noise, real, tone

from tuimap.corpus.frames import frames
from tuimap.descriptors.pitch import HIGHEST, LOWEST, PERIODIC, SPAN, at_half_rate, pitch
from tuimap.settings import HOP, SAMPLE_RATE

CENT = 1 / 1200


@pytest.mark.parametrize("harmonics", [1, 8])
@pytest.mark.parametrize("hertz", [46.0, 61.7, 110.0, 261.63, 987.77, 2093.0, 3951.0])
def test_a_tone_is_heard_within_ten_cents(hertz: float, harmonics: int) -> None:
    octaves, confidence = pitch(frames(tone(hertz, harmonics=harmonics)))[5:-5].T
    assert octaves == pytest.approx(np.log2(hertz), abs=10 * CENT)
    assert confidence.min() > 0.9


@pytest.mark.parametrize("name", ["vowel_a", "bell", "flute"])
def test_real_sounds_have_librosas_pitch_where_both_are_sure(sample_corpus, name: str) -> None:
    samples = real(sample_corpus / name)
    octaves, confidence = pitch(frames(samples)).T
    reference = librosa.yin(
        samples, fmin=LOWEST, fmax=HIGHEST, sr=SAMPLE_RATE, frame_length=SPAN, hop_length=HOP, trough_threshold=0.1
    )
    sure = confidence > 0.95
    away = np.abs(octaves - np.log2(reference))[sure]
    assert sure.sum() > 3
    assert np.median(away) < 10 * CENT
    assert (away < 50 * CENT).mean() > 0.9


def test_a_probabilistic_reading_agrees_on_a_glide() -> None:
    at = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    glide = np.sin(2 * np.pi * (200 * at + 100 * at**2)).astype(np.float32)
    octaves, _ = pitch(frames(glide)).T
    reference, voiced, _ = librosa.pyin(glide, fmin=80, fmax=1000, sr=SAMPLE_RATE, frame_length=SPAN, hop_length=HOP)
    away = np.abs(octaves - np.log2(reference))[voiced][3:-3]
    assert np.median(away) < 20 * CENT


def test_noise_has_no_pitch_and_little_confidence() -> None:
    octaves, confidence = pitch(frames(noise())).T
    assert confidence.max() < PERIODIC
    assert octaves == pytest.approx(np.log2(261.63), abs=1e-3)


def test_a_hiss_between_two_notes_keeps_the_first() -> None:
    octaves, _ = pitch(frames(np.r_[tone(220.0), noise(0.5), tone(440.0)])).T
    assert np.abs(octaves[:40] - np.log2(220)).max() < 10 * CENT
    assert np.abs(octaves[48:82] - np.log2(220)).max() < 50 * CENT
    assert np.abs(octaves[-35:-5] - np.log2(440)).max() < 10 * CENT


def test_a_tone_that_is_too_low_is_not_taken_for_a_higher_one() -> None:
    _, confidence = pitch(frames(tone(30.0)))[5:-5].T
    assert confidence.max() < PERIODIC


@pytest.mark.parametrize(("n_samples", "expected"), [(2, 1), (8, 4)])
def test_half_the_rate_has_half_the_samples_and_keeps_what_is_low(n_samples: int, expected: int) -> None:
    assert at_half_rate(np.ones(n_samples, np.float32)).shape == (expected,)
    low = tone(100.0)
    assert at_half_rate(low)[1:] == pytest.approx(low[2::2], abs=1e-3)
