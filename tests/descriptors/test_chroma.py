from __future__ import annotations

import librosa
import numpy as np
import pytest
from sounds import real, tone

from tuimap.corpus.frames import frames
from tuimap.descriptors.chroma import chroma, chroma_bank
from tuimap.settings import HOP, SAMPLE_RATE, WINDOW


def test_the_bank_is_librosas() -> None:
    reference = librosa.filters.chroma(sr=SAMPLE_RATE, n_fft=WINDOW, tuning=0).T
    assert chroma_bank() == pytest.approx(reference, abs=1e-6)


@pytest.mark.parametrize("name", ["bell", "vowel_a", "wind"])
def test_notes_are_librosas_on_real_sounds(sample_corpus, name: str) -> None:
    samples = real(sample_corpus / name)
    reference = librosa.feature.chroma_stft(y=samples, sr=SAMPLE_RATE, n_fft=WINDOW, hop_length=HOP, tuning=0).T
    heard = librosa.feature.rms(y=samples, frame_length=WINDOW, hop_length=HOP)[0] > 1e-3
    assert chroma(frames(samples))[heard] == pytest.approx(reference[heard], abs=1e-3)


@pytest.mark.parametrize(("hertz", "note"), [(880.0, 9), (1046.5, 0), (1479.98, 6), (3322.44, 8)])
def test_a_tone_has_one_chroma_in_every_octave(hertz: float, note: int) -> None:
    middle = chroma(frames(tone(hertz)))[5:-5]
    assert (middle.argmax(axis=1) == note).all()
    assert middle.max() == 1


def test_a_silence_after_a_tone_is_as_the_tone_and_all_of_silence_is_nothing() -> None:
    values = chroma(frames(np.r_[tone(880.0), np.zeros(30_000, np.float32)]))
    assert np.array_equal(values[-1], values[-20])
    assert values[-1].argmax() == 9
    assert not chroma(frames(np.zeros(3000, np.float32))).any()
