"""What is known of all sounds of a map, column by column: what one can search, filter and sort by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tuimap.finding.texts import Texts, folded, texts_of
from tuimap.sound import BELIEVED, SoundKey
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import SoundMarks

_OF_THE_MAP = frozenset({"paths", "folders", "name_order", "folder_order"})
"""Columns that do not depend on what is said."""

_NUMBER = re.compile(r"\d+")
_DIGITS = 12

_KEY_BYTES, _AT_ONCE = 96, 2048
"""How much of a name is sorted by; names made ready in one go, which takes less than 5 ms."""


class Facts:
    """The columns of a map's sounds, each made when it is first asked for: in a worker, for there may be very many."""

    def __init__(self, sound_map: SoundMap, said: Mapping[SoundKey, SoundMarks], before: Facts | None = None) -> None:
        """Take a map and what is said of its sounds; `before` knows the same map."""
        self.map = sound_map
        self._said = said
        if before is not None:
            self.__dict__.update({name: value for name, value in vars(before).items() if name in _OF_THE_MAP})

    def __len__(self) -> int:
        return len(self.map)

    @cached_property
    def paths(self) -> Texts:
        """The paths of their files."""
        return texts_of(self.map.sounds.joined_paths())

    @cached_property
    def said(self) -> dict[int, SoundMarks]:
        """What the user says of sounds, by their numbers."""
        files = {key.path for key in self._said}
        paths = enumerate(self.map.sounds.joined_paths().split("\0")[:-1]) if files else ()
        keys = ((row, self.map.sounds[row].key) for row, path in paths if path in files)
        return {row: self._said[key] for row, key in keys if key in self._said}

    @cached_property
    def tags(self) -> Texts:
        """The tags of each, one after the other, a slash before each."""
        words = {row: "".join(f"/{tag}" for tag in sorted(said.tags)) for row, said in self.said.items()}
        return texts_of("".join(f"{words.get(row, '')}\0" for row in range(len(self))) if words else "\0" * len(self))

    @cached_property
    def folders(self) -> tuple[list[str], NDArray[np.intp]]:
        """The folders there are, and the number of each sound's, [sounds]."""
        number: dict[str, int] = {}
        of = [number.setdefault(folder, len(number)) for folder in self.map.sounds.folders()]
        return list(number), np.array(of, np.intp)

    @cached_property
    def name_order(self) -> NDArray[np.intp]:
        """[sounds] which place each has by name, as people sort: `kick 2` before `kick 10`.

        NumPy sorts them, for Python would keep every other thread waiting until it is done.
        """
        texts, starts = self.paths, self.paths.names().tolist()
        ends = (texts.starts[1:] - 1).tolist()
        keys = np.empty(len(starts), f"S{_KEY_BYTES}")
        for first in range(0, len(starts), _AT_ONCE):
            last = min(first + _AT_ONCE, len(starts))
            letters = texts.letters[starts[first] : ends[last - 1]].astype("<u4").tobytes()
            text, shift = letters.decode("utf-32-le", "surrogatepass"), starts[first]
            names = (text[starts[row] - shift : ends[row] - shift] for row in range(first, last))
            keys[first:last] = [_natural(name).encode("utf-8", "surrogatepass")[:_KEY_BYTES] for name in names]
        return _ranks(np.argsort(keys, kind="stable"))

    @cached_property
    def folder_order(self) -> NDArray[np.intp]:
        """[sounds] which place each has by its folder, then by its name."""
        names, of = self.folders
        place = _ranks(sorted(range(len(names)), key=lambda number: _natural(folded(names[number]))))
        return _ranks(np.lexsort((self.name_order, place[of])) if len(of) else [])

    def number(self, name: str) -> NDArray[np.float64]:
        """Give what Sound or Traits call so, [sounds], NaN where it is not known; a pitch only where it is clear."""
        values = np.frombuffer(self.map.sounds.column(name))
        if name == "pitch":
            return np.where(np.frombuffer(self.map.sounds.column("confidence")) >= BELIEVED, values, np.nan)
        return values


def _natural(text: str) -> str:
    return _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), text)


def _ranks(order: Collection[int] | NDArray[np.intp]) -> NDArray[np.intp]:
    """Give the place of each in an order."""
    ranks = np.empty(len(order), np.intp)
    ranks[np.asarray(order, np.intp)] = np.arange(len(order))
    return ranks
