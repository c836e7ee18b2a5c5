from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from tuimap.corpus.root import common_root
from tuimap.corpus.scan import scan
from tuimap.errors import CorpusError
from tuimap.progress import finish


def touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def found(*paths: Path) -> list[str]:
    return [file.path for file in finish(scan(paths)).files]


def refused(path: Path) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in finish(scan([path])).skipped}


def test_sound_files_are_found_by_suffix_in_any_case_and_sorted_by_path(tmp_path: Path) -> None:
    touch(tmp_path, "b/two.WAV", "a.flac", "b/one.mp3", "notes.txt", "b/cover.png", "noext")
    assert found(tmp_path) == ["a.flac", "b/one.mp3", "b/two.WAV"]


def test_a_file_without_a_suffix_is_chosen_where_it_begins_as_a_sound_does(tmp_path: Path) -> None:
    touch(tmp_path, "README", "v1.2")
    for name in ("sound", "v1.3"):
        (tmp_path / name).write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    (tmp_path / "archive").write_bytes(b"RIFF\0\0\0\0AVI LIST")
    assert found(tmp_path) == ["sound"]


def test_size_and_time_of_change_are_told(tmp_path: Path) -> None:
    touch(tmp_path, "a.wav")
    file = finish(scan([tmp_path])).files[0]
    assert (file.size, file.modified) == (1, (tmp_path / "a.wav").stat().st_mtime_ns)


def test_hidden_files_and_folders_and_zip_leftovers_are_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, ".hidden.wav", "._a.wav", ".git/a.wav", "__MACOSX/a.wav", "a.wav")
    assert found(tmp_path) == ["a.wav"]
    assert refused(tmp_path) == {}


def test_several_paths_are_named_from_their_common_folder_and_each_file_once(tmp_path: Path) -> None:
    touch(tmp_path, "kicks/a.wav", "snares/deep/b.wav", "other/c.wav")
    assert found(tmp_path / "kicks", tmp_path / "snares", tmp_path / "snares/deep/b.wav") == [
        "kicks/a.wav",
        "snares/deep/b.wav",
    ]


def test_a_single_file_is_a_collection_named_from_its_folder(tmp_path: Path) -> None:
    touch(tmp_path, "a.wav", "b.wav")
    assert found(tmp_path / "a.wav") == ["a.wav"]
    assert common_root([tmp_path / "a.wav"]) == tmp_path


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere: no such file or folder. Check the spelling"):
        common_root([tmp_path / "nowhere"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links and named pipes")
def test_loops_end_and_what_is_no_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    touch(tmp_path, "real/a.wav")
    (tmp_path / "loop").symlink_to("..")
    (tmp_path / "again").symlink_to("real")
    (tmp_path / "self.wav").symlink_to("self.wav")
    (tmp_path / "dangling.wav").symlink_to("nowhere.wav")
    (tmp_path / "zero.wav").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.wav")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "sock.wav"))
    assert found(tmp_path) == ["real/a.wav"]
    reasons = refused(tmp_path)
    assert sorted(reasons) == ["dangling.wav", "pipe.wav", "self.wav", "sock.wav", "zero.wav"]
    assert "named pipe" in reasons["pipe.wav"]
    assert "device" in reasons["zero.wav"]
    assert "leads nowhere" in reasons["dangling.wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_linked_folder_of_sounds_from_elsewhere_is_followed(tmp_path: Path) -> None:
    touch(tmp_path, "library/a.wav", "mine/b.wav")
    (tmp_path / "mine" / "linked").symlink_to(tmp_path / "library")
    assert found(tmp_path / "mine") == ["b.wav", "linked/a.wav"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8_comes_back_as_the_same_bytes(tmp_path: Path) -> None:
    name = b"caf\xe9\xff.wav"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    assert [os.fsencode(path) for path in found(tmp_path)] == [name]


def test_a_file_that_is_deleted_meanwhile_costs_nothing_but_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.wav", "b.wav", "c.wav")
    looked_at: list[str] = []

    def delete_the_second(name: str) -> bool:
        looked_at.append(name)
        if len(looked_at) == 2:
            (tmp_path / name).unlink()
        return True

    monkeypatch.setattr("tuimap.corpus.scan._is_sound_by_name", delete_the_second)
    assert len(found(tmp_path)) == 2
    assert refused(tmp_path) == {}
