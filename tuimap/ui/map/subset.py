"""Some of the sounds of a scene: those that were found, that pass a filter, or that are selected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Subset:
    """Some sounds; a newer one replaces it."""

    mask: NDArray[np.bool_]
    """[sounds], True for those that belong to it."""

    @cached_property
    def count(self) -> int:
        """Give how many sounds belong to it."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def indices(self) -> NDArray[np.intp]:
        """Give the numbers of its sounds, rising."""
        return np.flatnonzero(self.mask)

    @classmethod
    def of(cls, indices: Iterable[int | None], n_sounds: int) -> Subset:
        """Take sounds by their numbers; None stands for one that is not on the map."""
        mask = np.zeros(n_sounds, bool)
        mask[[index for index in indices if index is not None]] = True
        return cls(mask)

    def __contains__(self, index: int) -> bool:
        return bool(self.mask[index])

    def __and__(self, other: Subset) -> Subset:
        return Subset(self.mask & other.mask)
