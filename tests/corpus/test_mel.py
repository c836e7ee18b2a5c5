from __future__ import annotations

import librosa
import pytest

from tuimap.corpus.mel import mel_bank
from tuimap.settings import SAMPLE_RATE, WINDOW


@pytest.mark.parametrize("bands", [1, 40, 64])
def test_the_bank_is_librosas(bands: int) -> None:
    reference = librosa.filters.mel(sr=SAMPLE_RATE, n_fft=WINDOW, n_mels=bands).T
    assert mel_bank(bands) == pytest.approx(reference, abs=1e-7)
