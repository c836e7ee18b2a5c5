"""The writing half of the library."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Self

from tuimap.corpus.scan import FoundFile
from tuimap.errors import LibraryError
from tuimap.library import Library
from tuimap.library_entries import (
    STORE_MARK,
    StoredPlace,
    StoredSkip,
    StoredSound,
    change_mark,
    copy_file,
    file_numbers,
    row_of_mark,
    set_reason,
    store_file,
)
from tuimap.library_file import explained, open_to_write
from tuimap.library_rows import MOST_TEXT, RETRY, whole
from tuimap.marks import read_copy, write_copy
from tuimap.safe import printable
from tuimap.settings import GONE_DAYS
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange, SoundMarks

_DAY = 24 * 3600


class LibraryWriter(Library):
    """A library open to write; made where there is none. Every method that writes is one transaction."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._restore_marks()
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> sqlite3.Connection:
        return open_to_write(self.path)

    def __enter__(self) -> Self:
        return self

    def _restore_marks(self) -> None:
        """Take the marks from the copy where there are none: the library is new, or was deleted."""
        if not self._count_marks() and (copied := read_copy(self.path)):
            with self._transaction() as connection:
                connection.executemany(STORE_MARK.format("IGNORE"), map(row_of_mark, copied))

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

    def mark_gone(self, paths: Iterable[str], now: int) -> None:
        """Take files that are missing off the map, and forget those that have been missing for GONE_DAYS."""
        with self._transaction() as connection:
            rows = ((now, os.fsencode(path)) for path in paths)
            connection.executemany("UPDATE files SET gone = ? WHERE path = ? AND gone IS NULL", rows)
            connection.execute("DELETE FROM files WHERE gone < ?", (now - GONE_DAYS * _DAY,))

    def mark_returned(self, paths: Iterable[str]) -> None:
        """Put files that were missing back where they were."""
        with self._transaction() as connection:
            rows = ((os.fsencode(path),) for path in paths)
            connection.executemany("UPDATE files SET gone = NULL WHERE path = ?", rows)

    def recognise(self, moved: Mapping[str, FoundFile], copied: Mapping[FoundFile, str]) -> None:
        """Follow files to new names or times, by the path known so far; add files that hold what another one holds.

        `copied` names for each new file one whose row says what it holds, by its path before anything moved.
        What another tuimap has moved or forgotten meanwhile is passed over.
        """
        with self._transaction() as connection:
            numbers = file_numbers(connection, {*moved, *copied.values()})
            moved = {path: file for path, file in moved.items() if path in numbers}
            copied = {file: path for file, path in copied.items() if path in numbers}
            aside = [(b"/%d" % numbers[path], numbers[path]) for path in moved]  # no file has such a path
            connection.executemany("UPDATE files SET path = ? WHERE id = ?", aside)
            targets = ((os.fsencode(file.path),) for file in (*moved.values(), *copied))
            connection.executemany("DELETE FROM files WHERE path = ?", targets)
            places = [(os.fsencode(file.path), file.size, file.modified, numbers[path]) for path, file in moved.items()]
            query = "UPDATE files SET path = ?, size = ?, modified = ?, gone = NULL, reason = NULL WHERE id = ?"
            connection.executemany(query, places)
            known = [(os.fsencode(file.path), numbers[path]) for path, file in moved.items()]
            query = "UPDATE marks SET path = ? WHERE content = (SELECT content FROM files WHERE id = ?)"
            connection.executemany(query, known)
            for file, source in copied.items():
                copy_file(connection, numbers[source], file)

    def change_marks(self, changes: Iterable[tuple[SoundKey, bytes, MarkChange]]) -> dict[SoundKey, SoundMarks]:
        """Change what the user says of sounds, by the digest of what their files hold, here and in the copy.

        All of it or nothing; once done, it outlives a power cut. Gives what stands then. Raises LibraryError.
        """
        self._connection.execute("PRAGMA synchronous = FULL")
        said = {}
        with self._transaction() as connection:
            for key, content, change in changes:
                said[key] = change_mark(connection, content, key, change)
                query = "UPDATE files SET content = ? WHERE path = ? AND content IS NULL"
                connection.execute(query, (content, os.fsencode(key.path)))
            problem = self._copy_marks()
        if problem is not None:
            raise problem
        return said

    def _copy_marks(self) -> LibraryError | None:
        """Write the copy, within the transaction that changes marks, so that no other program's change misses there.

        Gives what went wrong: no reason to lose what the library itself can keep.
        """
        marks = self.marks()
        try:
            write_copy(self.path, marks)
        except LibraryError as error:
            return error
        return None

    def remove_vectors(self, recipe: str, sounds: Iterable[int] | None = None) -> None:
        """Forget the vectors of a recipe, of some sounds or of all."""
        with self._transaction() as connection:
            if sounds is None:
                connection.execute("DELETE FROM vectors WHERE recipe = ?", (recipe,))
            else:
                rows = ((recipe, sound) for sound in sounds)
                connection.executemany("DELETE FROM vectors WHERE recipe = ? AND sound = ?", rows)

    def store_sounds(self, described: Iterable[StoredSound]) -> None:
        """Keep sounds and their vectors; all sounds that a recipe has read in a file come one after the other.

        What was known of a changed file is replaced, and its marks are taken over; so are other sounds that the same
        recipe once found in the file.
        """
        problem = None
        with self._transaction() as connection:
            n_marks = self._count_marks()
            for _, sounds in groupby(described, lambda stored: (stored.file, stored.reading)):
                store_file(connection, list(sounds))
            if self._count_marks() != n_marks:
                problem = self._copy_marks()
        if problem is not None:
            raise problem

    def _count_marks(self) -> int:
        (count,) = self._read(whole, "SELECT count(*) FROM marks")
        return count

    def store_skipped(self, skips: Iterable[StoredSkip]) -> None:
        """Keep why files gave no sound; where that may pass, also what was known of a file that has not changed."""
        with self._transaction() as connection:
            for skip in (replace(skip, reason=printable(skip.reason)[:MOST_TEXT]) for skip in skips):
                path = os.fsencode(skip.file.path)
                if skip.may_pass and set_reason(connection, path, skip):
                    continue
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

    def remove_reading(self, recipe: str) -> None:
        """Forget what a recipe has read of all sounds, and the sounds, such as slices, that it alone has found."""
        self.remove_vectors(recipe)
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM sounds WHERE id IN (SELECT sound FROM readings WHERE recipe = ?) "
                "AND id NOT IN (SELECT sound FROM readings WHERE recipe != ?)",
                (recipe, recipe),
            )
            connection.execute("DELETE FROM readings WHERE recipe = ?", (recipe,))

    def store_places(self, map_key: str, places: Iterable[StoredPlace], clusters: Mapping[int, str]) -> None:
        """Replace a map: the places of its sounds, and the names of its clusters."""
        with self._transaction() as connection:
            for table in ("places", "clusters"):
                connection.execute(f"DELETE FROM {table} WHERE map = ?", (map_key,))
            values = ((map_key, *place, place.sound) for place in places)
            query = "INSERT INTO places SELECT ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM sounds WHERE id = ?)"
            connection.executemany(query, values)  # another tuimap may have forgotten some meanwhile
            named = ((map_key, number, name) for number, name in clusters.items())
            connection.executemany("INSERT INTO clusters VALUES (?, ?, ?)", named)
            connection.execute("INSERT OR REPLACE INTO maps VALUES (?, ?)", (map_key, int(time.time())))
