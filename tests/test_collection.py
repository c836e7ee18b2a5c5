"""A folder that is away, and what the user says of sounds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tuimap.collection import Collection
from tuimap.errors import CorpusError
from tuimap.export import as_json
from tuimap.library import Library
from tuimap.library_entries import StoredPlace
from tuimap.library_writer import LibraryWriter
from tuimap.pipeline import analyse
from tuimap.progress import finish
from tuimap.settings import Limits, Settings
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange

LIKE, LIKE_NO_MORE = MarkChange(favourite=True), MarkChange(favourite=False)


def unmounted(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def empty_mount_point(folder: Path) -> None:
    unmounted(folder)
    (folder / "lost" / "found").mkdir(parents=True)


AWAY = {"is not there": unmounted, "is empty": empty_mount_point}


@pytest.mark.parametrize(("words", "go"), AWAY.items(), ids=AWAY)
def test_a_folder_that_is_away_keeps_its_map_and_is_offline(
    collection: Collection, few_sounds: Path, words: str, go: Callable[[Path], None]
) -> None:
    assert collection.offline() == ""
    go(few_sounds)
    later = replace(collection)
    assert later.offline().startswith(f"offline: {few_sounds} {words}, this is the map of 20")
    assert later.root == few_sounds
    found = later.load()
    assert found is not None
    assert len(found) == 24
    for attempt in (later.is_current, lambda: finish(analyse(later))):
        with pytest.raises(CorpusError, match=f"{words}. Nothing stored of it is lost"):
            attempt()
    with Library(later.library_path) as library:
        assert not any(file.gone for file in library.known_files().values())


def test_a_single_file_that_is_away_is_offline_below_its_folder(few_sounds: Path, tmp_path: Path) -> None:
    path = next(few_sounds.rglob("*.wav"))
    collection = Collection((path,), Settings(descriptor="mfcc", reducer="pca"), Limits(jobs=1), tmp_path / "l.sqlite")
    finish(analyse(collection))
    path.unlink()
    later = replace(collection)
    assert "is not there" in later.offline()
    assert later.root == path.parent


def test_a_folder_that_was_never_there_is_a_spelling_mistake(tmp_path: Path) -> None:
    collection = Collection((tmp_path / "nowhere",), library_file=tmp_path / "l.sqlite")
    assert collection.offline() == ""
    with pytest.raises(CorpusError, match="Check the spelling"):
        collection.root  # noqa: B018


def tuimap(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tuimap", *map(str, arguments), "--descriptor", "mfcc", "--reducer", "pca"]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_offline_the_map_is_printed_and_analyze_ends_with_1(collection: Collection, few_sounds: Path) -> None:
    unmounted(few_sounds)
    library = ("--library", collection.library_path)
    shown = tuimap(few_sounds, *library)
    assert shown.returncode == 0
    assert "24 sounds" in shown.stdout
    assert shown.stderr.startswith(f"tuimap: offline: {few_sounds} is not there, this is the map of ")
    assert shown.stderr.count("\n") == 1
    told = tuimap("analyze", few_sounds, *library)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        f"tuimap: {few_sounds} is not there. Nothing stored of it is lost; bring it back and run again\n"
    )


def test_marks_are_told_in_the_json_and_stay_when_the_file_is_renamed(collection: Collection, few_sounds: Path) -> None:
    path = next(few_sounds.rglob("*.wav"))
    name = SoundKey(path.relative_to(few_sounds).as_posix())
    assert set(collection.change_marks({name: LIKE})) == {name}
    collection.change_marks({name: MarkChange(add=frozenset({"low", "dark"}), note="mine")})
    path.rename(few_sounds / "renamed.wav")
    finish(analyse(collection))
    sounds = json.loads(as_json(collection))["sounds"]
    marked = [sound for sound in sounds if sound["favourite"] or sound["tags"] or sound["comment"]]
    assert [(each["path"], each["favourite"], each["tags"], each["comment"]) for each in marked] == [
        ("renamed.wav", True, ["dark", "low"], "mine")
    ]
    collection.change_marks({SoundKey("renamed.wav"): MarkChange(remove=frozenset({"low", "dark"}), note="")})
    assert collection.change_marks({SoundKey("renamed.wav"): LIKE_NO_MORE}) == {}


def test_a_sound_can_be_marked_before_it_is_stored_and_where_no_digest_is_known(
    collection: Collection, few_sounds: Path
) -> None:
    name = SoundKey(next(few_sounds.rglob("*.wav")).relative_to(few_sounds).as_posix())
    with LibraryWriter(collection.library_path) as library:
        library._connection.execute("UPDATE files SET content = NULL")
    assert set(collection.change_marks({name: LIKE})) == {name}
    assert set(collection.marks()) == {name}
    early = replace(collection, library_file=collection.library_path.with_name("early.sqlite"))
    assert set(early.change_marks({name: LIKE})) == {name}
    finish(analyse(early))
    assert set(early.marks()) == {name}


def test_a_mark_of_what_cannot_be_read_says_so(collection: Collection, few_sounds: Path) -> None:
    with pytest.raises(CorpusError, match=r"new\.wav cannot be marked: No such file"):
        collection.change_marks({SoundKey("new.wav"): LIKE})


def test_a_grid_of_a_map_that_was_arranged_anew_is_not_current(collection: Collection) -> None:
    grid = replace(collection, settings=replace(collection.settings, reducer="tsne", layout="grid"))
    finish(analyse(grid))
    assert grid.is_current()
    scattered = replace(grid, settings=replace(grid.settings, layout="scatter"))
    with LibraryWriter(grid.library_path) as library:
        turned = [
            StoredPlace(sound, -place.raw[0], place.raw[1], place.x, place.y, None)
            for sound, place in library.places(scattered.map_key).items()
        ]
        library.store_places(scattered.map_key, turned, {})
    assert scattered.is_current()
    assert not grid.is_current()
    finish(analyse(grid))
    assert grid.is_current()
