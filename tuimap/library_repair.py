"""A damaged library is set aside, and what can be read of it goes on in a new one."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from tuimap.descriptors import DESCRIPTORS
from tuimap.errors import DamagedError, LibraryError
from tuimap.library_check import CHECKS
from tuimap.library_entries import row_of_mark
from tuimap.library_file import connect, explained, patience
from tuimap.library_rows import whole
from tuimap.library_schema import APPLICATION_ID, own_tables
from tuimap.library_writer import LibraryWriter
from tuimap.marks import copy_of_marks, read_copy
from tuimap.safe import printable

Row: TypeAlias = tuple[Any, ...]

_HEAD = 65_536
_OURS = (APPLICATION_ID.to_bytes(4, "big"), b"CREATE INDEX readings_of_sound ON readings")
_BATCH = 1_000


def repair(path: Path, damage: DamagedError, *, own_place: bool) -> str:
    """Rename the damaged file, keep what of it can be read, and say in one line what happened.

    Raises LibraryError where the file may never have been a library, unless it lies in tuimap's own place, and where
    there is no room or no right to write.
    """
    if not (own_place or _was_ours(path)):
        raise LibraryError(f"{printable(str(path))} is not a tuimap library", "Name another file with --library")
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        kept = _keep(path, fresh)
        aside = _set_aside(path)
        fresh.replace(path)
    except OSError as error:
        raise LibraryError(f"{damage.message}; it cannot be mended: {error.strerror}", damage.mend) from error
    finally:
        for rest in _with_companions(fresh):
            rest.unlink(missing_ok=True)
    what = f"{kept:,} sounds of it were kept" if kept else "none of its sounds could be kept"
    return f"the library was damaged: {what}, the damaged file is now {printable(str(aside))}"


def _was_ours(path: Path) -> bool:
    """Tell whether what is left of a file, or the marks beside it, show that tuimap wrote it."""
    if copy_of_marks(path).is_file():
        return True
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return head[68:72] == _OURS[0] or _OURS[1] in head


def _set_aside(path: Path) -> Path:
    """Rename the file and SQLite's log beside it, which must not meet the new library."""
    day = time.strftime("%Y-%m-%d")
    names = (path.with_name(f"{path.name}.damaged-{day}{number}") for number in _numbers())
    aside = next(name for name in names if not name.exists())
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def _numbers() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1


def _with_companions(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def _keep(damaged: Path, fresh: Path) -> int:
    """Make a new library of what can be read, and give the number of its sounds."""
    with _Salvage(fresh) as library:
        with suppress(LibraryError):
            for table, rows in _rows_of(damaged):
                library.keep(table, rows)
        library.keep("marks", [row_of_mark(mark) for mark in read_copy(damaged)])
        library.drop_halves()
        return library.count_kept()


class _Salvage(LibraryWriter):
    """A new library that takes whole rows of an old one."""

    def keep(self, table: str, rows: Sequence[Row]) -> None:
        """Take rows that are not there yet."""
        if not rows:
            return
        columns, _, _ = CHECKS[table]
        self._connection.execute("PRAGMA foreign_keys = OFF")
        with self._transaction() as connection:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", rows)

    def count_kept(self) -> int:
        """Give the number of sounds of all settings."""
        (count,) = self._read(whole, "SELECT count(*) FROM sounds")
        return count

    def drop_halves(self) -> None:
        """Drop what belongs to nothing, and what is not whole, so that it is found out anew.

        Of a file's slices nobody can tell whether all are there: they are cut anew.
        """
        with self._transaction() as connection:
            for statement in _DROP_HALVES:
                connection.execute(statement)
            for name in (name for name, each in DESCRIPTORS.items() if each.trained):
                query = "DELETE FROM vectors WHERE recipe GLOB ? AND recipe NOT IN (SELECT recipe FROM models)"
                connection.execute(query, (f"{name}-*",))


_DROP_HALVES = (
    "DELETE FROM sounds WHERE slice",
    "DELETE FROM sounds WHERE file NOT IN (SELECT id FROM files) OR id NOT IN (SELECT sound FROM readings)",
    "DELETE FROM files WHERE reason IS NULL AND id NOT IN (SELECT file FROM sounds)",
    *(f"DELETE FROM {table} WHERE sound NOT IN (SELECT id FROM sounds)" for table in ("readings", "vectors", "places")),
    "DELETE FROM vectors WHERE recipe GLOB 'envelope-*' AND NOT EXISTS "
    "(SELECT 1 FROM readings WHERE readings.recipe = vectors.recipe AND readings.sound = vectors.sound)",
    "DELETE FROM places WHERE NOT EXISTS "
    "(SELECT 1 FROM readings WHERE readings.sound = places.sound AND instr(places.map, readings.recipe))",
)


def _rows_of(damaged: Path) -> Iterator[tuple[str, list[Row]]]:
    """Give the right rows of each table that is still defined as it should be, some at a time."""
    with open_damaged(damaged) as source:
        with explained(damaged):
            ours = own_tables(source, {table: columns for table, (columns, _, _) in CHECKS.items()})
        for table in (each for each in CHECKS if each in ours):
            for rows in _both_ways(source, damaged, table, ours[table]):
                yield table, rows


@contextmanager
def open_damaged(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file of which nothing is known, to read it."""
    with explained(path):
        source = connect(path, "mode=ro")
        try:
            source.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            source.close()
            source = connect(path, "mode=ro&immutable=1")
    try:
        yield source
    finally:
        source.close()


def _both_ways(source: sqlite3.Connection, path: Path, table: str, columns: str) -> Iterator[list[Row]]:
    """Read a table from its beginning until it breaks, then from its end until it breaks."""
    _, order, check = CHECKS[table]
    for direction in ("ASC", "DESC"):
        sorted_by = ", ".join(f"{column} {direction}" for column in order.split(", "))
        query = f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY {sorted_by}"
        rows: list[Row] = []
        try:
            with patience(source, path):
                for row in source.execute(query):
                    if _is_right(check, row):
                        rows.append(row)
                    if len(rows) == _BATCH:
                        yield rows
                        rows = []
        except (sqlite3.Error, UnicodeDecodeError):  # the latter where SQLite quotes the damage
            yield rows
        else:
            yield rows
            return


def _is_right(check: Callable[..., object], row: Row) -> bool:
    try:
        check(*row)
    except LibraryError:
        return False
    return True
