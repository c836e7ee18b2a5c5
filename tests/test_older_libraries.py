"""Libraries that older versions of tuimap have written: nothing that they hold is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from analyses import decoded, places, sounds_in

from tuimap.collection import Collection
from tuimap.errors import DamagedError
from tuimap.library import Library
from tuimap.library_repair import repair
from tuimap.library_schema import VERSION
from tuimap.library_writer import LibraryWriter
from tuimap.marks import copy_of_marks
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange, SoundMarks

PUNCHY = MarkChange(favourite=True, add=frozenset({"punchy", "low"}), note="for the drop")


def make_older(path: Path, older: int) -> None:
    """Turn a library into what an older version of tuimap would have written; before version 3 without any sounds."""
    newer = path.rename(path.with_name("newer"))
    copy_of_marks(path).unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(Path(__file__).with_name(f"library_version_{older}.sql").read_text())
    connection.execute("ATTACH ? AS newer", (str(newer),))
    if older == 3:
        tables = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = "content, start, duration, path, favourite" if table == "marks" else "*"
            connection.execute(f"INSERT INTO main.{table} SELECT {columns} FROM newer.{table}")
        connection.close()
        newer.unlink()
        return
    columns = "id, path, size, modified, reason, needs" + (", content, gone" if older > 1 else "")
    connection.execute(f"INSERT INTO files ({columns}) SELECT {columns} FROM newer.files")
    if older > 1:
        connection.execute("INSERT INTO marks SELECT content, path, favourite FROM newer.marks")
    connection.close()
    newer.unlink()


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(number)


@pytest.mark.parametrize("older", [1, 2])
def test_an_older_library_keeps_files_and_favourites_and_is_described_anew(
    collection: Collection, few_sounds: Path, older: int
) -> None:
    n_sounds = len(places(collection))
    liked = SoundKey(sounds_in(few_sounds)[0].relative_to(few_sounds).as_posix())
    collection.change_marks({liked: PUNCHY})
    make_older(collection.library_path, older)
    marks = collection.marks()
    assert marks == ({} if older == 1 else {liked: SoundMarks(favourite=True)})
    assert collection.load() is None
    assert not collection.is_current()
    assert version(collection.library_path) == older
    assert decoded(collection) == n_sounds
    assert version(collection.library_path) == VERSION
    assert collection.marks() == marks
    assert collection.is_current()


def test_a_library_of_version_3_keeps_all_that_it_holds(collection: Collection, few_sounds: Path) -> None:
    liked = SoundKey(sounds_in(few_sounds)[0].relative_to(few_sounds).as_posix())
    collection.change_marks({liked: PUNCHY})
    before = rows_of(collection.library_path)
    make_older(collection.library_path, 3)
    for _ in range(2):
        assert collection.is_current()
        assert collection.load() is not None
        assert collection.marks() == {liked: SoundMarks(favourite=True)}
        assert version(collection.library_path) == 3, "whoever only reads changes nothing"
    collection.change_marks({liked: PUNCHY})
    assert version(collection.library_path) == VERSION
    assert rows_of(collection.library_path) == before
    assert decoded(collection) == 0


def test_a_library_of_version_3_that_is_not_as_it_was_written_is_damaged(collection: Collection) -> None:
    make_older(collection.library_path, 3)
    connection = sqlite3.connect(collection.library_path, isolation_level=None)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON marks BEGIN DELETE FROM files; END")
    connection.close()
    for open_it in (Library, LibraryWriter):
        with pytest.raises(DamagedError):
            open_it(collection.library_path)
    assert version(collection.library_path) == 3


def test_favourites_of_a_damaged_library_of_version_3_are_kept_without_their_copy(
    collection: Collection, few_sounds: Path
) -> None:
    liked = SoundKey(sounds_in(few_sounds)[0].relative_to(few_sounds).as_posix())
    collection.change_marks({liked: PUNCHY})
    make_older(collection.library_path, 3)
    repair(collection.library_path, DamagedError("damaged"), own_place=True)
    assert version(collection.library_path) == VERSION
    assert collection.marks() == {liked: SoundMarks(favourite=True)}
    assert decoded(collection) == 0


def rows_of(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Give all rows of each table."""
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {table: set(connection.execute(f"SELECT * FROM {table}")) for table in tables}
    connection.close()
    return found
