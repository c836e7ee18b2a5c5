"""What the screen asks of a collection, be it a folder that is analysed or a map that was made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tuimap.finding.descriptions import Descriptions
    from tuimap.sound import Skipped, Sound, SoundKey
    from tuimap.sound_map import SoundMap
    from tuimap.sound_marks import MarkChange, SoundMarks


class CollectionView(Protocol):
    """A collection; each call may read the disk, so it belongs in a worker thread."""

    @property
    def root(self) -> Path:
        """The folder that the sounds' paths are relative to."""

    @property
    def title(self) -> str:
        """What the collection is called on the screen."""

    @property
    def method(self) -> str:
        """What the map is made from, in a few words."""

    def load(self) -> SoundMap | None:
        """Give the stored map, None when there is none yet."""

    def scattered(self) -> SoundMap | None:
        """Give the scattered map of which the stored grid was made; None where it is not stored."""

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read."""

    def offline(self) -> str:
        """Say that the folder is away and from when the map is; empty where it is there."""

    def marks(self) -> Mapping[SoundKey, SoundMarks]:
        """Give what the user has said of sounds; those of which nothing is said are not among them."""

    def change_marks(self, changes: Mapping[SoundKey, MarkChange]) -> Mapping[SoundKey, SoundMarks]:
        """Change what is said of sounds, and give what is said of all. Raises TuimapError."""

    def overview(self, sound: Sound) -> bytes:
        """Give the waveform picture of a sound, empty while it is not stored."""

    def descriptions(self) -> Descriptions:
        """Give what the sounds of the stored map sound like, in its order. Raises TuimapError."""
