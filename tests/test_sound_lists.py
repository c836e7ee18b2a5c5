"""Lists of sounds that players, scripts and spreadsheets read."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from tuimap.errors import TuimapError
from tuimap.sound import Sound
from tuimap.sound_lists import LISTS, Listed, write_list
from tuimap.sound_marks import NOTHING, SoundMarks


def listed(path: str, marks: SoundMarks = NOTHING, **changes: object) -> Listed:
    values: dict[str, object] = {"start": 0.0, "duration": 0.5, "sample_rate": 44_100, "channels": 2}
    sound = Sound(path.rpartition("/")[2], **{**values, "encoding": "WAV", "level": 0.0, "overview": b"", **changes})  # type: ignore[arg-type]
    return Listed(path, sound, marks)


WHOLE = listed("/s/kick, 1.wav", SoundMarks(True, frozenset({"low", "dark"}), 'my "kick"'))
SLICE = listed("/s/rain.wav", slice=True, start=61.5, duration=1.25)


def test_a_length_that_nobody_knows_is_told_as_players_expect_it() -> None:
    unknown = [listed("/s/take.wav", duration=float("inf"))]
    assert LISTS[".m3u8"](unknown) == "#EXTM3U\n#EXTINF:-1,take.wav\n/s/take.wav\n"
    assert "/s/take.wav,0.000000,,0,," in LISTS[".csv"](unknown)


def test_a_playlist_names_length_and_title_and_where_a_slice_lies() -> None:
    assert LISTS[".m3u8"]([WHOLE, SLICE]) == (
        "#EXTM3U\n#EXTINF:0.500,kick, 1.wav\n/s/kick, 1.wav\n"
        "#EXTINF:1.250,rain.wav 1:01.50\n#EXTVLCOPT:start-time=61.500\n#EXTVLCOPT:stop-time=62.750\n/s/rain.wav\n"
    )


def test_a_text_is_a_path_a_line_and_a_slice_has_start_and_length_behind_it() -> None:
    assert LISTS[".txt"]([WHOLE, SLICE]) == "/s/kick, 1.wav\n/s/rain.wav\t61.500000\t1.250000\n"


def test_a_table_tells_what_the_user_says_and_every_reader_of_csv_reads_it() -> None:
    told = LISTS[".csv"]([WHOLE, SLICE, listed("/s/a\nb.wav")])
    assert list(csv.reader(told.splitlines(keepends=True))) == [
        ["path", "start", "duration", "favourite", "tags", "comment"],
        ["/s/kick, 1.wav", "0.000000", "0.500000", "1", "dark low", 'my "kick"'],
        ["/s/rain.wav", "61.500000", "1.250000", "0", "", ""],
        ["/s/a\nb.wav", "0.000000", "0.500000", "0", "", ""],
    ]


def test_a_name_that_is_no_text_is_written_as_its_bytes(tmp_path: Path) -> None:
    write_list([listed(os.fsdecode(b"/s/\xff.wav"))], tmp_path / "kit.txt")
    assert (tmp_path / "kit.txt").read_bytes() == b"/s/\xff.wav\n"


def test_a_list_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "kit.txt").write_text("mine")
    with pytest.raises(TuimapError, match=r"kit\.txt is there already\. Name another file"):
        write_list([WHOLE], tmp_path / "kit.txt")
    assert (tmp_path / "kit.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [tmp_path / "kit.txt"]


@pytest.mark.parametrize("ending", [".m3u8", ".txt"])
def test_a_line_break_in_a_name_is_refused_where_it_would_make_two_of_one(tmp_path: Path, ending: str) -> None:
    with pytest.raises(TuimapError, match=r"^/s/a\\x0ab\.wav: a line break in a name has no place.*Use \.csv$"):
        write_list([WHOLE, listed("/s/a\nb.wav")], tmp_path / f"kit{ending}")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(TuimapError, match="cannot be written: No such file"):
        write_list([WHOLE], tmp_path / "none" / "kit.txt")
