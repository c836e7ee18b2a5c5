"""The map as other programs are told of it: which stretch of a file lies where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tuimap.osc.messages import Stretch
from tuimap.players import Clip
from tuimap.sounds import Sounds


@dataclass(frozen=True, eq=False)
class Placed:
    """Sounds where they are drawn; never changes."""

    root: Path
    """The folder that the sounds' paths are relative to."""
    sounds: Sounds
    positions: NDArray[np.float32]
    """[sounds, 2] in the unit square, y upwards."""
    here: int | None = None
    """The sound that is to be heard: a clip is a stretch of it, if it is of its file."""

    def heard(self, clip: Clip) -> Stretch | None:
        """Give the stretch that a clip is; None where it belongs to no sound of the map."""
        index = self._index_of(clip)
        if index is None:
            return None
        sound = self.sounds[index]
        left = max(0.0, sound.start + (sound.length or 0.0) - clip.start)
        return self._stretch(index, clip.path, clip.start, left if clip.duration is None else clip.duration)

    def stretches(self, indices: Iterable[int]) -> Iterator[Stretch]:
        """Give some sounds, by their numbers."""
        for index in indices:
            sound = self.sounds[index]
            yield self._stretch(index, self.root / sound.path, sound.start, sound.length or 0.0)

    def _index_of(self, clip: Clip) -> int | None:
        if self.here is not None and self.root / self.sounds[self.here].path == clip.path:
            return self.here
        inside = clip.path.is_relative_to(self.root)
        return self.sounds.index_at(clip.path.relative_to(self.root).as_posix(), clip.start) if inside else None

    def _stretch(self, index: int, path: Path, start: float, duration: float) -> Stretch:
        x, y = self.positions[index]
        return Stretch(str(path) if self.sounds.named else "", start, duration, float(x), float(y))
