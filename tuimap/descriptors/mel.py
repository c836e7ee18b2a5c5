"""Mel bands: the spectrum in steps that the ear finds even, in decibels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.corpus.mel import mel_bank
from tuimap.descriptors import MEL_BANDS
from tuimap.settings import FLOOR_DB

_LEAST_POWER = 1e-10


def mel(sound: Frames) -> NDArray[np.float32]:
    """Give [frames, MEL_BANDS] in dB, from 0 in the sound's loudest band down to -FLOOR_DB; silence is -FLOOR_DB.

    Away from silence it is librosa's power_to_db(melspectrogram(...), ref=np.max), `loudness` has the level.
    """
    power = sound.power @ mel_bank(MEL_BANDS)
    loudest = max(float(power.max()), _LEAST_POWER)
    decibels: NDArray[np.float32] = 10 * np.log10(np.maximum(power / np.float32(loudest), 10 ** (-FLOOR_DB / 10)))
    return decibels
