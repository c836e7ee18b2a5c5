"""Sounds of a map made elsewhere: of a million hardly more is held than what the file told."""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping

from tuimap.sound import Sound, SoundKey, Traits
from tuimap.sounds import Sounds


class ListedSounds(Sounds):
    """Sounds of which some numbers are known, or none; without paths they are called by their number, from 1."""

    def __init__(
        self, count: int, paths: bytearray | None = None, numbers: Mapping[str, array[float]] | None = None
    ) -> None:
        """Take in `paths`, each followed by a zero, and columns by their names in Sound or Traits, NaN for None."""
        super().__init__()
        self._count = count
        self._known = dict(numbers or {})
        self.named = paths is not None
        if paths is not None:
            self._paths += paths
            self._ends = _ends(self._paths)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> Sound:
        index = range(len(self))[index]
        return Sound(
            path=os.fsdecode(self._path(index)),
            start=self._start(index),
            duration=self._number("duration", index, math.inf),
            sample_rate=0,
            channels=0,
            encoding="",
            level=math.nan,
            overview=b"",
            traits=Traits(*(self._trait(name, index) for name in Traits._fields)),
            slice=self._is_slice(index),
        )

    def __iter__(self) -> Iterator[Sound]:
        return (self[index] for index in range(len(self)))

    def joined_paths(self) -> str:
        """Give the paths of all, each followed by a zero character."""
        return super().joined_paths() if self.named else "".join(f"{number}\0" for number in range(1, len(self) + 1))

    def column(self, name: str) -> array[float]:
        """Give one number of every sound, by the name that it has in Sound or Traits; NaN for None."""
        return array("d", self._known[name]) if name in self._known else array("d", [math.nan]) * len(self)

    def folders(self) -> list[str]:
        """Give the folder of each sound; equal ones are one object."""
        return super().folders() if self.named else [""] * len(self)

    def index_of(self, sound: Sound | SoundKey) -> int | None:
        """Find the same stretch of the same file; None where it is not among these."""
        return super().index_of(sound) if self.named else self._numbered(os.fsencode(sound.path))

    def indices_of(self, places: Iterable[tuple[bytes, float]]) -> list[int | None]:
        """Find many sounds by what `place_of` gives; None for one that is not among these."""
        return super().indices_of(places) if self.named else [self._numbered(path) for path, _ in places]

    def key(self, index: int) -> SoundKey:
        """Give what tells a sound from others."""
        return self[index].key

    def _path(self, index: int) -> bytes:
        return super()._path(index) if self.named else b"%d" % (index + 1)

    def _numbered(self, path: bytes) -> int | None:
        index = int(path) - 1 if path.isdigit() else -1
        return index if 0 <= index < len(self) else None

    def _start(self, index: int) -> float:
        return self._number("start", index, 0.0)

    def _is_slice(self, index: int) -> bool:
        """Tell whether a sound begins later than its file, or the file gives the sound before or after it too."""
        if not self.named or math.isinf(self._number("duration", index, math.inf)):
            return False
        beside = (other for other in (index - 1, index + 1) if 0 <= other < len(self))
        return self._start(index) > 0 or any(self._path(other) == self._path(index) for other in beside)

    def _number(self, name: str, index: int, otherwise: float) -> float:
        number = self._known[name][index] if name in self._known else math.nan
        return otherwise if math.isnan(number) else number

    def _trait(self, name: str, index: int) -> float | None:
        number = self._number(name, index, math.nan)
        return None if math.isnan(number) else number


def _ends(paths: bytearray) -> array[int]:
    """Give where the zeros after paths stand; the first zero is before them."""
    import numpy as np

    ends = array("Q")
    ends.frombytes(np.flatnonzero(np.frombuffer(paths, np.uint8) == 0)[1:].astype(np.uint64).tobytes())
    return ends
