"""Libraries with bytes flipped and values that cannot be right: they are mended or refused, and never believed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from analyses import DAMAGE, copy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuimap.collection import Collection
from tuimap.descriptors import reading_recipe, recipes
from tuimap.errors import LibraryError
from tuimap.export import as_json
from tuimap.library import Library
from tuimap.library_check import CHECKS
from tuimap.library_repair import repair
from tuimap.sound_marks import SoundMarks

ALL_MARKS = SoundMarks(True, frozenset({"low", "dark"}), "mine")


def read_everything(collection: Collection) -> None:
    """Read whatever tuimap reads; nothing but LibraryError may come of it."""
    chosen = collection.settings
    with suppress(LibraryError), Library(collection.library_path) as library:
        for read in (
            library.known_files,
            library.holds_sounds,
            lambda: library.count_sounds(reading_recipe(chosen)),
            lambda: library.count_files(reading_recipe(chosen)),
            library.count_readable,
            library.skipped,
            library.sound_marks,
            library.marks,
            lambda: library.finished_files(list(recipes(chosen).values()), reading_recipe(chosen)),
            lambda: library.losses(recipes(chosen)["learned"]),
            lambda: library.model(recipes(chosen)["learned"]),
            lambda: library.places(collection.map_key),
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
        assert ALL_MARKS in [mark.said for mark in library.marks()]


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
