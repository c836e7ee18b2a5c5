"""The map itself: sounds at positions, and how one moves among them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.sound import Sound

Direction: TypeAlias = Literal["left", "right", "up", "down"]

_HEADINGS: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}


@dataclass(frozen=True)
class SoundMap:
    """Sounds placed in the unit square, y upwards."""

    root: Path
    """The folder that the sounds' paths are relative to."""
    sounds: tuple[Sound, ...]
    positions: NDArray[np.float32]
    """[sounds, 2], finite, within 0 and 1."""

    def __post_init__(self) -> None:
        if self.positions.shape != (len(self.sounds), 2):
            raise ValueError(f"positions have shape {self.positions.shape} for {len(self.sounds)} sounds")
        if not np.isfinite(self.positions).all():
            raise ValueError("positions hold values that are not finite")

    def __len__(self) -> int:
        return len(self.sounds)

    def file(self, index: int) -> Path:
        """Give the absolute path of a sound's file."""
        return self.root / self.sounds[index].path

    def nearest(self, x: float, y: float, aspect: float = 1.0) -> int | None:
        """Give the sound nearest to a point, the lowest index among equals; None on an empty map.

        `aspect` is how wide one unit of x is drawn against one unit of y.
        """
        if not len(self):
            return None
        across, upward = (self.positions - np.array([x, y], np.float32)).T
        return int(np.argmin((across * aspect) ** 2 + upward**2))

    def step(self, index: int, direction: Direction, aspect: float = 1.0) -> int | None:
        """Give the sound reached by one step from another, or None where nothing lies that way.

        The nearest sound inside the quarter of the plane around the direction is taken; where that
        quarter is empty, the one in the half plane that strays least. Sounds at the very same
        place are not a step apart.
        """
        heading = np.array(_HEADINGS[direction], np.float32)
        offsets = (self.positions - self.positions[index]) * np.array([aspect, 1.0], np.float32)
        forward = offsets @ heading
        sideways = np.abs(offsets @ heading[::-1])
        cone = forward >= np.maximum(sideways, np.finfo(np.float32).tiny)
        if cone.any():
            return int(np.argmin(np.where(cone, forward**2 + sideways**2, np.inf)))
        ahead = forward > 0
        if ahead.any():
            return int(np.argmin(np.where(ahead, sideways / np.maximum(forward, 1e-9) + forward, np.inf)))
        return None

    def within(self, left: float, bottom: float, right: float, top: float) -> NDArray[np.intp]:
        """Give the indices of the sounds inside a rectangle, borders included."""
        x, y = self.positions.T
        return np.flatnonzero((x >= left) & (x <= right) & (y >= bottom) & (y <= top))
