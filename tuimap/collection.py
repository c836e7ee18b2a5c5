"""One collection of sounds as the command line and the screen see it: its folder, its library, its settings."""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tuimap.corpus.root import common_root, former_root
from tuimap.descriptors import map_key, reading_recipe, scatter_key, told
from tuimap.errors import CorpusError, DamagedError
from tuimap.progress import finish
from tuimap.safe import printable
from tuimap.settings import Limits, Settings
from tuimap.sound import Skipped, Sound, SoundKey
from tuimap.sound_marks import MarkChange, SoundMarks
from tuimap.sounds import Sounds

if TYPE_CHECKING:
    from tuimap.finding.descriptions import Descriptions
    from tuimap.library import Library
    from tuimap.library_rows import PlacedSound
    from tuimap.sound_map import SoundMap


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
        """The folder that the sounds' paths are relative to.

        Raises CorpusError where a path is missing of which no library tells.
        """
        try:
            return common_root(self.paths)
        except CorpusError:
            if not self.has_library:
                raise
            return former_root(self.paths)

    @property
    def title(self) -> str:
        """The root's name, safe to show."""
        return printable(self.root.name or str(self.root))

    @property
    def method(self) -> str:
        """What the map is made from: `learned+mfcc 16 > tsne`, and the layout unless it is scattered."""
        settings = self.settings
        layout = "" if settings.layout == "scatter" else f" > {settings.layout}"
        return f"{told(settings)} > {settings.reducer}{layout}"

    @cached_property
    def library_path(self) -> Path:
        """The library's file."""
        if self.library_file is not None:
            return self.library_file
        from platformdirs import user_data_path

        places = sorted({os.path.realpath(path) for path in self.paths})
        name = hashlib.blake2b(b"\0".join(os.fsencode(place) for place in places), digest_size=8).hexdigest()
        return Path(user_data_path("tuimap")) / "libraries" / f"{name}.sqlite"

    @property
    def has_library(self) -> bool:
        """Whether there is a library to read."""
        try:
            return self.library_path.is_file() and self.library_path.stat().st_size > 0
        except OSError:
            return False

    def library(self) -> Library:
        """Open the library to read. Raises LibraryError."""
        from tuimap.library import Library

        return Library(self.library_path)

    def prepare_library(self) -> None:
        """Make the default library's folder; a file that the user named must have its folder already."""
        from tuimap.library_file import make_folder

        if self.library_file is None:
            make_folder(self.library_path.parent)

    @property
    def map_key(self) -> str:
        """The name under which the map of these settings is stored."""
        return map_key(self.settings)

    @property
    def reading_recipe(self) -> str:
        """The name under which the sounds of these settings are stored."""
        return reading_recipe(self.settings)

    def absent(self) -> str:
        """Say what is away, with the sounds that the library knows; empty where it is there, or nothing is known."""
        from tuimap.corpus.scan import holds_sounds

        try:
            common_root(self.paths)
        except CorpusError:
            missing = [path for path in self.paths if not os.path.exists(path)]  # noqa: PTH110 (asks, never raises)
            reason = f"{names(missing or self.paths)} is not there"
        else:
            if holds_sounds(self.paths):
                return ""
            reason = f"{names(self.paths)} is empty"
        if not self.has_library:
            return ""
        with self.library() as library:
            return reason if library.holds_sounds() else ""

    def offline(self) -> str:
        """Say that the folder is away and from when the stored map is; empty where it is there, or there is no map."""
        absent = self.absent()
        if not absent:
            return ""
        with self.library() as library:
            made = library.made(self.map_key) or self.library_path.stat().st_mtime
            day = time.strftime("%Y-%m-%d", time.localtime(made))
            return f"offline: {absent}, this is the map of {day}" if library.count_places(self.map_key) else ""

    def is_current(self) -> bool:
        """Tell whether the stored map is wanted and still fits the files on disk; reads no sound.

        A damaged library does not fit. Raises CorpusError where there are no files to compare with.
        """
        if self.refit or not self.has_library:
            return False
        try:
            self.check_present()
            return self._is_current()
        except DamagedError:
            return False

    def is_whole(self) -> bool:
        """Tell whether what the screen reads of the library is as it should be."""
        from tuimap.library_check import SHOWN

        try:
            with self.library() as library:
                for table in SHOWN:
                    library.examine(table)
        except DamagedError:
            return False
        return True

    def check_present(self) -> None:
        """Raise CorpusError where what the library knows is away: comparing would find nothing of it."""
        if absent := self.absent():
            raise CorpusError(absent, "Nothing stored of it is lost; bring it back and run again")

    def _is_current(self) -> bool:
        from tuimap.corpus.scan import scan
        from tuimap.reconcile import compare

        with self.library() as library:
            n_sounds = library.count_sounds(self.reading_recipe)
            if not n_sounds or library.count_places(self.map_key) != n_sounds:
                return False
            if self.settings.layout == "grid" and not library.is_grid_of(self.map_key, scatter_key(self.settings)):
                return False
            if library.count_files(self.reading_recipe) != library.count_readable():
                return False
            return not compare(finish(scan(self.paths)), library)

    def load(self) -> SoundMap | None:
        """Give the stored map of these settings, None when there is none."""
        import numpy as np

        from tuimap.sound_map import SoundMap

        if not self.has_library:
            return None
        places, clusters = array("f"), array("h")
        with self.library() as library:
            placed = library.placed_sounds(self.map_key, self.reading_recipe)
            sounds = Sounds(_without_places(placed, places, clusters))
            names = library.cluster_names(self.map_key)
        if not sounds:
            return None
        return SoundMap(
            self.root,
            sounds,
            np.array(places, np.float32).reshape(-1, 2),
            np.array(clusters, np.int64),
            tuple(names.get(number, "") for number in range(1 + max((*names, *clusters)))),
            grid=self.settings.layout == "grid",
        )

    def marks(self) -> Mapping[SoundKey, SoundMarks]:
        """Give what the user has said of sounds; those of which nothing is said are not among them."""
        if not self.has_library:
            return {}
        with self.library() as library:
            return library.sound_marks()

    def change_marks(self, changes: Mapping[SoundKey, MarkChange]) -> Mapping[SoundKey, SoundMarks]:
        """Change what is said of sounds, and give what is said of all.

        Raises CorpusError where what some hold is not known and cannot be read, once the others are changed;
        LibraryError where nothing could be changed.
        """
        from tuimap.library_writer import LibraryWriter

        self.prepare_library()
        with LibraryWriter(self.library_path) as library:
            contents, problem = self._contents(library, {key.path for key in changes})
            known = [(key, contents[key.path], change) for key, change in changes.items() if key.path in contents]
            changed = library.change_marks(known)
            if problem is not None:
                raise problem
            said = {**library.sound_marks(), **changed}  # some may not be stored yet
            return {key: marks for key, marks in said.items() if marks}

    def _contents(self, library: Library, paths: Iterable[str]) -> tuple[dict[str, bytes], CorpusError | None]:
        """Give the digests of what files hold, read where that is not known; and what is wrong with the others."""
        from tuimap.corpus.content import content_of

        contents: dict[str, bytes] = {}
        unread: list[str] = []
        for path in sorted(paths):
            try:
                contents[path] = library.content(path) or content_of(self.root / path)
            except OSError as error:
                unread.append(f"{printable(path)} cannot be marked: {error.strerror or error}")
        others = f", nor can {len(unread) - 1:,} more" if len(unread) > 1 else ""
        return contents, CorpusError(unread[0] + others) if unread else None

    def scattered(self) -> SoundMap | None:
        """Give the scattered map of which every layout is made; None where it is not stored."""
        return replace(self, settings=replace(self.settings, layout="scatter")).load()

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read, by path."""
        if not self.has_library:
            return ()
        with self.library() as library:
            return library.skipped()

    def overview(self, sound: Sound) -> bytes:
        """Give the waveform picture of a sound, empty while it is not stored."""
        if not self.has_library:
            return b""
        with self.library() as library:
            return library.overview(self.reading_recipe, sound)

    def descriptions(self) -> Descriptions:
        """Give what the sounds of the stored map sound like, in its order. Raises LibraryError."""
        from tuimap.finding.descriptions import read_descriptions

        with self.library() as library:
            return read_descriptions(library, self.settings, list(library.places(self.map_key)))


def _without_places(placed: Iterable[PlacedSound], places: array[float], clusters: array[int]) -> Iterator[Sound]:
    """Go through the sounds, and add x and y of each to `places`, and its cluster to `clusters`, -1 for none."""
    for sound, x, y, cluster in placed:
        places.extend((x, y))
        clusters.append(-1 if cluster is None else cluster)
        yield sound


def names(paths: Iterable[Path]) -> str:
    """Give the paths of a collection in one line, safe to show."""
    return ", ".join(printable(str(path)) for path in paths)
