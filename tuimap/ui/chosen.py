"""The sounds that a key is meant for, whatever the map becomes meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tuimap.sound import Sound, SoundKey
from tuimap.sounds import Sounds


class Chosen(NamedTuple):
    """Some sounds of a map, at least one."""

    root: Path
    """The folder that their paths are relative to."""
    sounds: Sounds
    """All of the map."""
    indices: tuple[int, ...]
    """Their numbers, in the order in which they were chosen."""

    @property
    def told(self) -> str:
        """Name the one sound, or say how many they are."""
        return self.sounds[self.indices[0]].name if len(self.indices) == 1 else f"{len(self.indices):,} sounds"

    def sound_keys(self) -> list[SoundKey]:
        """Give what tells each from others."""
        return [self.sounds.key(index) for index in self.indices]

    def files(self) -> list[str]:
        """Give the paths of their files from the root of the file system, each once."""
        return list(dict.fromkeys(str(self.root / key.path) for key in self.sound_keys()))

    def all(self) -> list[Sound]:
        """Give each of them."""
        return [self.sounds[index] for index in self.indices]
