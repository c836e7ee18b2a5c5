"""The library: one SQLite file that keeps what was found out about a collection. This is its reading half.

Paths are stored as bytes relative to the collection's root, so that any file name fits and the file travels.
Vectors and coordinates are little-endian float32. Nothing in the file is executed or unpickled. A file that is missing
from the disk stays in the library for a while, marked as gone: nothing here tells of it but `known_files`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tuimap import library_rows as rows
from tuimap.errors import DamagedError
from tuimap.library_check import CHECKS
from tuimap.library_file import explained, open_to_read, patience
from tuimap.library_rows import RETRY, KnownFile, Mark, Model, Place, PlacedSound
from tuimap.sound import Skipped, Sound, SoundKey
from tuimap.sound_marks import SoundMarks

Row = TypeVar("Row")


class Library:
    """An open library; a context manager. What it gives is checked; DamagedError where it cannot be right."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        return open_to_read(self.path)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def _read(self, give: Callable[..., Row], query: str, *values: object) -> list[Row]:
        """Give what `give` makes of each row; it raises DamagedError where a value cannot be right."""
        with explained(self.path), patience(self._connection, self.path):
            return [give(*row) for row in self._connection.execute(query, values)]

    def examine(self, table: str) -> None:
        """Raise DamagedError where a row of a table is not right."""
        columns, _, check = CHECKS[table]
        with explained(self.path), patience(self._connection, self.path):
            for row in self._connection.execute(f"SELECT {columns} FROM {table}"):
                check(*row)

    def examine_map(self, map_key: str, recipe: str) -> None:
        """Raise DamagedError where tables and indexes do not fit together, so that sounds of a map would be missed."""
        (told, *_) = self._read(str, "PRAGMA integrity_check(1)")
        joined = "places JOIN sounds ON sounds.id = places.sound JOIN readings ON readings.sound = sounds.id"
        query = f"SELECT count(*) FROM {joined} {_PRESENT}"
        (n_sounds,) = self._read(rows.whole, f"{query} AND map = ? AND recipe = ?", map_key, recipe)
        if told != "ok" or n_sounds < self.count_places(map_key):
            with explained(self.path):
                raise DamagedError("some of its sounds cannot be found")

    def _stream(self, give: Callable[..., Row], query: str, *values: object) -> Iterator[Row]:
        """Give the same one by one."""
        with explained(self.path), patience(self._connection, self.path):
            for row in self._connection.execute(query, values):
                yield give(*row)

    def known_files(self) -> dict[str, KnownFile]:
        """Give what is remembered of each file, by path; of those that are gone, too."""
        query = "SELECT path, size, modified, needs, content, gone FROM files"
        return dict(self._read(lambda path, *row: (rows.path_of(path), rows.known_file(*row)), query))

    def holds_sounds(self) -> bool:
        """Tell whether sounds of any settings are known."""
        return bool(self._read(rows.whole, f"SELECT 1 FROM sounds {_PRESENT} LIMIT 1"))

    def count_sounds(self, recipe: str) -> int:
        """Give the number of sounds that a recipe has read: whole files or their slices, as its settings cut them."""
        query = f"SELECT count(*) FROM readings JOIN sounds ON sounds.id = sound {_PRESENT} AND recipe = ?"
        (count,) = self._read(rows.whole, query, recipe)
        return count

    def count_files(self, recipe: str) -> int:
        """Give the number of files of which a recipe has read the sounds."""
        query = f"SELECT count(DISTINCT file) FROM readings JOIN sounds ON sounds.id = sound {_PRESENT} AND recipe = ?"
        (count,) = self._read(rows.whole, query, recipe)
        return count

    def count_readable(self) -> int:
        """Give the number of files that are there and give sounds."""
        (count,) = self._read(rows.whole, "SELECT count(*) FROM files WHERE gone IS NULL AND reason IS NULL")
        return count

    def count_places(self, map_key: str) -> int:
        """Give the number of sounds that a map holds."""
        query = f"SELECT count(*) FROM places JOIN sounds ON sounds.id = places.sound {_PRESENT} AND map = ?"
        (count,) = self._read(rows.whole, query, map_key)
        return count

    def is_grid_of(self, grid: str, scattered: str) -> bool:
        """Tell whether a map holds the sounds of another one as they lie there, each in a cell of its own."""
        counted = (
            ("places WHERE map = ?", grid),
            ("places WHERE map = ?", scattered),
            ("(SELECT DISTINCT x, y FROM places WHERE map = ?)", grid),
            ("places AS a JOIN places AS b USING (sound, raw_x, raw_y) WHERE a.map = ? AND b.map = ?", grid, scattered),
        )
        counts = {self._read(rows.whole, f"SELECT count(*) FROM {what}", *maps)[0] for what, *maps in counted}
        return len(counts) == 1

    def made(self, map_key: str) -> int | None:
        """Give the second in which a map was made; None where there is none, or none that a version 2 has made."""
        made = self._read(rows.whole, "SELECT made FROM maps WHERE map = ?", map_key)
        return made[0] if made else None

    def finished_files(self, recipes: Sequence[str], reading: str) -> set[str]:
        """Give the paths of which each sound that `reading` found has a vector for each of `recipes`.

        Those known to be unreadable are among them; what other settings have made of a file does not count.
        """
        unreadable = self._read(rows.path_of, "SELECT path FROM files WHERE reason IS NOT NULL AND size != ?", RETRY)
        marks = ", ".join("?" * len(recipes))
        described = self._read(
            rows.path_of,
            f"SELECT path FROM files JOIN sounds ON sounds.file = files.id JOIN readings ON readings.sound = sounds.id "
            f"LEFT JOIN vectors ON vectors.sound = sounds.id AND vectors.recipe IN ({marks}) "
            f"WHERE readings.recipe = ? GROUP BY files.id HAVING count(vectors.recipe) = ? * count(DISTINCT sounds.id)",
            *recipes,
            reading,
            len(recipes),
        )
        return {*unreadable, *described}

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read, by path."""
        query = "SELECT path, reason FROM files WHERE reason IS NOT NULL AND gone IS NULL ORDER BY path"
        return tuple(self._read(rows.skipped, query))

    def content(self, path: str) -> bytes | None:
        """Give the digest of what a file holds; None where it is not known."""
        found = self._read(rows.content_of_row, "SELECT content FROM files WHERE path = ?", os.fsencode(path))
        return found[0] if found else None

    def sound_marks(self) -> dict[SoundKey, SoundMarks]:
        """Give what the user has said of the sounds that are there, by what they hold."""
        query = "SELECT files.path, start, duration, favourite, tags, note FROM files JOIN marks USING (content)"
        give = lambda path, start, duration, *said: (rows.sound_key(path, start, duration), rows.marks(*said))  # noqa: E731
        return {key: said for key, said in self._read(give, f"{query} WHERE gone IS NULL") if said}

    def marks(self) -> list[Mark]:
        """Give all that the user has said of sounds, whether they are there or not."""
        query = "SELECT content, start, duration, path, favourite, tags, note FROM marks ORDER BY content, start"
        return self._read(rows.mark, query)

    def model(self, recipe: str) -> Model | None:
        """Give a trained encoder, or None."""
        found = self._read(rows.model, "SELECT encoder, frames FROM models WHERE recipe = ?", recipe)
        return found[0] if found else None

    def losses(self, recipe: str) -> list[float]:
        """Give the course of a training; empty where there was none."""
        found = self._read(rows.losses, "SELECT losses FROM models WHERE recipe = ?", recipe)
        return found[0] if found else []

    def described(self, recipes: Sequence[str]) -> list[int]:
        """Give the ids of the sounds that have a vector for each of `recipes`, by path."""
        marks = ", ".join("?" * len(recipes))
        return self._read(
            rows.whole,
            f"SELECT sounds.id FROM sounds {_PRESENT} AND "
            f"(SELECT count(*) FROM vectors WHERE sound = sounds.id AND recipe IN ({marks})) = ? ORDER BY path, start",
            *recipes,
            len(recipes),
        )

    def rows(self, recipe: str) -> Iterator[tuple[int, bytes]]:
        """Go through the vectors of a recipe: ids of sounds and rows, in no order that means anything."""
        return self._stream(rows.vector, "SELECT sound, row FROM vectors WHERE recipe = ?", recipe)

    def places(self, map_key: str) -> dict[int, Place]:
        """Give where a map has its sounds, by their ids; in the order of their paths."""
        query = "SELECT sounds.id, raw_x, raw_y, x, y, cluster FROM places JOIN sounds ON sounds.id = places.sound "
        query += f"{_PRESENT} AND map = ? ORDER BY path, start"
        return dict(self._read(lambda sound, *row: (rows.whole(sound), rows.place_of(*row)), query, map_key))

    def cluster_names(self, map_key: str) -> dict[int, str]:
        """Give what the clusters of a map are called, by their numbers."""
        query = "SELECT cluster, name FROM clusters WHERE map = ? ORDER BY cluster"
        return dict(self._read(lambda number, name: (rows.cluster_number(number), rows.text(name)), query, map_key))

    def sounds(self, recipe: str) -> Iterator[tuple[int, Sound]]:
        """Go through the sounds as one recipe read them, with their ids, by path; their overviews are left out."""
        query = f"SELECT sounds.id, {_SOUND} {_PRESENT} AND recipe = ? ORDER BY path, start"
        return self._stream(lambda sound, *row: (rows.whole(sound), rows.sound(*row)), query, recipe)

    def placed_sounds(self, map_key: str, recipe: str) -> Iterator[PlacedSound]:
        """Go through the sounds of a map, by path; overviews are left out.

        Raises DamagedError at the end where some of them were not found.
        """
        joined = f"{_SOUND} JOIN places ON places.sound = sounds.id"
        query = f"SELECT x, y, cluster, {joined} {_PRESENT} AND map = ? AND recipe = ?"
        give = lambda x, y, cluster, *row: PlacedSound(rows.sound(*row), *rows.place(x, y), rows.cluster(cluster))  # noqa: E731
        n_sounds = 0
        for each in self._stream(give, f"{query} ORDER BY path, start", map_key, recipe):
            n_sounds += 1
            yield each
        if n_sounds < self.count_places(map_key):
            with explained(self.path):
                raise DamagedError("some of its sounds cannot be found")

    def overview(self, recipe: str, sound: Sound) -> bytes:
        """Give the waveform picture that a recipe made of a sound; empty where there is none."""
        found = self._read(
            rows.overview,
            "SELECT overview FROM files JOIN sounds ON sounds.file = files.id "
            "JOIN readings ON readings.sound = sounds.id WHERE path = ? AND start = ? AND recipe = ?",
            os.fsencode(sound.path),
            sound.start,
            recipe,
        )
        return found[0] if found else b""


_PRESENT = "JOIN files ON files.id = sounds.file WHERE gone IS NULL AND reason IS NULL"

_SOUND = (
    "path, start, duration, slice, sample_rate, channels, encoding, level, note, described, "
    "centroid, loudness, pitch, confidence, flatness FROM sounds JOIN readings ON readings.sound = sounds.id"
)
