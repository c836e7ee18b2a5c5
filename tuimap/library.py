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

from tuimap.corpus.scan import FoundFile
from tuimap.errors import LibraryError
from tuimap.safe import printable
from tuimap.sound import Skipped, Sound

APPLICATION_ID = 0x74756D70
"""`tump`: marks the SQLite file as ours."""

VERSION = 1
"""Of the tables below; a library from a newer one is refused."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    reason TEXT, needs TEXT
);
CREATE TABLE IF NOT EXISTS sounds (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    start REAL NOT NULL, duration REAL NOT NULL, sample_rate INTEGER NOT NULL, channels INTEGER NOT NULL,
    encoding TEXT NOT NULL, level REAL NOT NULL, overview BLOB NOT NULL, note TEXT NOT NULL, described REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sounds_of_file ON sounds (file);
CREATE TABLE IF NOT EXISTS vectors (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE, row BLOB NOT NULL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS models (recipe TEXT PRIMARY KEY, encoder BLOB NOT NULL, losses TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
    map TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    raw_x REAL NOT NULL, raw_y REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL,
    PRIMARY KEY (map, sound)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS vectors_of_sound ON vectors (sound);
CREATE INDEX IF NOT EXISTS places_of_sound ON places (sound);
"""

_SOUND_COLUMNS = (
    "files.path, start, duration, sample_rate, channels, encoding, level, overview, note, described"
)


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
        self._writable = writable
        self._connection = self._open()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._writable:
            _make_folder(self.path.parent)
        with _explained(self.path):
            mode = "rwc" if self._writable else "ro"
            connection = sqlite3.connect(f"{_uri(self.path)}?mode={mode}", uri=True, timeout=10, isolation_level=None)
            _check_identity(connection, self.path)
            connection.execute("PRAGMA foreign_keys = ON")
            if self._writable:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                _make_tables(connection)
        return connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with _explained(self.path):
            return self._connection.execute(query, values).fetchall()

    def known_files(self) -> dict[str, tuple[int, int, str | None]]:
        """Give size, time of change and what is missing to read it, for each file by path."""
        rows = self._rows("SELECT path, size, modified, needs FROM files")
        return {os.fsdecode(path): (size, modified, needs) for path, size, modified, needs in rows}  # type: ignore[arg-type, misc]

    def count_sounds(self) -> int:
        """Give the number of sounds."""
        return int(self._rows("SELECT count(*) FROM sounds")[0][0])  # type: ignore[call-overload]

    def count_places(self, map_key: str) -> int:
        """Give the number of sounds that a map holds."""
        return int(self._rows("SELECT count(*) FROM places WHERE map = ?", map_key)[0][0])  # type: ignore[call-overload]

    def described_files(self, recipes: Sequence[str]) -> set[str]:
        """Give the paths whose sounds have a vector for each of `recipes`, and those known to be unreadable."""
        query = "SELECT path FROM files WHERE reason IS NOT NULL"
        paths = {os.fsdecode(path) for (path,) in self._rows(query)}  # type: ignore[arg-type]
        marks = ", ".join("?" * len(recipes))
        complete = self._rows(
            f"SELECT path FROM files JOIN sounds ON sounds.file = files.id JOIN vectors ON vectors.sound = sounds.id "
            f"WHERE recipe IN ({marks}) GROUP BY sounds.id HAVING count(*) = ?",
            *recipes,
            len(recipes),
        )
        return paths | {os.fsdecode(path) for (path,) in complete}  # type: ignore[arg-type]

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
                connection.execute("INSERT INTO files (path, size, modified, reason, needs) VALUES (?, ?, ?, ?, ?)", values)

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read, by path."""
        rows = self._rows("SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path")
        return tuple(Skipped(os.fsdecode(path), str(reason)) for path, reason in rows)  # type: ignore[arg-type]

    def store_model(self, recipe: str, encoder: bytes, losses: Sequence[float]) -> None:
        """Keep a trained encoder and the course of its training."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO models VALUES (?, ?, ?)", (recipe, encoder, json.dumps(losses)))

    def model(self, recipe: str) -> bytes | None:
        """Give a trained encoder, or None."""
        rows = self._rows("SELECT encoder FROM models WHERE recipe = ?", recipe)
        return bytes(rows[0][0]) if rows else None  # type: ignore[arg-type]

    def losses(self, recipe: str) -> list[float]:
        """Give the course of a training; empty where there was none."""
        rows = self._rows("SELECT losses FROM models WHERE recipe = ?", recipe)
        return [float(loss) for loss in json.loads(rows[0][0])] if rows else []  # type: ignore[arg-type]

    def vectors(self, recipes: Sequence[str]) -> tuple[list[int], list[list[bytes]]]:
        """Give the ids of all sounds, by path, and for each recipe their vectors in the same order.

        A recipe's bytes are empty for a sound that has none.
        """
        ids = self._rows("SELECT sounds.id FROM sounds JOIN files ON files.id = sounds.file ORDER BY path, start")
        order = [int(row[0]) for row in ids]  # type: ignore[call-overload]
        columns = []
        for recipe in recipes:
            found = dict(self._rows("SELECT sound, row FROM vectors WHERE recipe = ?", recipe))  # type: ignore[arg-type]
            columns.append([bytes(found.get(sound, b"")) for sound in order])
        return order, columns

    def raw_places(self, map_key: str) -> dict[int, tuple[float, float]]:
        """Give a map's raw coordinates by sound id: where a later map may start from."""
        rows = self._rows("SELECT sound, raw_x, raw_y FROM places WHERE map = ?", map_key)
        return {sound: (x, y) for sound, x, y in rows}  # type: ignore[misc]

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
        return [(Sound(os.fsdecode(row[0]), *row[1:-2]), row[-2], row[-1]) for row in rows]  # type: ignore[arg-type, misc]


def _upsert_sound(connection: sqlite3.Connection, file: FoundFile, sound: Sound) -> int:
    path = os.fsencode(file.path)
    known = connection.execute(
        "SELECT sounds.id FROM files JOIN sounds ON sounds.file = files.id WHERE path = ? AND size = ? AND modified = ?",
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


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours or from a newer tuimap, before anything is written."""
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if identity != APPLICATION_ID and n_tables:
        raise LibraryError(f"{printable(str(path))} is not a tuimap library", "Name another file with --library")
    if version > VERSION:
        raise LibraryError(f"{printable(str(path))} was made by a newer tuimap", "Update tuimap, or use another --library")


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a new library; two programs may do so at once."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        identity = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {identity} COMMIT;")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{printable(str(folder))}: the library's folder cannot be made: {error.strerror}", _ELSEWHERE
        ) from error


_ELSEWHERE = "Name a place that can be written with --library FILE"


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line with the mend."""
    name = printable(str(path))
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise LibraryError(f"{name}: another program is writing to the library", "Try again in a moment") from error
        raise LibraryError(f"{name}: the library cannot be used: {error}", _ELSEWHERE) from error
    except sqlite3.DatabaseError as error:
        mend = "Name another file with --library; a damaged library can be deleted and is made anew"
        raise LibraryError(f"{name}: not a tuimap library, or damaged: {error}", mend) from error


def _uri(path: Path) -> str:
    from urllib.parse import quote

    return "file:" + quote(os.fsencode(path.absolute()))


def exists(path: Path) -> bool:
    """Tell whether there is a library to read."""
    return path.is_file() and path.stat().st_size > 0


