"""The library: one SQLite file that keeps what was found out about a collection.

Paths are stored as bytes relative to the collection's root, so that any file name fits and the file travels.
Vectors and coordinates are little-endian float32. Nothing in the file is executed or unpickled.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tuimap.corpus.scan import FoundFile
from tuimap.library_file import connect, explained
from tuimap.sound import Skipped, Sound

_SOUND_COLUMNS = "files.path, start, duration, sample_rate, channels, encoding, level, overview, note, described"


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A sound just described, with its vectors by recipe."""

    file: FoundFile
    sound: Sound
    vectors: dict[str, bytes]


class Library:
    """An open library; a context manager. Every method that writes is one transaction."""

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        self.path = path
        self._connection = connect(path, writable=writable)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with explained(self.path):
            return self._connection.execute(query, values).fetchall()

    def known_files(self) -> dict[str, tuple[int, int, str | None]]:
        """Give size, time of change and what is missing to read it, for each file by path."""
        rows = self._rows("SELECT path, size, modified, needs FROM files")
        return {os.fsdecode(path): (size, modified, needs) for path, size, modified, needs in rows}

    def count_sounds(self) -> int:
        """Give the number of sounds."""
        ((count,),) = self._rows("SELECT count(*) FROM sounds")
        return int(count)

    def count_places(self, map_key: str) -> int:
        """Give the number of sounds that a map holds."""
        ((count,),) = self._rows("SELECT count(*) FROM places WHERE map = ?", map_key)
        return int(count)

    def described_files(self, recipes: Sequence[str]) -> set[str]:
        """Give the paths whose sounds have a vector for each of `recipes`, and those known to be unreadable."""
        query = "SELECT path FROM files WHERE reason IS NOT NULL"
        paths = {os.fsdecode(path) for (path,) in self._rows(query)}
        marks = ", ".join("?" * len(recipes))
        complete = self._rows(
            f"SELECT path FROM files JOIN sounds ON sounds.file = files.id JOIN vectors ON vectors.sound = sounds.id "
            f"WHERE recipe IN ({marks}) GROUP BY sounds.id HAVING count(*) = ?",
            *recipes,
            len(recipes),
        )
        return paths | {os.fsdecode(path) for (path,) in complete}

    def remove_files(self, paths: Iterable[str]) -> None:
        """Forget files, their sounds, vectors and places."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM files WHERE path = ?", ((os.fsencode(path),) for path in paths))

    def store_sounds(self, described: Iterable[StoredSound]) -> None:
        """Keep sounds and their vectors; what was known of a changed file is replaced."""
        with self._transaction() as connection:
            for stored in described:
                sound_id = _upsert_sound(connection, stored.file, stored.sound)
                rows = [(recipe, sound_id, row) for recipe, row in stored.vectors.items()]
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def store_skipped(self, files: Iterable[tuple[FoundFile, str, str | None]]) -> None:
        """Keep why files gave no sound: (file, reason, the program that could read it)."""
        with self._transaction() as connection:
            for file, reason, needs in files:
                connection.execute("DELETE FROM files WHERE path = ?", (os.fsencode(file.path),))
                values = (os.fsencode(file.path), file.size, file.modified, reason, needs)
                connection.execute(
                    "INSERT INTO files (path, size, modified, reason, needs) VALUES (?, ?, ?, ?, ?)", values
                )

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read, by path."""
        rows = self._rows("SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path")
        return tuple(Skipped(os.fsdecode(path), str(reason)) for path, reason in rows)

    def store_model(self, recipe: str, encoder: bytes, losses: Sequence[float]) -> None:
        """Keep a trained encoder and the course of its training."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO models VALUES (?, ?, ?)", (recipe, encoder, json.dumps(losses)))

    def model(self, recipe: str) -> bytes | None:
        """Give a trained encoder, or None."""
        rows = self._rows("SELECT encoder FROM models WHERE recipe = ?", recipe)
        return bytes(rows[0][0]) if rows else None

    def losses(self, recipe: str) -> list[float]:
        """Give the course of a training; empty where there was none."""
        rows = self._rows("SELECT losses FROM models WHERE recipe = ?", recipe)
        return [float(loss) for loss in json.loads(rows[0][0])] if rows else []

    def vectors(self, recipes: Sequence[str]) -> tuple[list[int], list[list[bytes]]]:
        """Give the ids of all sounds, by path, and for each recipe their vectors in the same order.

        A recipe's bytes are empty for a sound that has none.
        """
        ids = self._rows("SELECT sounds.id FROM sounds JOIN files ON files.id = sounds.file ORDER BY path, start")
        order = [int(sound) for (sound,) in ids]
        columns = []
        for recipe in recipes:
            found: dict[int, bytes] = dict(self._rows("SELECT sound, row FROM vectors WHERE recipe = ?", recipe))
            columns.append([bytes(found.get(sound, b"")) for sound in order])
        return order, columns

    def raw_places(self, map_key: str) -> dict[int, tuple[float, float]]:
        """Give a map's raw coordinates by sound id: where a later map may start from."""
        rows = self._rows("SELECT sound, raw_x, raw_y FROM places WHERE map = ?", map_key)
        return {sound: (x, y) for sound, x, y in rows}

    def store_places(self, map_key: str, rows: Iterable[tuple[int, float, float, float, float]]) -> None:
        """Replace a map: (sound id, raw x, raw y, x, y) for each sound."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM places WHERE map = ?", (map_key,))
            values = ((map_key, *row) for row in rows)
            connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)", values)

    def placed_sounds(self, map_key: str) -> list[tuple[Sound, float, float]]:
        """Give the sounds of a map with their place in the unit square, by path."""
        rows = self._rows(
            f"SELECT {_SOUND_COLUMNS}, x, y FROM places JOIN sounds ON sounds.id = places.sound "
            "JOIN files ON files.id = sounds.file WHERE map = ? ORDER BY path, start",
            map_key,
        )
        return [(Sound(os.fsdecode(row[0]), *row[1:-2]), row[-2], row[-1]) for row in rows]


def _upsert_sound(connection: sqlite3.Connection, file: FoundFile, sound: Sound) -> int:
    path = os.fsencode(file.path)
    known = connection.execute(
        "SELECT sounds.id FROM files JOIN sounds ON sounds.file = files.id "
        "WHERE path = ? AND size = ? AND modified = ?",
        (path, file.size, file.modified),
    ).fetchone()
    values = (
        sound.start, sound.duration, sound.sample_rate, sound.channels, sound.encoding, sound.level,
        sound.overview, sound.note, sound.described,
    )  # fmt: skip
    if known:
        return int(known[0])
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    file_row = connection.execute(
        "INSERT INTO files (path, size, modified) VALUES (?, ?, ?)", (path, file.size, file.modified)
    )
    sound_row = connection.execute(
        "INSERT INTO sounds (file, start, duration, sample_rate, channels, encoding, level, overview, note, described) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (file_row.lastrowid, *values),
    )
    assert sound_row.lastrowid is not None
    return sound_row.lastrowid


def exists(path: Path) -> bool:
    """Tell whether there is a library to read."""
    return path.is_file() and path.stat().st_size > 0
