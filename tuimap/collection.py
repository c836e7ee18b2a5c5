"""One collection of sounds as the command line and the screen see it: its folder, its library, its settings."""

from __future__ import annotations

import hashlib
import os
import shutil
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tuimap.corpus.scan import FoundFile, Scan, common_root, scan
from tuimap.descriptors import map_key, reading_recipe
from tuimap.library import RETRY, KnownFile, Library, exists
from tuimap.library_file import make_folder
from tuimap.progress import finish
from tuimap.safe import printable
from tuimap.settings import Limits, Settings
from tuimap.sound import Skipped, Sound
from tuimap.sounds import Sounds

if TYPE_CHECKING:
    from tuimap.sound_map import SoundMap


class CollectionView(Protocol):
    """What the screen asks of a collection; each call may read the disk, so it belongs in a worker thread."""

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

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read."""

    def overview(self, sound: Sound) -> bytes:
        """Give the waveform picture of a sound, empty while it is not stored."""


@dataclass(frozen=True)
class Collection:
    """The sounds below some paths, described with some settings, kept in one library."""

    paths: tuple[Path, ...]
    settings: Settings = field(default_factory=Settings)
    limits: Limits = field(default_factory=Limits)
    library_file: Path | None = None
    """None: in the user's data folder, named after the paths."""
    refit: bool = False
    """Whether the map is to be arranged afresh, whatever map is stored."""

    @cached_property
    def root(self) -> Path:
        """The folder that the sounds' paths are relative to. Raises CorpusError where a path is missing."""
        return common_root(self.paths)

    @property
    def title(self) -> str:
        """The root's name, safe to show."""
        return printable(self.root.name or str(self.root))

    @property
    def method(self) -> str:
        """What the map is made from: `learned+mfcc 12 > tsne`."""
        return f"{self.settings.descriptor} {self.settings.features} > {self.settings.reducer}"

    @cached_property
    def library_path(self) -> Path:
        """The library's file."""
        if self.library_file is not None:
            return self.library_file
        from platformdirs import user_data_path

        places = sorted({os.path.realpath(path) for path in self.paths})
        name = hashlib.blake2b(b"\0".join(os.fsencode(place) for place in places), digest_size=8).hexdigest()
        return Path(user_data_path("tuimap")) / "libraries" / f"{name}.sqlite"

    def prepare_library(self) -> None:
        """Make the default library's folder; a file that the user named must have its folder already."""
        if self.library_file is None:
            make_folder(self.library_path.parent)

    @property
    def map_key(self) -> str:
        """The name under which the map of these settings is stored."""
        return map_key(self.settings)

    def is_current(self) -> bool:
        """Tell whether the stored map is wanted and still fits the files on disk; reads no sound."""
        if self.refit or not exists(self.library_path):
            return False
        with Library(self.library_path) as library:
            n_sounds = library.count_sounds()
            if not n_sounds or library.count_places(self.map_key) != n_sounds:
                return False
            changes = compare(finish(scan(self.paths)), library)
        return not (changes.fresh or changes.gone or changes.refused)

    def load(self) -> SoundMap | None:
        """Give the stored map of these settings, None when there is none."""
        import numpy as np

        from tuimap.sound_map import SoundMap

        if not exists(self.library_path):
            return None
        places = array("f")
        with Library(self.library_path) as library:
            placed = library.placed_sounds(self.map_key, reading_recipe(self.settings))
            sounds = Sounds(_without_places(placed, places))
        if not sounds:
            return None
        return SoundMap(self.root, sounds, np.array(places, np.float32).reshape(-1, 2))

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read, by path."""
        if not exists(self.library_path):
            return ()
        with Library(self.library_path) as library:
            return library.skipped()

    def overview(self, sound: Sound) -> bytes:
        """Give the waveform picture of a sound, empty while it is not stored."""
        if not exists(self.library_path):
            return b""
        with Library(self.library_path) as library:
            return library.overview(reading_recipe(self.settings), sound)


def _without_places(placed: Iterable[tuple[Sound, float, float]], places: array[float]) -> Iterator[Sound]:
    """Go through the sounds, and add x and y of each to `places`."""
    for sound, x, y in placed:
        places.extend((x, y))
        yield sound


@dataclass(frozen=True)
class Changes:
    """How the files on disk differ from the library."""

    fresh: tuple[FoundFile, ...]
    """New or changed, to be read."""
    gone: tuple[str, ...]
    """Known to the library, not on disk any more."""
    refused: tuple[Skipped, ...]
    """Seen by the scan as no file at all, and not known as that yet."""
    known: int
    """Files that the library remembers."""


def compare(found: Scan, library: Library) -> Changes:
    """Compare paths, sizes and times of change.

    A file that waited for a program is fresh once that is installed. What lies in a folder that cannot be read
    now is not gone.
    """
    known = library.known_files()
    seen = {file.path for file in found.files} | {skipped.path for skipped in found.skipped}
    shut = tuple(f"{folder}/" for folder in found.closed)
    fresh = tuple(file for file in found.files if _differs(file, known.get(file.path)))
    gone = tuple(path for path in known if path not in seen and not path.startswith(shut))
    refused = tuple(each for each in found.skipped if known.get(each.path, _NEVER_SEEN)[:2] != (0, 0))
    return Changes(fresh, gone, refused, len(known))


_NEVER_SEEN = KnownFile(RETRY, 0, None)


def _differs(file: FoundFile, known: KnownFile | None) -> bool:
    if known is None or (known.size, known.modified) != (file.size, file.modified):
        return True
    return known.needs is not None and shutil.which(known.needs) is not None


def names(paths: Iterable[Path]) -> str:
    """Give the paths of a collection in one line, safe to show."""
    return ", ".join(printable(str(path)) for path in paths)
