from __future__ import annotations

import math
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tuimap.autoencoder.model import Encoder
from tuimap.corpus.scan import FoundFile
from tuimap.descriptors import MOST_FEATURES
from tuimap.errors import LibraryError
from tuimap.library import Library
from tuimap.library_entries import StoredPlace, StoredSkip, StoredSound
from tuimap.library_file import make_folder
from tuimap.library_rows import RETRY, KnownFile, Model
from tuimap.library_schema import VERSION
from tuimap.library_writer import LibraryWriter
from tuimap.settings import BANDS, MOST_LAYERS, MOST_WIDTH
from tuimap.sound import Skipped, Sound


def sound(path: str) -> Sound:
    return Sound(path, 0.0, 1.5, 44_100, 2, "WAV, 16 bit", -math.inf, bytes(256), "a note", 1.5)


def stored(path: str, size: int = 10, **vectors: bytes) -> StoredSound:
    return StoredSound(FoundFile(path, size, 7), sound(path), "reading", vectors)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite"


def test_what_was_stored_comes_back_after_closing(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_sounds([stored("b/x.wav", mfcc=b"22"), stored("a.wav", mfcc=b"11")])
        ids = library.described(["mfcc"])
        rows = dict(library.rows("mfcc"))
        library.store_places(
            "map", [StoredPlace(ids[0], 1, 2, 0.25, 0.5), StoredPlace(ids[1], 3, 4, 0.75, 1.0, 7)], {7: "kick"}
        )
    with Library(path) as library:
        assert [rows[each] for each in ids] == [b"11", b"22"]
        assert list(library.placed_sounds("map", "reading")) == [
            (sound("a.wav")._replace(overview=b""), 0.25, 0.5, None),
            (sound("b/x.wav")._replace(overview=b""), 0.75, 1.0, 7),
        ]
        assert library.places("map") == {ids[0]: ((1, 2), 0.25, 0.5, None), ids[1]: ((3, 4), 0.75, 1.0, 7)}
        assert library.cluster_names("map") == {7: "kick"}
        assert library.known_files() == {
            "a.wav": KnownFile(10, 7, None),
            "b/x.wav": KnownFile(10, 7, None),
        }


def test_the_waveform_of_one_sound_is_read_by_itself(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_sounds([stored("a.wav")])
        assert library.overview("reading", sound("a.wav")) == bytes(256)
        assert library.overview("another", sound("a.wav")) == library.overview("reading", sound("b.wav")) == b""


def test_any_file_name_comes_back(path: Path) -> None:
    names = [os.fsdecode(b"\xff\xfe.wav"), "new\nline.wav", "太鼓.wav", "[red].wav"]
    with LibraryWriter(path) as library:
        library.store_sounds([stored(name) for name in names])
        assert set(library.known_files()) == set(names)


def test_removed_files_leave_the_map(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_sounds([stored("a.wav"), stored("b.wav")])
        ids = library.described([])
        library.store_places("map", [StoredPlace(each, 0, 0, 0, 0) for each in ids], {})
        library.mark_gone(["a.wav"], 1000)
        assert [placed.sound.path for placed in library.placed_sounds("map", "reading")] == ["b.wav"]
        assert (library.count_sounds("reading"), library.count_places("map")) == (1, 1)


def test_a_changed_file_replaces_what_was_known_of_it(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_sounds([stored("a.wav", mfcc=b"old", learned=b"old")])
        library.store_sounds([stored("a.wav", size=11, mfcc=b"new")])
        assert [row for _, row in library.rows("mfcc")] == [b"new"]
        assert library.described(["mfcc", "learned"]) == []
        assert library.count_sounds("reading") == 1


def test_another_descriptor_is_added_to_a_sound_that_is_known(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_sounds([stored("a.wav", mfcc=b"1")])
        library.store_sounds([stored("a.wav", learned=b"2")])
        (sound,) = library.described(["mfcc", "learned"])
        assert [*library.rows("mfcc"), *library.rows("learned")] == [(sound, b"1"), (sound, b"2")]
        assert library.finished_files(["mfcc", "learned"], "reading") == {"a.wav"}
        assert library.finished_files(["mfcc", "chroma"], "reading") == set()


def test_skipped_files_are_told_with_their_reason_and_count_as_described(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_skipped(
            [
                StoredSkip(FoundFile("bad.wav", 1, 1), "empty"),
                StoredSkip(FoundFile("a.m4a", 1, 1), "needs it", "ffmpeg"),
            ]
        )
        assert library.skipped() == (Skipped("a.m4a", "needs it"), Skipped("bad.wav", "empty"))
        assert library.finished_files(["mfcc"], "reading") == {"bad.wav", "a.m4a"}
        assert library.known_files()["a.m4a"] == KnownFile(1, 1, "ffmpeg")


def test_a_training_comes_back_with_its_losses(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_model("learned", b"weights", [0.5, 0.25], 900)
        assert (library.model("learned"), library.losses("learned")) == (Model(b"weights", 900), [0.5, 0.25])
        assert (library.model("other"), library.losses("other")) == (None, [])
        library.store_sounds([stored("a.wav", learned=b"1", mfcc=b"2")])
        library.remove_model("learned")
        assert library.model("learned") is None
        assert library.finished_files(["learned"], "reading") == set()
        assert library.finished_files(["mfcc"], "reading") == {"a.wav"}


def test_a_trouble_that_may_pass_is_told_but_tried_again(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_skipped([StoredSkip(FoundFile("a.wav", 1, 1), "disk asleep", may_pass=True)])
        assert library.skipped() == (Skipped("a.wav", "disk asleep"),)
        assert library.finished_files(["mfcc"], "reading") == set()
        assert library.known_files()["a.wav"].size == RETRY


def test_what_is_told_of_a_sound_belongs_to_the_way_it_was_read(path: Path) -> None:
    short, whole = sound("a.wav")._replace(described=0.5), sound("a.wav")._replace(described=1.5)
    with LibraryWriter(path) as library:
        library.store_sounds([StoredSound(FoundFile("a.wav", 1, 1), short, "half a second", {})])
        library.store_sounds([StoredSound(FoundFile("a.wav", 1, 1), whole, "all", {})])
        assert [each for _, each in library.sounds("half a second")] == [short._replace(overview=b"")]
        assert [each for _, each in library.sounds("all")] == [whole._replace(overview=b"")]


def test_a_failed_batch_leaves_nothing_of_itself(path: Path) -> None:
    with LibraryWriter(path) as library:
        library.store_sounds([stored("a.wav")])

        def broken():
            yield stored("b.wav")
            raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError):
            library.store_sounds(broken())
        assert set(library.known_files()) == {"a.wav"}


def test_a_library_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    LibraryWriter(path).__exit__(None, None, None)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(LibraryError, match="newer tuimap"):
        LibraryWriter(path)


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="not a tuimap library"):
        LibraryWriter(path)
    assert path.read_bytes() == before


def test_a_file_of_nonsense_is_refused_with_the_mend(path: Path) -> None:
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(LibraryError, match=r"not a tuimap library, or damaged.*--library"):
        LibraryWriter(path)


def test_a_place_that_cannot_be_written_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match=r"there is no folder .*--library FILE"):
        LibraryWriter(tmp_path / "file" / "a.sqlite")
    with pytest.raises(LibraryError, match=r"nothing can be written beside it.*--library FILE"):
        LibraryWriter(tmp_path)
    with pytest.raises(LibraryError, match=r"cannot be made.*--library FILE"):
        make_folder(tmp_path / "file" / "libraries")


@contextmanager
def as_somebody(folder: Path) -> Iterator[None]:
    """Be a user who may read a folder and nothing more, also where the tests are run by root."""
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_a_library_that_cannot_be_written_is_read_and_writing_says_so() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sqlite"
        with LibraryWriter(path) as library:
            library.store_sounds([stored("a.wav")])
        path.chmod(0o444)
        with as_somebody(path.parent):
            with Library(path) as library:
                assert library.count_sounds("reading") == 1
            with pytest.raises(LibraryError, match=r"can be read, but not written\. Name a place .*--library FILE"):
                LibraryWriter(path)


def test_a_failure_that_rolled_back_by_itself_is_told_as_what_it_was(path: Path) -> None:
    with LibraryWriter(path) as library:
        library._connection.execute("PRAGMA max_page_count = 20")
        with pytest.raises(LibraryError, match="full"):
            library.store_sounds(stored(f"{number}.wav", mfcc=bytes(5000)) for number in range(100))


@pytest.mark.parametrize("reason", ["a program that says a lot " * 500, "a name that is no text: \udcff"])
def test_whatever_a_reason_says_it_can_be_read_again(path: Path, reason: str) -> None:
    with LibraryWriter(path) as library:
        library.store_skipped([StoredSkip(FoundFile("a.wav", 10, 7), reason)])
        assert library.skipped()[0].reason[:20] == reason[:20]


def test_the_largest_network_that_can_be_asked_for_can_be_stored(path: Path) -> None:
    widths = (BANDS, *[MOST_WIDTH] * MOST_LAYERS, MOST_FEATURES)
    layers = tuple((np.zeros(shape, np.float32), np.zeros(shape[1], np.float32)) for shape in pairwise(widths))
    with LibraryWriter(path) as library:
        library.store_model("learned", Encoder(layers).to_bytes(), [0.5], 1)
        library.examine("models")
        model = library.model("learned")
    assert model is not None
    assert len(Encoder.from_bytes(model.encoder).layers) == MOST_LAYERS + 1
