"""Many sounds in little memory: columns instead of objects."""

from __future__ import annotations

import math
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from tuimap.sound import Sound, SoundKey, Traits

_COLUMNS = ("start", "duration", "sample_rate", "channels", "level", "described", *Traits._fields)
_WIDTH = len(_COLUMNS)


class Sounds:
    """Sounds by number, in the order in which they were given; they never change.

    A sound is made when it is asked for, without its overview: those of 100,000 would fill 26 MB.
    """

    named = True
    """Whether they are files that can be heard."""

    named = True
    """Whether their paths are those of files; places on a map made elsewhere may have none."""

    def __init__(self, sounds: Iterable[Sound] = ()) -> None:
        self._paths = bytearray(b"\0")
        """Each followed by a zero, which no path holds."""
        self._ends = array("Q")
        """Where the zero after each path stands."""
        self._numbers = array("d")
        """_COLUMNS of each, NaN for None."""
        self._slices = bytearray()
        """1 for each that is a slice of its file, else 0."""
        self._encoding_names: list[str] = []
        self._encoding = array("L")
        """Numbers of them."""
        self._notes: dict[int, str] = {}
        self._append(sounds)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: int) -> Sound:
        index = range(len(self))[index]
        numbers = self._numbers[index * _WIDTH : (index + 1) * _WIDTH]
        start, duration, sample_rate, channels, level, described, *traits = numbers
        return Sound(
            os.fsdecode(self._path(index)),
            start,
            duration,
            int(sample_rate),
            int(channels),
            self._encoding_names[self._encoding[index]],
            level,
            b"",
            self._notes.get(index, ""),
            described,
            Traits(*(None if math.isnan(trait) else trait for trait in traits)),
            bool(self._slices[index]),
        )

    def __iter__(self) -> Iterator[Sound]:
        return (self[index] for index in range(len(self)))

    def joined(self, others: Sounds) -> Sounds:
        """Give these and then the others."""
        both = Sounds()
        both._paths += self._paths[1:] + others._paths[1:]
        shift = len(self._paths) - 1
        both._ends = self._ends + array("Q", (end + shift for end in others._ends))
        both._numbers = self._numbers + others._numbers
        both._encoding_names = self._encoding_names + others._encoding_names
        shift = len(self._encoding_names)
        both._slices = self._slices + others._slices
        both._encoding = self._encoding + array("L", (number + shift for number in others._encoding))
        both._notes = self._notes | {len(self) + index: note for index, note in others._notes.items()}
        return both

    def joined_paths(self) -> str:
        """Give the paths of all, each followed by a zero character."""
        return os.fsdecode(bytes(self._paths[1:]))

    def column(self, name: str) -> array[float]:
        """Give one number of every sound, by the name that it has in Sound or Traits; NaN for None."""
        return self._numbers[_COLUMNS.index(name) :: _WIDTH]

    def folders(self) -> list[str]:
        """Give the folder of each sound; equal ones are one object."""
        decoded: dict[bytes, str] = {}
        folders = []
        for index in range(len(self)):
            folder = self._path(index).rpartition(b"/")[0]
            if folder not in decoded:
                decoded[folder] = os.fsdecode(folder)
            folders.append(decoded[folder])
        return folders

    def index_of(self, sound: Sound | SoundKey) -> int | None:
        """Find the same stretch of the same file; None where it is not among these."""
        return next((index for index in self._of_file(sound.path) if self._start(index) == sound.start), None)

    def index_at(self, path: str, seconds: float) -> int | None:
        """Find the sound of a file that a moment belongs to: the latest that begins by then; None where none does."""
        begun = [index for index in self._of_file(path) if self._start(index) <= seconds]
        return max(begun, key=self._start, default=None)

    def place_of(self, index: int) -> tuple[bytes, float]:
        """Give a sound's path as bytes, and its start: in little time, and enough to tell it from all others."""
        return self._path(index), self._start(index)

    def indices_of(self, places: Iterable[tuple[bytes, float]]) -> list[int | None]:
        """Find many sounds by what `place_of` gives, in one pass over all; None for one that is not among these."""
        wanted = list(places)
        sought = {path for path, _ in wanted}
        found = {
            (path, self._start(index)): index
            for index, path in enumerate(bytes(self._paths[1:-1]).split(b"\0"))
            if path in sought
        }
        return [found.get(place) for place in wanted]

    def key(self, index: int) -> SoundKey:
        """Give what tells a sound from others, without making the sound."""
        path, start = self.place_of(index)
        if not self._slices[index]:
            return SoundKey(os.fsdecode(path))
        return SoundKey(os.fsdecode(path), start, self._numbers[index * _WIDTH + 1])

    def _of_file(self, path: str) -> Iterator[int]:
        """Give the numbers of the sounds of one file."""
        framed = b"\0" + os.fsencode(path) + b"\0"
        at = self._paths.find(framed)
        while at >= 0:
            yield bisect_left(self._ends, at + len(framed) - 1)
            at = self._paths.find(framed, at + 1)

    def _path(self, index: int) -> bytes:
        return bytes(self._paths[self._ends[index - 1] + 1 if index else 1 : self._ends[index]])

    def _start(self, index: int) -> float:
        return self._numbers[index * _WIDTH]

    def _append(self, sounds: Iterable[Sound]) -> None:
        known: dict[str, int] = {}
        for number, sound in enumerate(sounds):
            self._paths += os.fsencode(sound.path) + b"\0"
            self._ends.append(len(self._paths) - 1)
            numbers = (sound.start, sound.duration, sound.sample_rate, sound.channels, sound.level, sound.described)
            self._numbers.extend(numbers)
            self._numbers.extend([math.nan if trait is None else trait for trait in sound.traits])
            self._slices.append(sound.slice)
            if sound.encoding not in known:
                known[sound.encoding] = len(known)
                self._encoding_names.append(sound.encoding)
            self._encoding.append(known[sound.encoding])
            if sound.note:
                self._notes[number] = sound.note
