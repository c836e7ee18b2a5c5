"""The writing half of the library."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tuimap.corpus.scan import FoundFile
from tuimap.library import RETRY, Library
from tuimap.library_file import explained, open_to_write
from tuimap.sound import Sound


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A sound just described."""

    file: FoundFile
    sound: Sound
    reading: str
    """The recipe by which level, overview, note and length were read."""
    vectors: dict[str, bytes]
    """By recipe."""


@dataclass(frozen=True, slots=True)
class StoredSkip:
    """A file that gave no sound."""

    file: FoundFile
    reason: str
    needs: str = ""
    """A program that could read it."""
    may_pass: bool = False
    """Whether the next run should try it again."""


class LibraryWriter(Library):
    """A library open to write; made where there is none. Every method that writes is one transaction."""

    def _open(self) -> sqlite3.Connection:
        return open_to_write(self.path)

    def __enter__(self) -> LibraryWriter:
        return self

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back by itself
                    self._connection.execute("ROLLBACK")
                raise

    def remove_files(self, paths: Iterable[str]) -> None:
        """Forget files, their sounds, vectors and places."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM files WHERE path = ?", ((os.fsencode(path),) for path in paths))

    def remove_vectors(self, recipe: str, sounds: Iterable[int] | None = None) -> None:
        """Forget the vectors of a recipe, of some sounds or of all."""
        with self._transaction() as connection:
            if sounds is None:
                connection.execute("DELETE FROM vectors WHERE recipe = ?", (recipe,))
            else:
                rows = ((recipe, sound) for sound in sounds)
                connection.executemany("DELETE FROM vectors WHERE recipe = ? AND sound = ?", rows)

    def store_sounds(self, described: Iterable[StoredSound]) -> None:
        """Keep sounds and their vectors; what was known of a changed file is replaced."""
        with self._transaction() as connection:
            for stored in described:
                number = _number_of(connection, stored.file, stored.sound)
                sound = stored.sound
                reading = (stored.reading, number, sound.level, sound.overview, sound.note, sound.described)
                connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?)", reading)
                rows = [(recipe, number, row) for recipe, row in stored.vectors.items()]
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def store_skipped(self, skips: Iterable[StoredSkip]) -> None:
        """Keep why files gave no sound."""
        with self._transaction() as connection:
            for skip in skips:
                path = os.fsencode(skip.file.path)
                size = RETRY if skip.may_pass else skip.file.size
                connection.execute("DELETE FROM files WHERE path = ?", (path,))
                connection.execute(
                    "INSERT INTO files (path, size, modified, reason, needs) VALUES (?, ?, ?, ?, ?)",
                    (path, size, skip.file.modified, skip.reason, skip.needs or None),
                )

    def store_model(self, recipe: str, encoder: bytes, losses: Sequence[float], frames: int) -> None:
        """Keep a trained encoder, the course of its training, and how many frames there were for it."""
        with self._transaction() as connection:
            values = (recipe, encoder, json.dumps(losses), frames)
            connection.execute("INSERT OR REPLACE INTO models VALUES (?, ?, ?, ?)", values)

    def remove_model(self, recipe: str) -> None:
        """Forget an encoder and everything it said."""
        self.remove_vectors(recipe)
        with self._transaction() as connection:
            connection.execute("DELETE FROM models WHERE recipe = ?", (recipe,))

    def store_places(self, map_key: str, rows: Iterable[tuple[int, float, float, float, float]]) -> None:
        """Replace a map: (sound id, raw x, raw y, x, y) for each sound."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM places WHERE map = ?", (map_key,))
            values = ((map_key, *row) for row in rows)
            connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)", values)


def _number_of(connection: sqlite3.Connection, file: FoundFile, sound: Sound) -> int:
    """Give the id of a file's sound; a file that is new or has changed gets a new one."""
    path = os.fsencode(file.path)
    known = connection.execute(
        "SELECT sounds.id FROM files JOIN sounds ON sounds.file = files.id "
        "WHERE path = ? AND size = ? AND modified = ? AND start = ?",
        (path, file.size, file.modified, sound.start),
    ).fetchone()
    if known:
        return int(known[0])
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    inserted = connection.execute(
        "INSERT INTO files (path, size, modified) VALUES (?, ?, ?)", (path, file.size, file.modified)
    )
    values = (inserted.lastrowid, sound.start, sound.duration, sound.sample_rate, sound.channels, sound.encoding)
    row = connection.execute(
        "INSERT INTO sounds (file, start, duration, sample_rate, channels, encoding) VALUES (?, ?, ?, ?, ?, ?)", values
    )
    return int(row.lastrowid or 0)
