"""A map made elsewhere as the screen sees it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from tuimap.errors import CorpusError, TuimapError
from tuimap.opened.opened_map import OpenedMap, is_map
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange


def table(folder: Path, text: str = "path,x,y\na.wav,0,0\nb.wav,1,1\n") -> Path:
    (folder / "a.wav").write_bytes(b"RIFF")
    file = folder / "map.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_files_are_found_beside_the_map(tmp_path: Path) -> None:
    opened = OpenedMap(table(tmp_path))
    assert opened.load().file(0) == tmp_path / "a.wav"
    assert (opened.offline(), opened.silence, opened.title) == ("", "", "map.csv")


def test_files_that_are_not_beside_the_map_are_said(tmp_path: Path) -> None:
    opened = OpenedMap(table(tmp_path, "path,x,y\nelsewhere/a.wav,0,0\n"))
    opened.load()
    assert opened.offline().startswith(f"elsewhere/a.wav is not in {tmp_path}")


@pytest.mark.parametrize("suffix", [".csv", ".npz"])
def test_a_map_without_files_says_that_nothing_can_be_heard(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"map{suffix}"
    if suffix == ".npz":
        np.savez(file, positions=np.zeros((2, 2)))
    else:
        file.write_text("x,y\n0,0\n", encoding="utf-8")
    assert OpenedMap(file).silence == f"no sound: map{suffix} names no files, only places"


def test_what_was_left_out_is_told(tmp_path: Path) -> None:
    opened = OpenedMap(table(tmp_path, "path,x,y\na.wav,0,0\nb.wav,1,\n"))
    opened.load()
    assert [skip.path for skip in opened.skipped()] == ["b.wav"]


def test_a_map_of_which_every_point_is_left_out_says_why(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"map\.csv holds no point: b\.wav, y is no finite number"):
        OpenedMap(table(tmp_path, "path,x,y\nb.wav,1,\n")).load()


@pytest.mark.parametrize("name", ["gone.csv", "gone.npz"])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match=f"{name} cannot be read: No such file"):
        OpenedMap(tmp_path / name).load()


def test_marks_are_kept_for_the_next_time(tmp_path: Path) -> None:
    file, library = table(tmp_path), tmp_path / "marks.sqlite"
    key = SoundKey("a.wav")
    OpenedMap(file, library).change_marks({key: MarkChange(favourite=True)})
    assert OpenedMap(file, library).marks()[key].favourite


def test_a_sound_without_a_file_cannot_be_marked(tmp_path: Path) -> None:
    opened = OpenedMap(table(tmp_path, "x,y\n0,0\n"), tmp_path / "marks.sqlite")
    with pytest.raises(TuimapError, match="1 cannot be marked"):
        opened.change_marks({SoundKey("1"): MarkChange(favourite=True)})


def test_only_a_file_is_a_map(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert not is_map(tmp_path / "folder.csv")
    assert is_map(tmp_path / "MAP.CSV")
    assert not is_map(tmp_path / "kick.wav")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_no_map_and_nobody_waits_for_what_comes_out_of_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert not is_map(tmp_path / "pipe.csv")


def test_a_sound_outside_of_the_maps_folder_cannot_be_marked(tmp_path: Path) -> None:
    opened = OpenedMap(table(tmp_path, "path,x,y\n../b.wav,0,0\n"), tmp_path / "marks.sqlite")
    with pytest.raises(TuimapError, match=r"\.\./b\.wav cannot be marked"):
        opened.change_marks({SoundKey("../b.wav"): MarkChange(favourite=True)})
