"""Frames that say nothing: what a descriptor gives where it has no answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.corpus.frames import Frames
from tuimap.settings import FLOOR_DB


def heard(sound: Frames) -> NDArray[np.bool_]:
    """Tell of each frame [frames] whether it holds sound: at most FLOOR_DB below the loudest, and not all zeros."""
    energy = sound.energy
    sounding: NDArray[np.bool_] = (energy > 0) & (energy >= energy.max() * np.float32(10 ** (-FLOOR_DB / 10)))
    return sounding


def carried(
    values: NDArray[np.float32], known: NDArray[np.bool_], otherwise: NDArray[np.float32] | float
) -> NDArray[np.float32]:
    """Give values [frames, features] with those of a frame that is not known taken from the last known one before it.

    The first frames take theirs from the first known one; where none is known all are `otherwise`. So a silence or
    a hiss between two notes is no outlier and no jump.
    """
    if not known.any():
        return np.broadcast_to(np.asarray(otherwise, np.float32), values.shape)
    last = np.maximum.accumulate(np.where(known, np.arange(len(known)), -1))
    carried: NDArray[np.float32] = values[np.where(last < 0, np.argmax(known), last)]
    return carried
