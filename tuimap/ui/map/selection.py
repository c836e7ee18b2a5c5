"""The sounds that are selected, in the order in which they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuimap.sounds import Sounds
from tuimap.ui.map.subset import Subset


@dataclass(frozen=True, eq=False)
class Selection(Subset):
    """Some sounds of a scene."""

    order: NDArray[np.intp]
    """Their numbers, the one selected first in front."""


def selection(order: Iterable[int] | NDArray[np.intp], n_sounds: int) -> Selection | None:
    """Make a selection among `n_sounds`; None where nothing is selected."""
    chosen = np.fromiter(order, np.intp)
    mask = np.zeros(n_sounds, np.bool_)
    mask[chosen] = True
    return Selection(mask, chosen) if len(chosen) else None


def toggled(before: Selection | None, those: list[int] | NDArray[np.intp], n_sounds: int) -> Selection | None:
    """Add to a selection those that are not in it, behind the others; take all of them off where all are in it."""
    order = before.order if before else np.zeros(0, np.intp)
    held = before.mask if before else np.zeros(n_sounds, np.bool_)
    those = np.asarray(those, np.intp)
    missing = those[~held[those]]
    if len(missing):
        return selection(np.concatenate([order, missing]), n_sounds)
    taken = np.zeros(n_sounds, np.bool_)
    taken[those] = True
    return selection(order[~taken[order]], n_sounds)


def moved(before: Selection, former: Sounds, sounds: Sounds) -> Selection | None:
    """Find the selected sounds of a map among those of a newer one."""
    found = sounds.indices_of(former.place_of(index) for index in before.order.tolist())
    return selection((index for index in found if index is not None), len(sounds))
