"""The library's file: opening it, its tables, and what SQLite's errors mean to a user."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tuimap.errors import LibraryError
from tuimap.safe import printable

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
    encoding TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS readings (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    level REAL NOT NULL, overview BLOB NOT NULL, note TEXT NOT NULL, described REAL NOT NULL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sounds_of_file ON sounds (file);
CREATE TABLE IF NOT EXISTS vectors (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE, row BLOB NOT NULL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS models (
    recipe TEXT PRIMARY KEY, encoder BLOB NOT NULL, losses TEXT NOT NULL, frames INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
    map TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    raw_x REAL NOT NULL, raw_y REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL,
    PRIMARY KEY (map, sound)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS readings_of_sound ON readings (sound);
CREATE INDEX IF NOT EXISTS vectors_of_sound ON vectors (sound);
CREATE INDEX IF NOT EXISTS places_of_sound ON places (sound);
"""

_ELSEWHERE = "Name a place that can be written with --library FILE"


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open a library, and make it where there is none. Raises LibraryError with the mend."""
    if not path.parent.is_dir():
        raise LibraryError(f"{printable(str(path))}: there is no folder {printable(str(path.parent))}", _ELSEWHERE)
    with explained(path):
        connection = _connect(path, "mode=rwc")
        _check_identity(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _make_tables(connection)
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a library that exists, also where nothing can be written. Raises LibraryError with the mend."""
    with explained(path):
        try:
            connection = _connect(path, "mode=ro")
            _check_identity(connection, path)
        except sqlite3.OperationalError:  # a read-only folder has no place for SQLite's shared memory
            connection = _connect(path, "mode=ro&immutable=1")
            _check_identity(connection, path)
    return connection


def _connect(path: Path, how: str) -> sqlite3.Connection:
    place = "file:" + quote(os.fsencode(path.absolute()))
    return sqlite3.connect(f"{place}?{how}", uri=True, timeout=10, isolation_level=None)


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours or from a newer tuimap, before anything is written."""
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if identity != APPLICATION_ID and n_tables:
        raise LibraryError(f"{printable(str(path))} is not a tuimap library", "Name another file with --library")
    if version > VERSION:
        raise LibraryError(
            f"{printable(str(path))} was made by a newer tuimap", "Update tuimap, or use another --library"
        )


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a new library; two programs may do so at once."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        identity = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {identity} COMMIT;")


def make_folder(folder: Path) -> None:
    """Make the folder that libraries are kept in by default. Raises LibraryError with the mend."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{printable(str(folder))}: the library's folder cannot be made: {error.strerror}", _ELSEWHERE
        ) from error


@contextmanager
def explained(path: Path) -> Iterator[None]:
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
