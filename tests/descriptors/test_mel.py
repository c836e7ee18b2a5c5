from __future__ import annotations

import librosa
import numpy as np
import pytest
from sounds import noise, real

from tuimap.corpus.frames import frames
from tuimap.descriptors import MEL_BANDS
from tuimap.descriptors.mel import mel
from tuimap.settings import HOP, SAMPLE_RATE, WINDOW

TOLERANCE_DB = 0.01


@pytest.mark.parametrize("name", ["kick_deep", "bell", "vowel_a", "wind"])
def test_bands_are_librosas_on_real_sounds(sample_corpus, name: str) -> None:
    samples = real(sample_corpus / name)
    power = librosa.feature.melspectrogram(y=samples, sr=SAMPLE_RATE, n_fft=WINDOW, hop_length=HOP, n_mels=MEL_BANDS)
    reference = librosa.power_to_db(power, ref=np.max).T
    assert mel(frames(samples)) == pytest.approx(reference, abs=TOLERANCE_DB)


def test_a_sound_played_softer_has_the_same_bands() -> None:
    assert mel(frames(noise() / 100)) == pytest.approx(mel(frames(noise())), abs=TOLERANCE_DB)


def test_silence_is_at_the_floor_throughout() -> None:
    assert mel(frames(np.zeros(3000, np.float32))) == pytest.approx(-80)
