"""A library that was damaged, or made by somebody who means harm: it is mended or refused, and never believed."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from analyses import places
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.descriptors import reading_recipe, recipes
from tuimap.errors import DamagedError, LibraryError
from tuimap.export import as_csv, as_json
from tuimap.library import Library
from tuimap.library_check import CHECKS
from tuimap.library_repair import repair
from tuimap.library_rows import Mark
from tuimap.library_writer import LibraryWriter, StoredSound
from tuimap.marks import copy_of_marks
from tuimap.pipeline import analyse
from tuimap.progress import finish
from tuimap.settings import Limits, Settings
from tuimap.sound import Sound

SETTINGS = Settings(steps=10, reducer="pca")
DAMAGE = DamagedError("damaged", "mend it")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sample_corpus: Path) -> Collection:
    """An analysed folder of twelve sounds with a favourite; not to be changed."""
    folder = tmp_path_factory.mktemp("whole")
    sounds = folder / "sounds"
    shutil.copytree(sample_corpus / "bell", sounds / "bell")
    (sounds / "bad.wav").write_bytes(b"no sound")
    collection = Collection((sounds,), SETTINGS, Limits(jobs=2), folder / "library.sqlite")
    finish(analyse(collection))
    with LibraryWriter(collection.library_path) as library:
        path, known = next((path, known) for path, known in sorted(library.known_files().items()) if known.content)
        assert known.content is not None
        library.mark(Mark(known.content, path, favourite=True))
    return collection


@pytest.fixture
def copied(whole: Collection, tmp_path: Path) -> Collection:
    return copy(whole, tmp_path)


def copy(whole: Collection, folder: Path) -> Collection:
    """The same folder with a library of its own."""
    place = folder / "library.sqlite"
    shutil.copy(whole.library_path, place)
    shutil.copy(copy_of_marks(whole.library_path), copy_of_marks(place))
    return Collection(whole.paths, whole.settings, whole.limits, place)


def notices(collection: Collection) -> list[str]:
    return [report.notice for report in analyse(collection) if report.notice]


def favourites(collection: Collection) -> frozenset[str]:
    with Library(collection.library_path) as library:
        return library.favourites()


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
    before, liked = places(copied), favourites(copied)
    assert len(liked) == 1
    harm(copied.library_path)
    damaged = copied.library_path.read_bytes()
    (notice,) = notices(copied)
    (aside,) = set_aside(copied)
    assert aside.read_bytes() == damaged
    assert "the library was damaged" in notice
    assert aside.name in notice
    assert set(places(copied)) == set(before)
    assert favourites(copied) == liked
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
        assert f"{library.count_sounds():,} sounds of it were kept" in told
        assert {"0000.wav", "1999.wav"} <= library.finished_files(["mfcc"])
        assert 1200 < len(library.finished_files(["mfcc"])) < 2000


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
    liked = favourites(copied)
    copied.library_path.unlink()
    finish(analyse(copied))
    assert favourites(copied) == liked


def test_a_file_that_was_never_a_library_is_refused_and_stays(copied: Collection) -> None:
    copy_of_marks(copied.library_path).unlink()
    copied.library_path.write_bytes(b"my diary " * 1000)
    with pytest.raises(LibraryError, match=r"is not a tuimap library\. Name another file"):
        finish(analyse(copied))
    assert copied.library_path.read_bytes() == b"my diary " * 1000
    assert set_aside(copied) == []


def test_a_library_without_its_head_is_known_by_the_marks_beside_it(copied: Collection) -> None:
    liked = favourites(copied)
    overwrite(copied.library_path, 0, bytes(65_536))
    assert len(notices(copied)) == 1
    assert favourites(copied) == liked
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


def read_everything(collection: Collection) -> None:
    """Read whatever tuimap reads; nothing but LibraryError may come of it."""
    chosen = collection.settings
    with suppress(LibraryError), Library(collection.library_path) as library:
        for read in (
            library.known_files,
            library.count_sounds,
            library.skipped,
            library.favourites,
            library.marks,
            lambda: library.finished_files(list(recipes(chosen).values())),
            lambda: library.losses(recipes(chosen)["learned"]),
            lambda: library.model(recipes(chosen)["learned"]),
            lambda: library.raw_places(collection.map_key),
            lambda: library.made(collection.map_key),
            lambda: list(library.sounds(reading_recipe(chosen))),
            lambda: library.described(list(recipes(chosen).values())),
            lambda: [list(library.rows(recipe)) for recipe in recipes(chosen).values()],
            lambda: [
                library.overview(reading_recipe(chosen), sound) for _, sound in library.sounds(reading_recipe(chosen))
            ],
        ):
            with suppress(LibraryError):
                read()
    for use in (collection.load, collection.skipped, collection.is_current, lambda: as_json(collection)):
        with suppress(LibraryError):
            use()


def mend(collection: Collection) -> None:
    """Repair a library; what comes out of it is right in every row."""
    repair(collection.library_path, DAMAGE, own_place=True)
    with Library(collection.library_path) as library:
        for table in CHECKS:
            library.examine(table)
        assert sum(mark.favourite for mark in library.marks()) >= 1


@pytest.fixture
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Path]]:
    made: list[Path] = []

    def make() -> Path:
        made.append(tmp_path_factory.mktemp("mutated"))
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder)


relaxed = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@relaxed
@given(
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=40),
    kept=st.floats(0.2, 1),
)
def test_flipped_bytes_and_cuts_give_a_library_error_or_a_right_result(
    whole: Collection, workplace: Callable[[], Path], flips: list[tuple[float, int]], kept: float
) -> None:
    collection = copy(whole, workplace())
    holds = bytearray(collection.library_path.read_bytes())
    for place, value in flips:
        holds[int(place * len(holds))] ^= value
    collection.library_path.write_bytes(holds[: int(kept * len(holds))])
    read_everything(collection)
    mend(collection)


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=50),
    st.binary(max_size=600),
    st.sampled_from([b"../x.wav", b"/x.wav", b"a\0.wav", b"", b"a//b.wav", b"." * 40_000, "[" * 60_000, b"\xff" * 9]),
)
COLUMNS = [(table, column) for table, (columns, _, _) in CHECKS.items() for column in columns.split(", ")]


@relaxed
@given(changes=st.lists(st.tuples(st.sampled_from(COLUMNS), VALUES, st.integers(1, 12)), min_size=1, max_size=6))
def test_values_that_cannot_be_right_give_a_library_error_or_a_right_result(
    whole: Collection, workplace: Callable[[], Path], changes: list[tuple[tuple[str, str], object, int]]
) -> None:
    collection = copy(whole, workplace())
    connection = sqlite3.connect(collection.library_path, isolation_level=None)
    for (table, column), value, number in changes:
        _, order, _ = CHECKS[table]
        key = order.split(", ")[-1]
        where = f"{key} = (SELECT {key} FROM {table} LIMIT 1 OFFSET {number % 12})"
        with suppress(sqlite3.Error):
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))
    connection.close()
    read_everything(collection)
    mend(collection)
