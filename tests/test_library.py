from __future__ import annotations

import math
import os
import sqlite3
from pathlib import Path

import pytest

from tuimap.corpus.scan import FoundFile
from tuimap.errors import LibraryError
from tuimap.library import Library, StoredSound
from tuimap.library_file import VERSION
from tuimap.sound import Skipped, Sound


def sound(path: str) -> Sound:
    return Sound(path, 0.0, 1.5, 44_100, 2, "WAV, 16 bit", -math.inf, bytes(256), "a note", 1.5)


def stored(path: str, size: int = 10, **vectors: bytes) -> StoredSound:
    return StoredSound(FoundFile(path, size, 7), sound(path), vectors)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "a.sqlite"


def test_what_was_stored_comes_back_after_closing(path: Path) -> None:
    with Library(path) as library:
        library.store_sounds([stored("b/x.wav", mfcc=b"22"), stored("a.wav", mfcc=b"11")])
        ids, ((first, second),) = library.vectors(["mfcc"])
        library.store_places("map", [(ids[0], 1, 2, 0.25, 0.5), (ids[1], 3, 4, 0.75, 1.0)])
    with Library(path, writable=False) as library:
        assert (first, second) == (b"11", b"22")
        assert library.placed_sounds("map") == [(sound("a.wav"), 0.25, 0.5), (sound("b/x.wav"), 0.75, 1.0)]
        assert library.raw_places("map") == {ids[0]: (1, 2), ids[1]: (3, 4)}
        assert library.known_files() == {"a.wav": (10, 7, None), "b/x.wav": (10, 7, None)}


def test_any_file_name_comes_back(path: Path) -> None:
    names = [os.fsdecode(b"\xff\xfe.wav"), "new\nline.wav", "太鼓.wav", "[red].wav"]
    with Library(path) as library:
        library.store_sounds([stored(name) for name in names])
        assert set(library.known_files()) == set(names)


def test_removed_files_leave_the_map(path: Path) -> None:
    with Library(path) as library:
        library.store_sounds([stored("a.wav"), stored("b.wav")])
        ids, _ = library.vectors([])
        library.store_places("map", [(each, 0, 0, 0, 0) for each in ids])
        library.remove_files(["a.wav"])
        assert [placed.path for placed, _, _ in library.placed_sounds("map")] == ["b.wav"]
        assert (library.count_sounds(), library.count_places("map")) == (1, 1)


def test_a_changed_file_replaces_what_was_known_of_it(path: Path) -> None:
    with Library(path) as library:
        library.store_sounds([stored("a.wav", mfcc=b"old", learned=b"old")])
        library.store_sounds([stored("a.wav", size=11, mfcc=b"new")])
        assert library.vectors(["mfcc", "learned"])[1] == [[b"new"], [b""]]
        assert library.count_sounds() == 1


def test_another_descriptor_is_added_to_a_sound_that_is_known(path: Path) -> None:
    with Library(path) as library:
        library.store_sounds([stored("a.wav", mfcc=b"1")])
        library.store_sounds([stored("a.wav", learned=b"2")])
        assert library.vectors(["mfcc", "learned"])[1] == [[b"1"], [b"2"]]
        assert library.described_files(["mfcc", "learned"]) == {"a.wav"}
        assert library.described_files(["mfcc", "chroma"]) == set()


def test_skipped_files_are_told_with_their_reason_and_count_as_described(path: Path) -> None:
    with Library(path) as library:
        library.store_skipped(
            [(FoundFile("bad.wav", 1, 1), "empty", None), (FoundFile("a.m4a", 1, 1), "needs it", "ffmpeg")]
        )
        assert library.skipped() == (Skipped("a.m4a", "needs it"), Skipped("bad.wav", "empty"))
        assert library.described_files(["mfcc"]) == {"bad.wav", "a.m4a"}
        assert library.known_files()["a.m4a"] == (1, 1, "ffmpeg")


def test_a_training_comes_back_with_its_losses(path: Path) -> None:
    with Library(path) as library:
        library.store_model("learned", b"weights", [0.5, 0.25])
        assert (library.model("learned"), library.losses("learned")) == (b"weights", [0.5, 0.25])
        assert (library.model("other"), library.losses("other")) == (None, [])


def test_a_failed_batch_leaves_nothing_of_itself(path: Path) -> None:
    with Library(path) as library:
        library.store_sounds([stored("a.wav")])

        def broken():
            yield stored("b.wav")
            raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError):
            library.store_sounds(broken())
        assert set(library.known_files()) == {"a.wav"}


def test_a_library_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    Library(path).__exit__(None, None, None)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(LibraryError, match="newer tuimap"):
        Library(path)


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="not a tuimap library"):
        Library(path)
    assert path.read_bytes() == before


def test_a_file_of_nonsense_is_refused_with_the_mend(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(LibraryError, match=r"not a tuimap library, or damaged.*--library"):
        Library(path)


def test_a_place_that_cannot_be_written_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match=r"cannot be made.*--library FILE"):
        Library(tmp_path / "file" / "a.sqlite")
