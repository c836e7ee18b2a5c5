"""Files that go, come back, are renamed, copied, touched and swapped: none of them is decoded again."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from analyses import decoded, places, sounds_in

from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.errors import CorpusError, DamagedError
from tuimap.library_entries import StoredSkip, StoredSound
from tuimap.library_rows import Mark
from tuimap.library_writer import LibraryWriter
from tuimap.pipeline import analyse
from tuimap.progress import finish
from tuimap.settings import GONE_DAYS, Limits, Settings
from tuimap.sound import Sound, SoundKey
from tuimap.sound_marks import NOTHING, MarkChange

PUNCHY = MarkChange(favourite=True, add=frozenset({"punchy", "low"}), note="for the drop")


def touch(path: Path) -> None:
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 3_600_000_000_000))


def test_a_renamed_folder_keeps_its_places_and_is_not_decoded(collection: Collection, few_sounds: Path) -> None:
    before = places(collection)
    folder = sounds_in(few_sounds)[0].parent
    folder.rename(few_sounds / "new name")
    assert decoded(collection) == 0
    assert places(collection) == {path.replace(f"{folder.name}/", "new name/"): at for path, at in before.items()}


def test_a_copy_is_not_decoded_and_lies_where_the_first_one_lies(collection: Collection, few_sounds: Path) -> None:
    before = places(collection)
    first = sounds_in(few_sounds)[3]
    shutil.copy(first, few_sounds / "copy.wav")
    shutil.copy(first, few_sounds / "copy 2.wav")
    assert decoded(collection) == 0
    at = before[first.relative_to(few_sounds).as_posix()]
    assert places(collection) == {**before, "copy.wav": at, "copy 2.wav": at}


def test_touched_files_are_not_decoded(collection: Collection, few_sounds: Path) -> None:
    before = places(collection)
    for path in sounds_in(few_sounds):
        touch(path)
    assert not collection.is_current()
    assert decoded(collection) == 0
    assert places(collection) == before


def test_two_files_that_change_names_change_places(collection: Collection, few_sounds: Path) -> None:
    before = places(collection)
    one, other = sounds_in(few_sounds)[0], sounds_in(few_sounds)[-1]
    one.rename(few_sounds / "between")
    other.rename(one)
    (few_sounds / "between").rename(other)
    assert decoded(collection) == 0
    names = one.relative_to(few_sounds).as_posix(), other.relative_to(few_sounds).as_posix()
    expected = {**before, names[0]: before[names[1]], names[1]: before[names[0]]}
    assert places(collection) == expected


def test_a_sound_moved_over_another_one_takes_its_name_only(collection: Collection, few_sounds: Path) -> None:
    before = places(collection)
    one, other = sounds_in(few_sounds)[0], sounds_in(few_sounds)[-1]
    one.replace(other)
    assert decoded(collection) == 0
    names = one.relative_to(few_sounds).as_posix(), other.relative_to(few_sounds).as_posix()
    after = {**before, names[1]: before[names[0]]}
    del after[names[0]]
    assert places(collection) == after


def test_a_folder_that_was_away_is_back_without_decoding(
    collection: Collection, few_sounds: Path, tmp_path: Path
) -> None:
    before = places(collection)
    folder = sounds_in(few_sounds)[0].parent
    folder.rename(tmp_path / "unmounted")
    assert decoded(collection) == 0
    assert set(places(collection)) == {path for path in before if not path.startswith(f"{folder.name}/")}
    (tmp_path / "unmounted").rename(folder)
    assert not collection.is_current()
    assert decoded(collection) == 0
    assert places(collection) == before


def test_a_file_that_was_away_is_recognised_under_another_name(collection: Collection, few_sounds: Path) -> None:
    first = sounds_in(few_sounds)[0]
    shutil.move(first, few_sounds.parent / "away.wav")
    decoded(collection)
    shutil.move(few_sounds.parent / "away.wav", few_sounds / "back.wav")
    assert decoded(collection) == 0
    assert "back.wav" in places(collection)


def test_a_file_that_changed_and_kept_its_size_is_decoded(collection: Collection, few_sounds: Path) -> None:
    path = sounds_in(few_sounds)[0]
    holds = bytearray(path.read_bytes())
    holds[-1000:] = bytes(1000)
    path.write_bytes(holds)
    assert decoded(collection) == 1


def test_all_files_moved_below_another_folder_are_no_other_folders_sounds(
    collection: Collection, few_sounds: Path
) -> None:
    below = few_sounds.parent / "below"
    few_sounds.rename(below)
    few_sounds.mkdir()
    below.rename(few_sounds / "below")
    assert decoded(collection) == 0
    assert len(places(collection)) == 24


def test_with_other_settings_moved_files_are_decoded_for_what_is_missing_only(
    collection: Collection, few_sounds: Path
) -> None:
    sounds_in(few_sounds)[0].rename(few_sounds / "moved.wav")
    other = replace(collection, settings=replace(collection.settings, features=13))
    assert decoded(other) == 24
    assert decoded(collection) == 0


def stored(path: str, content: bytes) -> StoredSound:
    sound = Sound(path, 0.0, 1.5, 44_100, 2, "WAV, 16 bit", -6.0, bytes(256))
    return StoredSound(FoundFile(path, 10, 7), sound, "reading", {"mfcc": b"1234"}, content)


def test_what_is_missing_for_long_is_forgotten_and_its_mark_is_not(tmp_path: Path) -> None:
    day = 24 * 3600
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        library.store_sounds([stored("a.wav", b"a" * 16), stored("b.wav", b"b" * 16)])
        library.change_marks([(SoundKey("a.wav"), b"a" * 16, PUNCHY)])
        library.mark_gone(["a.wav"], 1000)
        library.mark_gone([], 1000 + GONE_DAYS * day)
        assert set(library.known_files()) == {"a.wav", "b.wav"}
        library.mark_gone([], 1001 + GONE_DAYS * day)
        assert set(library.known_files()) == {"b.wav"}
        assert library.sound_marks() == {}
        library.store_sounds([stored("c.wav", b"a" * 16)])
        assert library.sound_marks() == {SoundKey("c.wav"): PUNCHY.applied(NOTHING)}


def test_a_changed_file_keeps_its_marks(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        library.store_sounds([stored("a.wav", b"a" * 16)])
        library.change_marks([(SoundKey("a.wav"), b"a" * 16, PUNCHY)])
        library.store_sounds([replace(stored("a.wav", b"b" * 16), file=FoundFile("a.wav", 11, 8))])
        assert library.sound_marks() == {SoundKey("a.wav"): PUNCHY.applied(NOTHING)}


def test_what_another_program_has_moved_or_forgotten_meanwhile_is_passed_over(tmp_path: Path) -> None:
    moved, copied = FoundFile("new.wav", 10, 8), FoundFile("copy.wav", 10, 8)
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        library.store_sounds([stored("a.wav", b"a" * 16)])
        library.recognise({"a.wav": moved}, {})
        library.recognise({"a.wav": moved}, {copied: "a.wav"})
        assert set(library.known_files()) == {"new.wav"}


def test_an_index_that_does_not_lead_to_a_file_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with LibraryWriter(path) as library:
        library.store_sounds([stored("a.wav", b"a" * 16)])
    pages = path.read_bytes()
    path.write_bytes(pages.replace(b"\x03\x16\x09a.wav", b"\x03\x16\x09b.wav"))
    assert path.read_bytes() != pages
    with LibraryWriter(path) as library, pytest.raises(DamagedError):
        library.recognise({"a.wav": FoundFile("new.wav", 10, 8)}, {})


def test_links_to_a_disk_that_is_away_lose_nothing(few_sounds: Path, tmp_path: Path) -> None:
    links = tmp_path / "links"
    links.mkdir()
    for sound in sounds_in(few_sounds):
        (links / sound.name).symlink_to(sound)
    library = tmp_path / "links.sqlite"
    collection = Collection((links,), Settings(descriptor="mfcc", reducer="pca"), Limits(jobs=2), library)
    finish(analyse(collection))
    before = places(collection)
    away = few_sounds.rename(tmp_path / "away")
    with pytest.raises(CorpusError, match="leads nowhere"):
        finish(analyse(collection))
    assert {skipped.path for skipped in collection.skipped()} == set(before)
    away.rename(few_sounds)
    assert decoded(collection) == 0
    assert places(collection) == before
    assert not collection.skipped()


def test_a_file_that_fails_for_a_while_keeps_what_was_known_of_it(collection: Collection, few_sounds: Path) -> None:
    before = places(collection)
    path = min(before)
    file = FoundFile(path, (few_sounds / path).stat().st_size, (few_sounds / path).stat().st_mtime_ns)
    with LibraryWriter(collection.library_path) as library:
        library.store_skipped([StoredSkip(file, "the disk stalls", may_pass=True)])
    assert set(places(collection)) == set(before) - {path}
    assert [skipped.path for skipped in collection.skipped()] == [path]
    assert decoded(collection) == 0
    assert places(collection) == before
    assert not collection.skipped()


def test_a_file_without_a_digest_that_failed_for_a_while_is_the_same_when_it_is_read(tmp_path: Path) -> None:
    sound = Sound("a.wav", 0, 1, 44_100, 1, "WAV", 0, bytes(256), "", 1)
    file = FoundFile("a.wav", 10, 20)
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        library.store_sounds([StoredSound(file, sound, "reading", {"one": b"1"})])
        library.store_skipped([StoredSkip(file, "the disk stalls", may_pass=True)])
        library.store_sounds([StoredSound(file, sound, "reading", {"other": b"2"})])
        assert len(library.described(["one", "other"])) == 1
        assert not library.skipped()


def test_a_changed_file_keeps_its_marks_when_the_library_is_deleted_later(tmp_path: Path) -> None:
    library = tmp_path / "a.sqlite"
    sound = Sound("a.wav", 0, 1, 44_100, 1, "WAV", 0, bytes(256), "", 1)
    with LibraryWriter(library) as writer:
        writer.store_sounds([StoredSound(FoundFile("a.wav", 10, 20), sound, "reading", {}, b"1" * 16)])
        writer.change_marks([(SoundKey("a.wav"), b"1" * 16, PUNCHY)])
        writer.store_sounds([StoredSound(FoundFile("a.wav", 11, 30), sound, "reading", {}, b"2" * 16)])
    library.unlink()
    with LibraryWriter(library) as writer:
        assert Mark(b"2" * 16, SoundKey("a.wav"), PUNCHY.applied(NOTHING)) in writer.marks()
