"""The library's file: opening it, and what SQLite's errors mean to a user."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tuimap.errors import DamagedError, LibraryError
from tuimap.library_schema import APPLICATION_ID, VERSION, bring_up_to_date, read_as_up_to_date, version_of
from tuimap.safe import printable

_ELSEWHERE = "Name a place that can be written with --library FILE"
_ANOTHER = "Name another file with --library"
_MENDED = "The next analysis keeps what can be read of it, or name another file with --library"

_LONGEST_VALUE = 1 << 27
"""Bytes; a file that claims longer values is damaged."""

_STEPS_AT_ONCE = 1_000_000
_STEPS_AT_LEAST = 50_000_000
_STEPS_FOR_A_BYTE = 5
"""A query that takes more steps of SQLite's machine than this, for the size of its file, runs in circles."""


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open a library, and make it where there is none. Raises LibraryError with the mend, DamagedError."""
    if not path.parent.is_dir():
        raise LibraryError(f"{printable(str(path))}: there is no folder {printable(str(path.parent))}", _ELSEWHERE)
    with explained(path):
        connection = connect(path, "mode=rwc")
        try:
            _check_identity(connection, path)
            connection.execute("PRAGMA foreign_keys = ON")
            _keep_a_log(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Let readers read while one program writes; where another one is at it, it has seen to this itself."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a library that exists, also where nothing can be written. Raises LibraryError with the mend."""
    with explained(path):
        try:
            return _open_to_read(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if _code(error) == sqlite3.SQLITE_BUSY:
                raise
        return _open_to_read(path, "mode=ro&immutable=1")  # a read-only folder has no place for SQLite's shared memory


def _open_to_read(path: Path, how: str) -> sqlite3.Connection:
    connection = connect(path, how)
    try:
        _check_identity(connection, path)
        read_as_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(path: Path, how: str) -> sqlite3.Connection:
    """Open whatever lies there, so that nothing in it can run, grow beyond bounds or go on forever."""
    place = "file:" + quote(os.fsencode(path.absolute()))
    connection = sqlite3.connect(f"{place}?{how}", uri=True, timeout=10, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.text_factory = _text
    return connection


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


@contextmanager
def patience(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Break off what takes far longer than the file is large: a damaged one can lead in circles."""
    sizes = [os.stat(each).st_size for each in (path, f"{path}-wal") if os.path.exists(each)]  # noqa: PTH110, PTH116
    left = (_STEPS_AT_LEAST + _STEPS_FOR_A_BYTE * sum(sizes)) // _STEPS_AT_ONCE

    def impatient() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(impatient, _STEPS_AT_ONCE)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours or from a newer tuimap, before anything is written."""
    connection.execute("BEGIN")  # another program may be making the tables right now
    try:
        (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (identity,) = connection.execute("PRAGMA application_id").fetchone()
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")
    if identity != APPLICATION_ID and n_tables:
        raise LibraryError(f"{printable(str(path))} is not a tuimap library", _ANOTHER)
    if version_of(connection) > VERSION:
        raise LibraryError(
            f"{printable(str(path))} was made by a newer tuimap", "Update tuimap, or use another --library"
        )


def make_folder(folder: Path) -> None:
    """Make the folder that libraries are kept in by default. Raises LibraryError with the mend."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{printable(str(folder))}: the library's folder cannot be made: {error.strerror}", _ELSEWHERE
        ) from error


_WORDS = {
    sqlite3.SQLITE_BUSY: ("another program is writing to the library", "Try again in a moment"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to the library", "Try again in a moment"),
    sqlite3.SQLITE_FULL: ("there is no room for the library: {}", "Make room; nothing stored is lost"),
    sqlite3.SQLITE_IOERR: ("the library cannot be read or written: {}", "Is the disk full? Nothing stored is lost"),
    sqlite3.SQLITE_CANTOPEN: ("the library cannot be opened, or nothing can be written beside it", _ELSEWHERE),
    sqlite3.SQLITE_READONLY: ("the library can be read, but not written", _ELSEWHERE),
}
"""By SQLite's result code."""

_DAMAGE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_INTERRUPT,
}
"""Result codes of a file that is not as it was written."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line with the mend: LibraryError, or DamagedError."""
    name = printable(str(path))
    try:
        yield
    except DamagedError as error:
        if error.mend:
            raise
        raise DamagedError(f"{name}: {error.message}", _MENDED) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes what it has found
        raise DamagedError(f"{name}: not a tuimap library, or damaged", _MENDED) from error
    except sqlite3.Error as error:
        code = _code(error)
        if code in _DAMAGE:
            raise DamagedError(f"{name}: not a tuimap library, or damaged: {error}", _MENDED) from error
        words, mend = _WORDS.get(code, ("the library cannot be used: {}", _ELSEWHERE))
        raise LibraryError(f"{name}: {words.format(error)}", mend) from error


def _code(error: sqlite3.Error) -> int:
    """Give SQLite's result code; a file that ends too early is damaged, not a disk that fails."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return sqlite3.SQLITE_CORRUPT if code == sqlite3.SQLITE_IOERR_SHORT_READ else code & 0xFF
