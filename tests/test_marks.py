"""Marks in the library and in the copy beside it: many at once, from two programs, from older times."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tuimap.collection import Collection
from tuimap.errors import CorpusError, LibraryError
from tuimap.library_writer import LibraryWriter
from tuimap.marks import copy_of_marks, read_copy
from tuimap.settings import Settings
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange, SoundMarks

TAGGER = """
import sys
from pathlib import Path
from tuimap.collection import Collection
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange

folder, library, word = sys.argv[1:]
collection = Collection((Path(folder),), library_file=Path(library))
for number in range(12):
    for name in ("a.wav", "b.wav"):
        collection.change_marks({SoundKey(name): MarkChange(add=frozenset({f"{word}{number}"}))})
"""


@pytest.fixture
def plain(tmp_path: Path) -> Collection:
    folder = tmp_path / "sounds"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.wav").write_bytes(name.encode() * 100)
    return Collection((folder,), Settings(), library_file=tmp_path / "library.sqlite")


def tagged(*tags: str) -> MarkChange:
    return MarkChange(add=frozenset(tags))


def copied(collection: Collection) -> dict[SoundKey, SoundMarks]:
    return {mark.key: mark.said for mark in read_copy(collection.library_path)}


A, B = SoundKey("a.wav"), SoundKey("b.wav", 1.5, 0.25)


def test_a_sound_keeps_favourite_tags_and_note_until_nothing_is_left(plain: Collection) -> None:
    assert plain.change_marks({A: tagged("low", "dark"), B: MarkChange(note="mine")}) == {
        A: SoundMarks(tags=frozenset({"low", "dark"})),
        B: SoundMarks(note="mine"),
    }
    assert plain.change_marks({A: MarkChange(favourite=True, remove=frozenset({"low"}))})[A] == SoundMarks(
        True, frozenset({"dark"})
    )
    assert copied(plain) == {A: SoundMarks(True, frozenset({"dark"})), B: SoundMarks(note="mine")}
    assert plain.change_marks({A: MarkChange(False, remove=frozenset({"dark"})), B: MarkChange(note="")}) == {}
    with LibraryWriter(plain.library_path) as library:
        assert library.marks() == []
    assert copied(plain) == {}


def test_what_cannot_be_read_is_named_and_the_others_are_marked(plain: Collection) -> None:
    changes = {SoundKey(name): tagged("low") for name in ("x.wav", "a.wav", "y.wav")}
    with pytest.raises(CorpusError, match=r"^x\.wav cannot be marked: No such file.*, nor can 1 more$"):
        plain.change_marks(changes)
    assert copied(plain) == {A: SoundMarks(tags=frozenset({"low"}))}


def test_a_file_with_many_slices_is_read_once(plain: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    monkeypatch.setattr("tuimap.corpus.content.content_of", lambda path: read.append(path) or b"1" * 16)
    plain.change_marks({SoundKey("a.wav", float(start), 1.0): tagged("low") for start in range(500)})
    assert len(read) == 1
    assert len(copied(plain)) == 500


def test_what_could_not_be_read_again_is_refused_and_changes_nothing(plain: Collection) -> None:
    plain.change_marks({A: tagged("low")})
    for change in (MarkChange(note="x" * 5000), MarkChange(note="\udcff"), tagged("two  spaces")):
        with pytest.raises(LibraryError, match=r"cannot be kept\. Use fewer or shorter ones"):
            plain.change_marks({SoundKey("c.wav"): tagged("high"), A: change})
    assert copied(plain) == {A: SoundMarks(tags=frozenset({"low"}))}


def test_two_programs_that_tag_the_same_sounds_lose_nothing(plain: Collection) -> None:
    command = [sys.executable, "-c", TAGGER, str(plain.root), str(plain.library_path)]
    both = [subprocess.Popen([*command, word], stderr=subprocess.PIPE, text=True) for word in ("left", "right")]
    for process in both:
        _, told = process.communicate()
        assert process.returncode == 0, told
    everything = SoundMarks(tags=frozenset(f"{word}{number}" for word in ("left", "right") for number in range(12)))
    assert copied(plain) == {A: everything, SoundKey("b.wav"): everything}
    with LibraryWriter(plain.library_path) as library:
        assert {mark.key: mark.said for mark in library.marks()} == copied(plain)


def test_a_copy_of_the_first_kind_is_read(plain: Collection) -> None:
    listed = [
        {"content": "61" * 16, "path": "a.wav", "favourite": True, "start": 0.0, "duration": 0.0},
        {"content": "62" * 16, "path": "b.wav", "favourite": True},
        {"content": "63" * 16, "path": "c.wav", "favourite": False, "tags": ["low", "a b"], "note": "mine"},
        {"content": "64" * 16, "path": "d.wav", "favourite": True, "tags": "low"},
        {"content": "65" * 16, "path": "e.wav", "favourite": True, "tags": [1]},
        {"content": "66" * 16, "path": "../f.wav", "favourite": True},
    ]
    copy_of_marks(plain.library_path).write_text(json.dumps({"version": 1, "marks": listed}))
    assert copied(plain) == {
        A: SoundMarks(favourite=True),
        SoundKey("b.wav"): SoundMarks(favourite=True),
        SoundKey("c.wav"): SoundMarks(tags=frozenset({"low", "a", "b"}), note="mine"),
    }
    with LibraryWriter(plain.library_path) as library:
        assert len(library.marks()) == 3, "a library that holds no marks takes them from the copy"


def test_a_copy_that_cannot_be_written_is_said_and_the_library_keeps_the_mark(plain: Collection) -> None:
    copy_of_marks(plain.library_path).mkdir()
    with pytest.raises(LibraryError, match=r"the copy of your marks cannot be written.*They are in the library itself"):
        plain.change_marks({A: tagged("low")})
    with LibraryWriter(plain.library_path) as library:
        assert [mark.said.tags for mark in library.marks()] == [{"low"}]
