"""One collection of sounds as the command line and the screen see it: its folder, its library, its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from tuimap.sound import Skipped
from tuimap.sound_map import SoundMap


class CollectionView(Protocol):
    """What the screen asks of a collection; each call may read the disk, so it belongs in a worker thread."""

    root: Path
    title: str

    def is_current(self) -> bool:
        """Tell whether the stored map still fits the files on disk."""

    def load(self) -> SoundMap | None:
        """Give the stored map, None when there is none yet."""

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read."""
