from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.evaluate.labels import Label, LabelsError, from_folders, from_table, read_labels


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def names(paths: list[str], *rows: str) -> list[str | None]:
    found = from_table(paths, {row: Label(row) for row in rows}, "labels.csv")
    return [label.name if label else None for label in found.labels]


def test_labels_and_groups_are_read_and_other_columns_are_not(tmp_path: Path) -> None:
    path = written(tmp_path, '\ufefffine,path,group,label\nx,a.wav,kit 1,kick\ny,"b, c.wav",,"snare ""rim"""\n')
    assert read_labels(path) == {"a.wav": Label("kick", "kit 1"), "b, c.wav": Label('snare "rim"')}


def test_headings_and_labels_may_have_capitals_and_blanks_around_them(tmp_path: Path) -> None:
    path = written(tmp_path, "Path, Label, GROUP\na.wav, kick, kit 1\n")
    assert read_labels(path) == {"a.wav": Label("kick", "kit 1")}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "labels.csv is empty. It wants a first line path,label"),
        ("\n \n", "labels.csv is empty"),
        ("name,kind\na.wav,kick\n", "labels.csv, line 1: there is no column path and no column label. It wants"),
        ("path,kind\na.wav,kick\n", "line 1: there is no column label"),
        ("path;label\na.wav;kick\n", "line 1: its columns are separated by semicolons. Save it with commas"),
        ("path\tlabel\na.wav\tkick\n", "line 1: its columns are separated by tabs"),
        ("path,label\na.wav,kick\nb\xe9.wav,x".encode("latin-1"), "line 3: this is not UTF-8 text. Save it as"),
        ("path,label\na.wav,kick\n".encode("utf-16"), "line 1: this is not UTF-8 text"),
        ("path,label\n" + "a" * 200_000 + ",x\n", "line 2: field larger than"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place_and_the_mend(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    with pytest.raises(LabelsError) as told:
        read_labels(written(tmp_path, content))
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match=r"labels.csv: the labels cannot be read: No such file.*--labels folder"):
        read_labels(tmp_path / "labels.csv")


def test_the_row_with_the_longest_common_tail_counts() -> None:
    assert names(["kit/a.wav"], "other/a.wav", "/elsewhere/kit/a.wav") == ["/elsewhere/kit/a.wav"]
    assert names(["kit/a.wav"], r"C:\sounds\kit\a.wav", "kat/a.wav") == [r"C:\sounds\kit\a.wav"]
    assert names(["a.wav"], "x/y/a.wav") == ["x/y/a.wav"]
    assert names(["x/y/a.wav"], "a.wav") == ["a.wav"]


def test_a_row_that_is_the_path_itself_counts_however_many_end_alike() -> None:
    assert names(["a.wav", "x/a.wav"], "a.wav", "x/a.wav") == ["a.wav", "x/a.wav"]


def test_a_sound_that_fits_several_rows_has_no_label_and_is_counted_as_are_rows_that_fit_none() -> None:
    table = {"x/a.wav": Label("kick"), "y/a.wav": Label("snare"), "b.wav": Label("tom"), "c.wav": Label("clap")}
    found = from_table(["z/a.wav", "b.wav", "d.wav"], table, "labels.csv")
    assert found.labels == [None, Label("tom"), None]
    assert "labels.csv, 1 of 3 sounds have one" in found.told
    assert "1 of 4 rows fit no sound" in found.told
    assert "1 sounds fit several rows" in found.told


def test_a_row_without_a_label_says_nothing() -> None:
    found = from_table(["a.wav", "b.wav"], {"a.wav": Label(""), "b.wav": Label("tom")}, "labels.csv")
    assert found.labels == [None, Label("tom")]


@given(st.lists(st.sampled_from(["a", "b", "x/a", "y/a", "x/b", "p/x/a", "q/x/a"]), min_size=1, unique=True))
def test_tails_are_matched_as_the_definition_says(rows: list[str]) -> None:
    for path in ("a", "x/a", "p/x/a", "r/x/b"):

        def shared(row: str, path: str = path) -> int:
            mine, theirs = row.split("/")[::-1], path.split("/")[::-1]
            return max(n for n in range(9) if mine[:n] == theirs[:n] and n <= min(len(mine), len(theirs)))

        most = max(map(shared, rows))
        best = [row for row in rows if most and shared(row) == most]
        expected = path if path in rows else best[0] if len(best) == 1 else None
        assert names([path], *rows) == [expected]


def test_folders_that_hold_the_sounds_are_their_labels() -> None:
    found = from_folders(["kits/one/kick/a.wav", "snare/b.wav", "c.wav"], asked=True)
    assert [label.name for label in found.labels if label] == ["kick", "snare", "."]
    assert found.names == [".", "kick", "snare"]
    assert "3 different" in found.told


def test_one_label_for_all_is_none_and_it_is_said() -> None:
    found = from_folders(["a.wav", "b.wav"], asked=False)
    assert found.names == []
    assert "all sounds have the same label, so what needs labels is left out" in found.told
    assert "--labels FILE.csv" in found.told
