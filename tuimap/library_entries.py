"""What is written of one file, its sounds and marks: statements within a transaction of the library's writing half."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tuimap.corpus.scan import FoundFile
from tuimap.errors import DamagedError, LibraryError
from tuimap.library_rows import RETRY, Mark, mark, marks
from tuimap.safe import printable
from tuimap.sound import Sound, SoundKey
from tuimap.sound_marks import NOTHING, MarkChange, SoundMarks


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A sound just described."""

    file: FoundFile
    sound: Sound
    reading: str
    """The recipe by which level, overview, note and length were read."""
    vectors: dict[str, bytes]
    """By recipe."""
    content: bytes | None = None
    """The digest of the file; None where that is not known."""


@dataclass(frozen=True, slots=True)
class StoredSkip:
    """A file that gave no sound."""

    file: FoundFile
    reason: str
    needs: str = ""
    """A program that could read it."""
    may_pass: bool = False
    """Whether the next run should try it again."""


class StoredPlace(NamedTuple):
    """Where a sound lies on a map."""

    sound: int
    """Its id."""
    raw_x: float
    raw_y: float
    x: float
    y: float
    cluster: int | None = None


def row_of_mark(mark: Mark) -> tuple[bytes, float, float, bytes, int, str, str]:
    """Give a mark as the library's table holds it."""
    (path, start, duration), said = mark.key, mark.said
    tags = " ".join(sorted(said.tags))
    return mark.content, start, duration, os.fsencode(path), int(said.favourite), tags, said.note


STORE_MARK = "INSERT OR {} INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)"
"""For a row of that; what becomes of an older one is to be said: REPLACE or IGNORE."""


def change_mark(connection: sqlite3.Connection, content: bytes, key: SoundKey, change: MarkChange) -> SoundMarks:
    """Change what is said of a sound as it stands now, and give what stands then; nothing said leaves no row.

    Raises LibraryError where that could not be read again.
    """
    of_it = "content = ? AND start = ? AND duration = ?"
    place = (content, key.start, key.duration)
    row = connection.execute(f"SELECT favourite, tags, note FROM marks WHERE {of_it}", place).fetchone()
    said = change.applied(marks(*row) if row else NOTHING)
    if said:
        changed = row_of_mark(Mark(content, key, said))
        try:
            mark(*changed)
        except DamagedError as error:
            reason = f"{printable(key.path)}: these tags or this note cannot be kept"
            raise LibraryError(reason, "Use fewer or shorter ones") from error
        connection.execute(STORE_MARK.format("REPLACE"), changed)
    else:
        connection.execute(f"DELETE FROM marks WHERE {of_it}", place)
    return said


def store_file(connection: sqlite3.Connection, stored: Sequence[StoredSound]) -> None:
    """Keep all sounds that a recipe has read in a file."""
    file, recipe = _number_of_file(connection, stored[0]), stored[0].reading
    numbers = _numbers_of(connection, file, [each.sound for each in stored])
    query = "SELECT sound FROM readings JOIN sounds ON sounds.id = sound WHERE file = ? AND recipe = ?"
    former = {number for (number,) in connection.execute(query, (file, recipe))}
    for number in former.difference(numbers):
        _forget_reading(connection, number, recipe)
    for number, each in zip(numbers, stored, strict=True):
        sound = each.sound
        reading = (recipe, number, sound.level, sound.overview, sound.note, sound.described, *sound.traits)
        marks = ", ".join("?" * len(reading))
        connection.execute(f"INSERT OR REPLACE INTO readings VALUES ({marks})", reading)
        rows = [(recipe, number, row) for recipe, row in each.vectors.items()]
        connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)


def _number_of_file(connection: sqlite3.Connection, stored: StoredSound) -> int:
    """Give the id of a file; one that is new or has changed gets a new one, and keeps its marks."""
    file, path = stored.file, os.fsencode(stored.file.path)
    known = connection.execute(
        "SELECT id, content FROM files WHERE path = ? AND size IN (?, ?) AND modified = ? "
        "AND EXISTS (SELECT 1 FROM sounds WHERE file = files.id)",
        (path, file.size, RETRY, file.modified),
    ).fetchone()
    if known and (known[1] == stored.content or None in (known[1], stored.content)):
        query = "UPDATE files SET size = ?, content = ifnull(content, ?), gone = NULL, reason = NULL WHERE path = ?"
        connection.execute(query, (file.size, stored.content, path))
        return int(known[0])
    connection.execute(
        "INSERT OR IGNORE INTO marks "
        "SELECT ?, start, duration, marks.path, favourite, tags, note FROM marks JOIN files USING (content) "
        "WHERE files.path = ? AND ? NOT NULL",
        (stored.content, path, stored.content),
    )
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    inserted = connection.execute(
        "INSERT INTO files (path, size, modified, content) VALUES (?, ?, ?, ?)",
        (path, file.size, file.modified, stored.content),
    )
    return int(inserted.lastrowid or 0)


def _numbers_of(connection: sqlite3.Connection, file: int, sounds: Iterable[Sound]) -> list[int]:
    """Give the ids of sounds of a file: the whole, or slices by start and length; those that are new are added."""
    rows = connection.execute("SELECT slice, start, duration, id FROM sounds WHERE file = ? ORDER BY id DESC", (file,))
    known = {(part, start, duration if part else 0.0): number for part, start, duration, number in rows}
    query = f"INSERT INTO sounds (file, {_OF_A_FILE}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    numbers = []
    for sound in sounds:
        key = (sound.slice, sound.start, sound.duration if sound.slice else 0.0)
        if key not in known:
            values = (sound.start, sound.duration, sound.slice, sound.sample_rate, sound.channels, sound.encoding)
            known[key] = int(connection.execute(query, (file, *values)).lastrowid or 0)
        numbers.append(known[key])
    return numbers


def _forget_reading(connection: sqlite3.Connection, sound: int, recipe: str) -> None:
    """Forget what a recipe has read of a sound, with its places on maps; without another reading also the sound."""
    connection.execute("DELETE FROM readings WHERE sound = ? AND recipe = ?", (sound, recipe))
    connection.execute("DELETE FROM vectors WHERE sound = ? AND recipe = ?", (sound, recipe))
    connection.execute("DELETE FROM places WHERE sound = ? AND instr(map, ?)", (sound, recipe))
    query = "DELETE FROM sounds WHERE id = ? AND id NOT IN (SELECT sound FROM readings)"
    connection.execute(query, (sound,))


def file_numbers(connection: sqlite3.Connection, paths: set[str]) -> dict[str, int]:
    """Give the ids of those files that are there; DamagedError where the index misses one."""
    query = "SELECT id FROM files WHERE path = ?"
    found = {path: connection.execute(query, (os.fsencode(path),)).fetchone() for path in paths}
    missed = {os.fsencode(path) for path, row in found.items() if row is None}
    if missed and any(path in missed for (path,) in connection.execute("SELECT path FROM files NOT INDEXED")):
        raise DamagedError("the index of its files leads astray")
    return {path: int(row[0]) for path, row in found.items() if row is not None}


def set_reason(connection: sqlite3.Connection, path: bytes, skip: StoredSkip) -> bool:
    """Say why a file with sounds gives none now, and keep them for when it is back; False where it has none."""
    query = (
        "UPDATE files SET size = ?, reason = ? WHERE path = ? AND size IN (?, ?) AND modified = ? "
        "AND EXISTS (SELECT 1 FROM sounds WHERE file = files.id)"
    )
    return connection.execute(query, (RETRY, skip.reason, path, skip.file.size, RETRY, skip.file.modified)).rowcount > 0


def copy_file(connection: sqlite3.Connection, source: int, file: FoundFile) -> None:
    """Add a file that holds what a known one holds: its sounds, what is known of them, and their places."""
    values = (os.fsencode(file.path), file.size, file.modified, source)
    inserted = connection.execute(
        "INSERT INTO files (path, size, modified, content) SELECT ?, ?, ?, content FROM files WHERE id = ?", values
    )
    for (sound,) in connection.execute("SELECT id FROM sounds WHERE file = ?", (source,)).fetchall():
        copy = connection.execute(
            f"INSERT INTO sounds (file, {_OF_A_FILE}) SELECT ?, {_OF_A_FILE} FROM sounds WHERE id = ?",
            (inserted.lastrowid, sound),
        )
        for table, key, rest in _OF_A_SOUND:
            query = f"INSERT INTO {table} SELECT {key}, ?, {rest} FROM {table} WHERE sound = ?"
            connection.execute(query, (copy.lastrowid, sound))


_OF_A_FILE = "start, duration, slice, sample_rate, channels, encoding"

_OF_A_SOUND = (
    ("readings", "recipe", "level, overview, note, described, centroid, loudness, pitch, confidence, flatness"),
    ("vectors", "recipe", "row"),
    ("places", "map", "raw_x, raw_y, x, y, cluster"),
)
