"""Maps made elsewhere, from the command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import pytest

from tuimap.cli.main import main
from tuimap.collection import Collection
from tuimap.export import write

TABLE = "path,x,y,label\nkick/a.wav,0,0,kick\nhat/b.wav,1,1,hat\nhat/c.wav,0.5,oops,hat\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "map.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


class Told(NamedTuple):
    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Told]


@pytest.fixture
def tuimap(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> Told:
        try:
            code = main([*map(str, arguments)])
        except SystemExit as left:
            code = int(left.code or 0)
        return Told(code, *capfd.readouterr())

    return run


def test_numpy_is_told_to_start_no_threads(tuimap: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    assert tuimap(table).code == 0
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_without_a_terminal_a_table_is_printed_as_a_map(tuimap: Run, table: Path) -> None:
    told = tuimap(table, "--charset", "ascii")
    assert told.code == 0
    assert told.out.splitlines()[0].strip() == f"{table.parent.name}  2 sounds"
    assert told.out.splitlines()[-1] == " clusters: kick; hat"


def test_an_archive_is_printed_as_a_map(tuimap: Run, tmp_path: Path) -> None:
    np.savez(tmp_path / "map.npz", positions=np.random.default_rng(0).random((300, 2)))
    told = tuimap(tmp_path / "map.npz")
    assert (told.code, told.err) == (0, "")
    assert "300 sounds" in told.out


def test_what_analyze_writes_is_opened_again(tuimap: Run, collection: Collection, tmp_path: Path) -> None:
    write(collection, tmp_path / "map.csv")
    assert f"{len(collection.load() or ())} sounds" in tuimap(tmp_path / "map.csv").out


def test_a_file_that_is_no_map_is_one_line_that_says_the_mend(tuimap: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("day,what\n1,rain\n", encoding="utf-8")
    told = tuimap(tmp_path / "notes.csv")
    assert (told.code, told.out) == (1, "")
    assert told.err.count("\n") == 1
    assert "notes.csv has no columns x and y; its first line is day, what. Name the columns" in told.err


def test_options_that_would_make_a_map_are_refused_for_one_that_is_made(
    tuimap: Callable[..., Told], table: Path
) -> None:
    told = tuimap(table, "--reducer", "umap")
    assert told.code == 2
    assert "map.csv is a map and is shown as it is" in told.err


def test_a_map_is_opened_by_itself(tuimap: Run, table: Path) -> None:
    told = tuimap(table, table.parent)
    assert told.code == 2
    assert "map.csv is a map, which is opened by itself" in told.err
