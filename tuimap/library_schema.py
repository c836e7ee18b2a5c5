"""The library's tables, version by version, and what becomes of a file that has other ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from tuimap.errors import DamagedError

APPLICATION_ID = 0x74756D70
"""`tump`: marks the SQLite file as ours."""

VERSION = 4
"""Of the tables below; a library from a newer one is refused, an older one is brought up to date when written to."""

FILES = """CREATE TABLE files (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    reason TEXT, needs TEXT, content BLOB, gone INTEGER
)"""
"""`content` is the digest of what a file holds, NULL where not known; `gone` the second since which it is missing."""

MARKS = """CREATE TABLE marks (
    content BLOB NOT NULL, start REAL NOT NULL, duration REAL NOT NULL, path BLOB NOT NULL,
    favourite INTEGER NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (content, start, duration)
) WITHOUT ROWID"""
"""What the user said of a sound, by its content and, for a slice, its stretch in seconds (else 0 and 0), with the path
it had last; between two tags stands a space."""

_MARKS_3 = MARKS.replace("tags TEXT NOT NULL, note TEXT NOT NULL, ", "")
"""As version 3 had them."""

_FOUND_OUT = (
    """CREATE TABLE sounds (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    start REAL NOT NULL, duration REAL NOT NULL, slice INTEGER NOT NULL, sample_rate INTEGER NOT NULL,
    channels INTEGER NOT NULL, encoding TEXT NOT NULL
)""",
    """CREATE TABLE readings (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    level REAL NOT NULL, overview BLOB NOT NULL, note TEXT NOT NULL, described REAL NOT NULL,
    centroid REAL, loudness REAL, pitch REAL, confidence REAL, flatness REAL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID""",
    """CREATE TABLE vectors (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE, row BLOB NOT NULL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID""",
    """CREATE TABLE models (
    recipe TEXT PRIMARY KEY, encoder BLOB NOT NULL, losses TEXT NOT NULL, frames INTEGER NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE places (
    map TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    raw_x REAL NOT NULL, raw_y REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL, cluster INTEGER,
    PRIMARY KEY (map, sound)
) WITHOUT ROWID""",
    "CREATE TABLE maps (map TEXT PRIMARY KEY, made INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE clusters (
    map TEXT NOT NULL, cluster INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (map, cluster)
) WITHOUT ROWID""",
    "CREATE INDEX sounds_of_file ON sounds (file)",
    "CREATE INDEX readings_of_sound ON readings (sound)",
    "CREATE INDEX vectors_of_sound ON vectors (sound)",
    "CREATE INDEX places_of_sound ON places (sound)",
)
"""What can be found out again from the files; that of versions 1 and 2 is dropped, for the recipes have changed."""

_TABLES = (FILES, MARKS, *_FOUND_OUT)

_MARKS_OF_3 = "content, start, duration, path, favourite, '', ''"

_KEPT = {
    1: {"files": "id, path, size, modified, reason, needs, NULL, NULL"},
    2: {
        "files": "id, path, size, modified, reason, needs, content, gone",
        "marks": "content, 0.0, 0.0, path, favourite, '', ''",
    },
    3: {"marks": _MARKS_OF_3},
}
"""What is taken over from an older version into tables made anew, table by table."""

_SAME = {1: (), 2: (), 3: (FILES, *_FOUND_OUT)}
"""What stays as it lies in an older version."""


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables of a new library, or change those of an older one; two programs may do so at once.

    Raises DamagedError where the tables are not ours.
    """
    if version_of(connection) != VERSION:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _steps(connection):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    check_tables(connection)


def read_as_up_to_date(connection: sqlite3.Connection) -> None:
    """Let an older library be read as if it had today's tables, without changing it. Raises DamagedError."""
    check_tables(connection)
    version = version_of(connection)
    if version in _KEPT:
        for statement in _TABLES:
            if statement.startswith("CREATE TABLE") and statement not in _SAME[version]:
                connection.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE"))
        for table, columns in _KEPT[version].items():
            connection.execute(f"INSERT INTO temp.{table} SELECT {columns} FROM main.{table}")


def version_of(connection: sqlite3.Connection) -> int:
    """Give the version of the tables; 0 for a file that has none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def check_tables(connection: sqlite3.Connection) -> None:
    """Raise DamagedError unless the file has exactly our tables: no trigger, no view, nothing that runs by itself."""
    version = version_of(connection)
    if version in _KEPT and not _SAME[version]:
        kinds = {kind for (kind,) in connection.execute("SELECT type FROM main.sqlite_master")}
        right = kinds == {"table", "index"}
    else:
        tables = (_MARKS_3, *_SAME[3]) if version == 3 else _TABLES
        right = _definitions(connection) == sorted(_squeezed(statement) for statement in tables)
    if not right:
        raise DamagedError("its tables are not those of a tuimap library")


def own_tables(connection: sqlite3.Connection, columns: Mapping[str, str]) -> dict[str, str]:
    """Give those tables that are defined as ours are, in whatever company, and what to select for their `columns`."""
    found = set(_definitions(connection))
    ours = {each.split()[2] for each in _TABLES if each.startswith("CREATE TABLE") and _squeezed(each) in found}
    former = {"marks": _MARKS_OF_3} if _squeezed(_MARKS_3) in found else {}
    return {**{name: columns[name] for name in ours}, **former}


def _definitions(connection: sqlite3.Connection) -> list[str]:
    """Give how the tables and indexes of a file were defined, sorted, without white space."""
    rows = connection.execute("SELECT sql FROM main.sqlite_master WHERE sql IS NOT NULL")
    return sorted(_squeezed(str(statement)) for (statement,) in rows)


def _steps(connection: sqlite3.Connection) -> list[str]:
    """Give what is left to be done, seen from within the transaction that will do it."""
    version = version_of(connection)
    if version == VERSION:
        return []
    if version in _KEPT:
        check_tables(connection)
        tables = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        kept, same = _KEPT[version], _SAME[version]
        stay = {*kept, *(each.split()[2] for each in same)}
        return [
            *(f'DROP TABLE "{name}"' for name in tables if name not in stay),
            *(f"ALTER TABLE {name} RENAME TO old_{name}" for name in kept),
            *(each for each in _TABLES if each not in same),
            *(f"INSERT INTO {name} SELECT {columns} FROM old_{name}" for name, columns in kept.items()),
            *(f"DROP TABLE old_{name}" for name in kept),
        ]
    if version == 0 and not _definitions(connection):
        return [f"PRAGMA application_id = {APPLICATION_ID}", *_TABLES]
    raise DamagedError("its tables are not those of a tuimap library")


def _squeezed(statement: str) -> str:
    return "".join(statement.split())
