"""A map made elsewhere as the screen sees a collection: shown as it is, nothing is analysed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tuimap.collection import Collection
from tuimap.errors import CorpusError, TuimapError
from tuimap.safe import printable
from tuimap.sound import Skipped, Sound, SoundKey
from tuimap.sound_marks import MarkChange, SoundMarks

if TYPE_CHECKING:
    from tuimap.engine import Message
    from tuimap.finding.descriptions import Descriptions
    from tuimap.opened.points import Points
    from tuimap.sound_map import SoundMap

SUFFIXES = (".csv", ".npz")

MOST_HEADING = 1 << 16
"""Bytes of the first line of a table that are looked at."""


class OpenedMap:
    """A file that tells where sounds lie."""

    def __init__(self, file: Path, library_file: Path | None = None) -> None:
        """Take a file of one of SUFFIXES; marks are kept in `library_file`, or in one named after the map's place."""
        self.file = file
        self._library_file = library_file
        self._skipped: tuple[Skipped, ...] = ()
        self._away = ""

    @property
    def root(self) -> Path:
        """The folder of the file: paths in it start there."""
        return self.file.absolute().parent

    @property
    def title(self) -> str:
        """The file's name, safe to show."""
        return printable(self.file.name)

    @property
    def method(self) -> str:
        """Tell that nothing was computed."""
        return "a map as it is"

    @property
    def silence(self) -> str:
        """Say that nothing can be heard because the map names no files; empty where it names some."""
        return "" if self._names_files() else f"no sound: {self.title} names no files, only places"

    def load(self) -> SoundMap:
        """Give the map. Raises CorpusError where the file holds none."""
        from tuimap.opened.points import sound_map

        points = self._read()
        if not len(points.x):
            reason = f": {points.skipped[0].path}, {points.skipped[0].reason}" if points.skipped else ""
            raise CorpusError(f"{printable(str(self.file))} holds no point{printable(reason)}", "Give it some rows")
        found = sound_map(points, self.root)
        self._skipped = points.skipped
        if points.paths is not None and not found.file(0).exists():
            self._away = (
                f"{printable(found.sounds[0].path)} is not in {printable(str(self.root))}: its paths start there"
            )
        return found

    def scattered(self) -> SoundMap | None:
        """Give None: the map is as it is."""
        return None

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the points that were left out."""
        return self._skipped

    def offline(self) -> str:
        """Say that the first sound is not where the map says; empty where it is, or the map names no files."""
        return self._away

    def marks(self) -> Mapping[SoundKey, SoundMarks]:
        """Give what the user has said of sounds, by where they lie."""
        if not self._keeping.has_library:
            return {}
        with self._keeping.library() as library:
            return {mark.key: mark.said for mark in library.marks() if mark.said}

    def change_marks(self, changes: Mapping[SoundKey, MarkChange]) -> Mapping[SoundKey, SoundMarks]:
        """Change what is said of sounds, and give what is said of all. Raises TuimapError."""
        for path in (key.path for key in changes):
            if PurePosixPath(path).is_absolute() or ".." in path.split("/"):
                raise CorpusError(f"{printable(path)} cannot be marked", "It has to lie below the folder of the map")
        self._keeping.change_marks(changes)
        return self.marks()

    def overview(self, sound: Sound) -> bytes:  # noqa: ARG002 (of the protocol)
        """Give the empty picture: nothing was read of the sounds."""
        return b""

    def descriptions(self) -> Descriptions:
        """Raise TuimapError: nothing is known of what the sounds are like."""
        raise TuimapError(
            f"{self.title} tells where sounds lie, not what they sound like",
            "Open their folder with tuimap to find what is similar",
        )

    @cached_property
    def _keeping(self) -> Collection:
        """The collection that stands for the map where marks are kept."""
        return Collection((self.file,), library_file=self._library_file)

    def _names_files(self) -> bool:
        """Tell whether there is a column, or an array, of paths; reads next to nothing."""
        if self.file.suffix.lower() == ".npz":
            from zipfile import BadZipFile, ZipFile

            with suppress(BadZipFile), ZipFile(self.file) as arrays:
                return "paths.npy" in arrays.namelist()
            return False
        with self.file.open("rb") as lines:
            heading = lines.readline(MOST_HEADING).lower()
        return any(name in heading for name in (b"path", b"file"))

    def _read(self) -> Points:
        from tuimap.opened.from_csv import read_csv
        from tuimap.opened.from_npz import read_npz

        try:
            return (read_npz if self.file.suffix.lower() == ".npz" else read_csv)(self.file)
        except OSError as error:
            raise CorpusError(f"{printable(str(self.file))} cannot be read: {error.strerror or error}") from error


class NoAnalysis:
    """An engine with nothing to do."""

    def __init__(self, opened: OpenedMap) -> None:
        self._opened = opened

    def messages(self) -> Iterator[Message]:
        """Say that it is done."""
        from tuimap.engine import Finished

        yield Finished(0, len(self._opened.skipped()))

    def cancel(self) -> None:
        """End what never ran."""


def is_map(path: Path) -> bool:
    """Tell whether a path names a map made elsewhere, by its suffix; a folder, or a pipe, never does."""
    return path.suffix.lower() in SUFFIXES and (path.is_file() or not path.exists())
