"""A library that was damaged, or made by somebody who means harm: it is mended or refused, and never believed."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from analyses import DAMAGE, copy, places

from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.errors import DamagedError, LibraryError
from tuimap.export import as_csv
from tuimap.library import Library
from tuimap.library_entries import StoredSound
from tuimap.library_repair import repair
from tuimap.library_writer import LibraryWriter
from tuimap.marks import copy_of_marks
from tuimap.pipeline import analyse
from tuimap.progress import finish
from tuimap.sound import Sound, SoundKey
from tuimap.sound_marks import SoundMarks


@pytest.fixture
def copied(whole: Collection, tmp_path: Path) -> Collection:
    return copy(whole, tmp_path)


def notices(collection: Collection) -> list[str]:
    return [report.notice for report in analyse(collection) if report.notice]


def marks(collection: Collection) -> Mapping[SoundKey, SoundMarks]:
    with Library(collection.library_path) as library:
        return library.sound_marks()


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def set_aside(collection: Collection) -> list[Path]:
    found = collection.library_path.parent.glob("*.damaged-*")
    return [path for path in found if not path.name.endswith(("-wal", "-shm"))]


def cut(path: Path, to: int) -> None:
    with path.open("rb+") as stream:
        stream.truncate(to)


def overwrite(path: Path, at: int, value: bytes) -> None:
    with path.open("rb+") as stream:
        stream.seek(at)
        stream.write(value)


HARMS: dict[str, Callable[[Path], None]] = {
    "cut in half": lambda path: cut(path, path.stat().st_size // 2),
    "one page left": lambda path: cut(path, 4096),
    "no magic": lambda path: overwrite(path, 0, b"garbage garbage!"),
    "pages of noise": lambda path: overwrite(path, 8 * 4096, bytes(range(256)) * 64),
    "a definition that lost a bit": lambda path: overwrite(
        path, path.read_bytes().index(b"CREATE TABLE readings") + len(b"CREATE TABLE"), b"\xa0"
    ),
    "a trigger": lambda path: change(
        path, "CREATE TRIGGER t AFTER UPDATE ON files BEGIN DELETE FROM marks; DELETE FROM sounds; END"
    ),
    "a view": lambda path: change(path, "ALTER TABLE places RENAME TO p", "CREATE VIEW places AS SELECT * FROM p"),
    "a schema of stray bytes": lambda path: overwrite(
        path, path.read_bytes().index(b"WITHOUT ROWID") + len(b"WITHOUT R"), b"\x83"
    ),
    "a path that climbs": lambda path: change(path, "UPDATE files SET path = CAST('../../x.wav' AS BLOB) WHERE id = 3"),
    "an absolute path": lambda path: change(path, "UPDATE files SET path = CAST('/etc/x.wav' AS BLOB) WHERE id = 3"),
    "a pitch below nothing": lambda path: change(path, "UPDATE readings SET pitch = -440.0"),
    "a level that is a text": lambda path: change(path, "UPDATE readings SET level = 'loud'"),
    "an encoding that is no UTF-8": lambda path: change(
        path, "UPDATE sounds SET encoding = CAST(x'd74c' AS TEXT) WHERE id = 2"
    ),
    "a place far away": lambda path: change(path, "UPDATE places SET x = 7"),
    "a picture too short": lambda path: change(path, "UPDATE readings SET overview = x'00' WHERE sound = 2"),
    "an autoencoder of noise": lambda path: change(path, "UPDATE models SET encoder = randomblob(5000)"),
    "losses that nest": lambda path: change(path, f"UPDATE models SET losses = '{'[' * 50_000}'"),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_library_is_set_aside_and_mended_and_says_so(
    copied: Collection, harm: Callable[[Path], None]
) -> None:
    before, liked = places(copied), marks(copied)
    assert len(liked) == 1
    harm(copied.library_path)
    damaged = copied.library_path.read_bytes()
    (notice,) = notices(copied)
    (aside,) = set_aside(copied)
    assert aside.read_bytes() == damaged
    assert "the library was damaged" in notice
    assert aside.name in notice
    assert set(places(copied)) == set(before)
    assert marks(copied) == liked
    assert copied.is_current()
    assert notices(copied) == []


@pytest.mark.parametrize("table", ["files", "sounds", "readings", "vectors"])
def test_what_lies_before_and_behind_the_damage_is_kept(tmp_path: Path, table: str) -> None:
    path = tmp_path / "library.sqlite"
    with LibraryWriter(path) as library:
        library.store_sounds(stored(f"{number:04}.wav") for number in range(2000))
    overwrite(path, middle_leaf(path, table) * 4096 - 4096, b"\xff" * 4096)
    told = repair(path, DAMAGE, own_place=False)
    with Library(path) as library:
        assert f"{library.count_sounds('reading'):,} sounds of it were kept" in told
        assert {"0000.wav", "1999.wav"} <= library.finished_files(["mfcc"], "reading")
        assert 1200 < len(library.finished_files(["mfcc"], "reading")) < 2000


def stored(path: str) -> StoredSound:
    sound = Sound(path, 0.0, 1.5, 44_100, 2, "WAV, 16 bit", -6.0, bytes(256))
    return StoredSound(FoundFile(path, 10, 7), sound, "reading", {"mfcc": bytes(128)})


def middle_leaf(path: Path, table: str) -> int:
    """Find a page in the middle of a table, by the references in its root page."""
    root = root_page(path, table)
    page = path.read_bytes()[root * 4096 - 4096 : root * 4096]
    (cell,) = struct.unpack(">H", page[12 + 2 * (struct.unpack(">H", page[3:5])[0] // 2) :][:2])
    (child,) = struct.unpack(">I", page[cell : cell + 4])
    return int(child)


def root_page(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    connection.close()
    return int(page)


def test_marks_are_taken_from_the_copy_where_the_library_was_deleted(copied: Collection) -> None:
    liked = marks(copied)
    copied.library_path.unlink()
    finish(analyse(copied))
    assert marks(copied) == liked


def test_a_file_that_was_never_a_library_is_refused_and_stays(copied: Collection) -> None:
    copy_of_marks(copied.library_path).unlink()
    copied.library_path.write_bytes(b"my diary " * 1000)
    with pytest.raises(LibraryError, match=r"is not a tuimap library\. Name another file"):
        finish(analyse(copied))
    assert copied.library_path.read_bytes() == b"my diary " * 1000
    assert set_aside(copied) == []


def test_a_library_without_its_head_is_known_by_the_marks_beside_it(copied: Collection) -> None:
    liked = marks(copied)
    overwrite(copied.library_path, 0, bytes(65_536))
    assert len(notices(copied)) == 1
    assert marks(copied) == liked
    assert copied.is_current()


def test_in_its_own_place_even_noise_gives_way_to_a_new_library(
    whole: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    collection = Collection(whole.paths, whole.settings, whole.limits)
    collection.prepare_library()
    collection.library_path.write_bytes(b"noise" * 1000)
    (notice,) = notices(collection)
    assert "none of its sounds could be kept" in notice
    assert collection.is_current()


def test_damage_that_only_an_export_finds_is_found_by_the_check(copied: Collection) -> None:
    change(copied.library_path, "UPDATE readings SET note = x'ff' WHERE sound = 1")
    assert copied.is_current()
    with pytest.raises(DamagedError):
        as_csv(copied)
    assert len(notices(copied)) == 1
    assert as_csv(copied).count("\n") == 13


@pytest.mark.parametrize("statement", ["DELETE FROM readings WHERE sound = 3", "DELETE FROM readings"])
def test_sounds_that_cannot_be_found_are_not_left_out_without_a_word(copied: Collection, statement: str) -> None:
    change(copied.library_path, statement)
    with pytest.raises(DamagedError, match="cannot be found"):
        as_csv(copied)
    assert len(notices(copied)) == 1
    assert as_csv(copied).count("\n") == 13


def test_an_index_that_misses_a_row_is_found_and_mended(copied: Collection) -> None:
    index = root_page(copied.library_path, "vectors_of_sound") * 4096 - 4096
    (n_rows,) = struct.unpack(">H", copied.library_path.read_bytes()[index + 3 : index + 5])
    overwrite(copied.library_path, index + 3, struct.pack(">H", n_rows - 1))
    assert len(notices(copied)) == 1
    assert as_csv(copied).count("\n") == 13
    assert notices(copied) == []
