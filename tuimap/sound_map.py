"""The map itself: sounds at positions, and how one moves among them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuimap.sounds import Sounds

Direction: TypeAlias = Literal["left", "right", "up", "down"]

_HEADINGS: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}


@dataclass(frozen=True)
class SoundMap:
    """Sounds placed in the unit square, y upwards."""

    root: Path
    """The folder that the sounds' paths are relative to."""
    sounds: Sounds
    positions: NDArray[np.float32]
    """[sounds, 2], finite, within 0 and 1."""
    clusters: NDArray[np.int64] | None = None
    """[sounds] the number of each one's cluster, -1 for none; None where there are no clusters."""
    cluster_names: tuple[str, ...] = ()
    """By number; empty for a number that no cluster has."""
    grid: bool = False
    """Whether the positions are the centres of a grid's cells."""

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

    def cluster_name(self, index: int) -> str:
        """Give the name of the cluster that a sound belongs to; empty where it belongs to none."""
        number = -1 if self.clusters is None else int(self.clusters[index])
        return self.cluster_names[number] if number >= 0 else ""

    def nearest(self, x: float, y: float) -> int | None:
        """Give the sound nearest to a point, the lowest index among equals; None on an empty map."""
        if not len(self):
            return None
        across, upward = (self.positions - np.array([x, y], np.float32)).T
        return int(np.argmin(across**2 + upward**2))


def step(places: NDArray[np.floating], index: int, direction: Direction) -> int | None:
    """Give the place, of [places, 2] with y upwards, reached from another, or None where nothing lies that way.

    It is the nearest in the quarter of the plane around the direction, the lowest index among
    equals. The quarter holds only one of its two edges, so that each place lies in exactly one of the four:
    walking is then strongly connected (the directed Yao graph with four cones), and every place can be
    reached from every other. Where the quarter is empty, the place ahead that strays least is taken.
    """
    x, y = _HEADINGS[direction]
    across, upward = (places.astype(np.float64) - places[index]).T
    forward, sideways = across * x + upward * y, upward * x - across * y
    cone = np.flatnonzero((sideways > -forward) & (sideways <= forward))
    if len(cone):
        return int(cone[np.argmin(forward[cone] ** 2 + sideways[cone] ** 2)])
    ahead = np.flatnonzero(forward > 0)
    if not len(ahead):
        return None
    return int(ahead[np.argmin(np.abs(sideways[ahead]) / forward[ahead])])
