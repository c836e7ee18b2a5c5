"""Maps in tables."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tuimap.errors import CorpusError
from tuimap.opened.from_csv import read_csv
from tuimap.opened.points import MOST_TOLD, sound_map
from tuimap.sound import Sound
from tuimap.sound_map import SoundMap


def table(folder: Path, text: str | bytes) -> Path:
    file = folder / "map.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    return file


def opened(folder: Path, text: str | bytes) -> SoundMap:
    return sound_map(read_csv(table(folder, text)), folder)


def test_path_and_place_are_enough(tmp_path: Path) -> None:
    found = opened(tmp_path, "path,x,y\nkick/a.wav,0,0\nhat.wav,10,5\n")
    assert [(sound.path, sound.start, sound.length, sound.slice) for sound in found.sounds] == [
        ("kick/a.wav", 0.0, None, False),
        ("hat.wav", 0.0, None, False),
    ]
    assert found.positions.tolist() == [[0.0, 0.25], [1.0, 0.75]]
    assert found.clusters is None


def test_labels_become_clusters_the_largest_first(tmp_path: Path) -> None:
    found = opened(tmp_path, "label,path,x,y\nhat,a,0,0\nkick,b,1,1\nkick,c,2,2\n,d,3,3\n")
    assert found.cluster_names == ("kick", "hat")
    assert found.clusters is not None
    assert found.clusters.tolist() == [1, 0, 0, -1]


def test_what_tuimap_writes_comes_back_with_its_numbers(tmp_path: Path) -> None:
    heading = "path,start,duration,x,y,loudness,centroid,pitch,flatness,cluster"
    rows = "long.wav,0.0,1.5,0.1,0.2,-18.5,1200.0,,0.25,bright\nlong.wav,1.5,0.5,0.3,0.4,-20.0,900.0,220.0,0.5,bright\n"
    first, second = opened(tmp_path, f"{heading}\n{rows}").sounds
    assert (first.duration, first.slice, second.start, second.name) == (1.5, True, 1.5, "long.wav 0:01.50")
    assert first.traits.pitch is None
    assert second.traits == (900.0, -20.0, 220.0, None, 0.5)


def test_points_without_a_place_are_left_out_and_named(tmp_path: Path) -> None:
    points = read_csv(table(tmp_path, "path,x,y\na,nan,1\nb,1,inf\nc,one,1\nd\n,1,1\n\ne,1,1\n"))
    assert len(points.x) == 1
    assert [skip.path for skip in points.skipped] == ["a", "b", "c", "d", "row 5"]
    assert [skip.reason for skip in points.skipped] == [
        "x is no finite number: nan",
        "y is no finite number: inf",
        "x is no finite number: one",
        "the row has 1 columns",
        "the path is empty",
    ]


def test_of_very_many_left_out_the_later_are_counted(tmp_path: Path) -> None:
    skipped = read_csv(table(tmp_path, "x,y\n" + "a,b\n" * (MOST_TOLD + 5))).skipped
    assert (len(skipped), skipped[-1].path) == (MOST_TOLD + 1, "5 more")


@pytest.mark.parametrize(
    "text", ["path;x;y\na.wav;1;2\n", "Path\tX\tY\na.wav\t1\t2\n", '\ufeffpath,x,y\n"a.wav",1,2\n']
)
def test_other_separators_and_headings_in_capitals_are_understood(tmp_path: Path, text: str) -> None:
    assert opened(tmp_path, text).sounds[0].path == "a.wav"


def test_a_path_that_is_no_utf8_is_kept(tmp_path: Path) -> None:
    found = opened(tmp_path, b"path,x,y\n\xff.wav,0,0\n")
    assert found.sounds[0].path == "\udcff.wav"
    assert found.sounds.index_of(found.sounds[0]) == 0


def test_without_paths_sounds_are_called_by_their_number(tmp_path: Path) -> None:
    found = opened(tmp_path, "x,y\n0,0\n1,1\n")
    assert [sound.name for sound in found.sounds] == ["1", "2"]
    assert not found.sounds.named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("path,a,b\nk,1,2\n", "map.csv has no columns x and y; its first line is path, a, b"),
        ("", "map.csv has no columns x and y; its first line is nothing"),
        ("x,y\n1,2\n1,\0\n" + '"' + "a" * 200_000 + '"', "map.csv: line"),
        ("x,y," + "z" * 200_000, "map.csv: line 1 cannot be read"),
    ],
)
def test_a_file_that_is_no_map_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CorpusError) as raised:
        read_csv(table(tmp_path, text))
    assert said in raised.value.message
    assert raised.value.mend
    assert "\n" not in str(raised.value)


def test_a_sound_of_which_nothing_is_known_says_so(tmp_path: Path) -> None:
    sound: Sound = opened(tmp_path, "path,x,y\na,1,2\n").sounds[0]
    assert (sound.duration, sound.sample_rate, sound.channels, sound.encoding) == (math.inf, 0, 0, "")
    assert math.isnan(sound.level)


def test_a_first_line_that_is_no_heading_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="line 1 cannot be read: field larger than"):
        read_csv(table(tmp_path, "x,y," + "a" * 200_000))
