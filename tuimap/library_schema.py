"""The library's tables, version by version, and what becomes of a file that has other ones."""

from __future__ import annotations

import sqlite3

from tuimap.errors import DamagedError

APPLICATION_ID = 0x74756D70
"""`tump`: marks the SQLite file as ours."""

VERSION = 2
"""Of the tables below; a library from a newer one is refused, an older one is brought up to date when written to."""

FILES_AT_FIRST = """CREATE TABLE files (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    reason TEXT, needs TEXT
)"""

KEPT = (
    """CREATE TABLE sounds (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    start REAL NOT NULL, duration REAL NOT NULL, sample_rate INTEGER NOT NULL, channels INTEGER NOT NULL,
    encoding TEXT NOT NULL
)""",
    """CREATE TABLE readings (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    level REAL NOT NULL, overview BLOB NOT NULL, note TEXT NOT NULL, described REAL NOT NULL,
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
    raw_x REAL NOT NULL, raw_y REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL,
    PRIMARY KEY (map, sound)
) WITHOUT ROWID""",
    "CREATE INDEX sounds_of_file ON sounds (file)",
    "CREATE INDEX readings_of_sound ON readings (sound)",
    "CREATE INDEX vectors_of_sound ON vectors (sound)",
    "CREATE INDEX places_of_sound ON places (sound)",
)
"""What version 2 has taken over as it was."""

LATER_COLUMNS = ("content BLOB", "gone INTEGER")
"""Of `files`: the digest of what it holds, NULL where not known; the second since which it is missing, NULL if not."""

LATER_TABLES = (
    "CREATE TABLE marks (content BLOB PRIMARY KEY, path BLOB NOT NULL, favourite INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE maps (map TEXT PRIMARY KEY, made INTEGER NOT NULL) WITHOUT ROWID",
)
"""What the user said of a sound, by its content, with the path it had last; and the second when a map was made."""

FILES = f"{FILES_AT_FIRST[:-1]}, {', '.join(LATER_COLUMNS)})"

_VERSIONS = {1: (FILES_AT_FIRST, *KEPT), 2: (FILES, *KEPT, *LATER_TABLES)}

_LATER = (*(f"ALTER TABLE files ADD COLUMN {column}" for column in LATER_COLUMNS), *LATER_TABLES)

_AS_IF_LATER = (
    "CREATE TEMP VIEW files AS SELECT *, NULL AS content, NULL AS gone FROM main.files",
    *(statement.replace("CREATE TABLE", "CREATE TEMP TABLE") for statement in LATER_TABLES),
)


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
    if version_of(connection) != VERSION:
        for statement in _AS_IF_LATER:
            connection.execute(statement)


def version_of(connection: sqlite3.Connection) -> int:
    """Give the version of the tables; 0 for a file that has none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def check_tables(connection: sqlite3.Connection) -> None:
    """Raise DamagedError unless the file has exactly our tables: no trigger, no view, nothing that runs by itself."""
    expected = sorted(_squeezed(statement) for statement in _VERSIONS.get(version_of(connection), ()))
    if not expected or sorted(definitions(connection)) != expected:
        raise DamagedError("its tables are not those of a tuimap library")


def definitions(connection: sqlite3.Connection) -> list[str]:
    """Give how the tables and indexes of a file were defined, without white space."""
    rows = connection.execute("SELECT sql FROM main.sqlite_master WHERE sql IS NOT NULL")
    return [_squeezed(str(statement)) for (statement,) in rows]


def own_tables(connection: sqlite3.Connection) -> set[str]:
    """Give the names of those tables that are defined as ours are, in whatever company."""
    found = set(definitions(connection))
    ours = (FILES_AT_FIRST, FILES, *KEPT, *LATER_TABLES)
    return {each.split()[2] for each in ours if each.startswith("CREATE TABLE") and _squeezed(each) in found}


def _steps(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Give what is left to be done, seen from within the transaction that will do it."""
    version = version_of(connection)
    if version == VERSION:
        return ()
    if version == 1:
        check_tables(connection)
        return _LATER
    if version == 0 and not definitions(connection):
        return (f"PRAGMA application_id = {APPLICATION_ID}", *_VERSIONS[VERSION])
    raise DamagedError("its tables are not those of a tuimap library")


def _squeezed(statement: str) -> str:
    return "".join(statement.split())
