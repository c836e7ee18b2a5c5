"""Copies in a folder: numbered, whole, never in the place of anything."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tuimap import sound_copies
from tuimap.errors import TuimapError
from tuimap.sound import Sound
from tuimap.sound_copies import Copied, copy_sounds, numbered


def sound(path: str, **changes: object) -> Sound:
    values: dict[str, object] = {"start": 0.0, "duration": 0.5, "sample_rate": 44_100, "channels": 2}
    return Sound(path, **{**values, "encoding": "WAV", "level": 0.0, "overview": b"", **changes})  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "sounds"
    (root / "kick").mkdir(parents=True)
    for name in ("kick/a.wav", "b.flac", "c.wav"):
        (root / name).write_bytes(name.encode() * 1000)
        os.utime(root / name, (1e9, 1e9))
    return root


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def finish(root: Path, sounds: list[Sound], folder: Path) -> Copied:
    stage = copy_sounds(root, sounds, folder)
    told = []
    while True:
        try:
            told.append(next(stage))
        except StopIteration as end:
            assert told == list(range(len(sounds)))
            return end.value  # type: ignore[no-any-return]


def test_files_are_copied_byte_for_byte_under_numbers_in_their_order(root: Path, tmp_path: Path) -> None:
    kit = tmp_path / "new" / "kit"
    done = finish(root, [sound("c.wav"), sound("kick/a.wav"), sound("b.flac")], kit)
    assert done == Copied(("001 c.wav", "002 a.wav", "003 b.flac"), ())
    assert names(kit) == list(done.names)
    assert (kit / "002 a.wav").read_bytes() == (root / "kick/a.wav").read_bytes()
    assert (kit / "002 a.wav").stat().st_mtime == 1e9


def test_numbers_go_on_behind_those_that_are_there_and_nothing_is_replaced(root: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    for name in ("001 c.wav", "0041 mine.wav", "b.flac", "12monkeys.wav"):
        kit.mkdir(exist_ok=True)
        (kit / name).write_text("mine")
    assert finish(root, [sound("c.wav"), sound("b.flac")], kit).names == ("042 c.wav", "043 b.flac")
    assert (kit / "001 c.wav").read_text() == (kit / "b.flac").read_text() == "mine"


def test_a_name_that_is_taken_meanwhile_is_not_taken_again(root: Path, tmp_path: Path) -> None:
    stage = copy_sounds(root, [sound("c.wav"), sound("b.flac")], tmp_path / "kit")
    next(stage)
    (tmp_path / "kit" / "001 c.wav").symlink_to("nowhere")
    assert list(stage) == [1]
    assert names(tmp_path / "kit") == ["001 c.wav", "002 c.wav", "003 b.flac"]
    assert (tmp_path / "kit" / "001 c.wav").readlink() == Path("nowhere")


def test_where_there_are_no_links_a_name_that_is_taken_is_not_taken_either(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    stage = copy_sounds(root, [sound("c.wav")], tmp_path / "kit")
    next(stage)
    (tmp_path / "kit" / "001 c.wav").write_text("mine")
    assert list(stage) == []
    assert (tmp_path / "kit" / "001 c.wav").read_text() == "mine"
    assert (tmp_path / "kit" / "002 c.wav").read_bytes() == (root / "c.wav").read_bytes()
    assert len(names(tmp_path / "kit")) == 2


def test_what_cannot_be_read_is_named_and_takes_no_number(root: Path, tmp_path: Path) -> None:
    os.mkfifo(root / "pipe.wav")
    done = finish(root, [sound("none.wav"), sound("c.wav"), sound("pipe.wav"), sound("b.flac")], tmp_path / "kit")
    assert done.names == ("001 c.wav", "002 b.flac")
    assert [(each.path, each.reason) for each in done.failed] == [
        ("none.wav", "cannot be opened: No such file or directory"),
        ("pipe.wav", "not a regular file"),
    ]


def test_who_stops_keeps_what_is_whole_and_nothing_else(root: Path, tmp_path: Path) -> None:
    stage = copy_sounds(root, [sound("c.wav"), sound("b.flac"), sound("kick/a.wav")], tmp_path / "kit")
    assert [next(stage), next(stage)] == [0, 1]
    stage.close()
    assert names(tmp_path / "kit") == ["001 c.wav"]


def test_a_disk_that_fills_up_is_said_and_leaves_no_halves(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def filling(descriptor: int, content: bytes) -> int:
        if bytes(content[:6]) == b"b.flac":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, content[:1000])

    monkeypatch.setattr(sound_copies.os, "write", filling)
    with pytest.raises(TuimapError, match=r"kit is full: 1 of 2 sounds are there\. Make room"):
        finish(root, [sound("c.wav"), sound("b.flac")], tmp_path / "kit")
    assert names(tmp_path / "kit") == ["001 c.wav"]
    assert (tmp_path / "kit/001 c.wav").read_bytes() == (root / "c.wav").read_bytes()


def test_too_little_room_is_said_before_anything_is_copied(root: Path, tmp_path: Path) -> None:
    with (root / "c.wav").open("r+b") as stream:
        stream.truncate(1 << 43)  # a hole: no disk of today has room for a copy
    with pytest.raises(TuimapError, match=r"the copies need 8,796,093 MB, .*kit has room for [0-9,]+ MB"):
        finish(root, [sound("b.flac"), sound("c.wav")], tmp_path / "kit")
    assert names(tmp_path / "kit") == []


def test_a_file_in_the_place_of_the_folder_is_said(root: Path, tmp_path: Path) -> None:
    (tmp_path / "kit").write_text("mine")
    with pytest.raises(TuimapError, match="kit: no copies can be put there: File exists"):
        finish(root, [sound("c.wav")], tmp_path / "kit")


@pytest.mark.parametrize(("subtype", "written"), [("PCM_16", "PCM_16"), ("PCM_24", "PCM_24"), ("ULAW", "PCM_24")])
def test_a_slice_is_cut_out_sample_for_sample(root: Path, tmp_path: Path, subtype: str, written: str) -> None:
    noise = np.random.default_rng(0).uniform(-0.9, 0.9, (48_000, 2))
    soundfile.write(root / "rain.wav", noise, 48_000, subtype)
    part = sound("rain.wav", start=0.25, duration=0.5, slice=True, sample_rate=48_000)
    assert finish(root, [part], tmp_path / "kit").names == ("001 rain 0-00.25.wav",)
    whole, _ = soundfile.read(root / "rain.wav")
    cut, rate = soundfile.read(tmp_path / "kit/001 rain 0-00.25.wav")
    assert rate == 48_000
    assert soundfile.info(tmp_path / "kit/001 rain 0-00.25.wav").subtype == written
    assert np.array_equal(cut, whole[12_000:36_000])


@pytest.mark.parametrize(
    "name", ["\u00e9" * 200 + ".wav", "x" * 255, "a." + "y" * 253, os.fsdecode(b"\xff" * 250) + ".wav"]
)
def test_a_long_name_is_cut_to_what_file_systems_take_and_keeps_its_ending(name: str) -> None:
    made = numbered("0001 ", name, sound(name))
    assert 250 < len(os.fsencode(made)) <= 255
    assert made.startswith(f"0001 {name[:100]}")
    assert made.endswith(".wav") == name.endswith(".wav")
