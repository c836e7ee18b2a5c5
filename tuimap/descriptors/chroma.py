"""Chroma: how much there is of each of the twelve notes, whatever the octave."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.descriptors import CHROMA
from tuimap.descriptors.hearing import carried, heard
from tuimap.settings import BINS, SAMPLE_RATE, WINDOW

_LOWEST_A = 27.5
_CENTRE_OCTAVE, _OCTAVES = 5.0, 2.0
_STEPS_FROM_A_TO_C = 3


def chroma(sound: Frames) -> NDArray[np.float32]:
    """Give [frames, 12], C first, 1 for the strongest note of the frame; a frame without sound is as the one before.

    A4 is 440 Hz, whatever the sound is tuned to. Frames are 23 ms long and their bins 43 Hz wide: low notes run into
    their neighbours. All notes are 0 where all is silent. As librosa.feature.chroma_stft(tuning=0) has it.
    """
    notes = sound.power @ chroma_bank()
    strongest = notes.max(axis=1, keepdims=True)
    notes /= np.where(strongest > 0, strongest, np.float32(1))
    return carried(notes, heard(sound), 0.0)


@cache
def chroma_bank() -> NDArray[np.float32]:
    """Give [BINS, 12]: how much of each bin counts for each note.

    A bell a semitone wide, or a bin where that is wider, around each note (Ellis, Chroma Feature Analysis and
    Synthesis, 2007); each bin counts 1 in all squares, less so away from the fifth octave.
    """
    hertz = np.arange(WINDOW) * SAMPLE_RATE / WINDOW
    steps = CHROMA * np.log2(hertz[1:] / _LOWEST_A)  # semitones above the lowest A
    steps = np.concatenate([[steps[0] - 1.5 * CHROMA], steps])
    widths = np.append(np.maximum(np.diff(steps), 1.0), 1.0)[:, None]
    half = CHROMA // 2
    away = np.remainder(steps[:, None] - np.arange(CHROMA) + half, CHROMA) - half
    bells = np.exp(-0.5 * (2 * away / widths) ** 2)
    bells /= np.sqrt(np.square(bells).sum(axis=1, keepdims=True))
    bells *= np.exp(-0.5 * ((steps / CHROMA - _CENTRE_OCTAVE) / _OCTAVES) ** 2)[:, None]
    bank: NDArray[np.float32] = np.roll(bells[:BINS], -_STEPS_FROM_A_TO_C, axis=1).astype(np.float32)
    return bank
