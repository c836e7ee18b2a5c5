from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tuimap import __version__
from tuimap.settings import Limits, Settings, Training

QUICK = ("--steps", "50")


def tuimap(*arguments: str | Path, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tuimap", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=timeout,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


def test_analyze_writes_csv_and_json_and_keeps_standard_output_for_results(
    few_sounds: Path, library: Path, tmp_path: Path
) -> None:
    outputs = ("-o", tmp_path / "map.csv", "-o", tmp_path / "map.json")
    told = tuimap("analyze", few_sounds, "--library", library, *QUICK, *outputs)
    assert (told.returncode, told.stdout) == (0, "")
    assert "24 sounds on the map" in told.stderr
    with (tmp_path / "map.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    whole = json.loads((tmp_path / "map.json").read_text())
    assert [row["path"] for row in rows] == [sound["path"] for sound in whole["sounds"]]
    assert len(rows) == 24
    assert all((few_sounds / row["path"]).is_file() for row in rows)
    assert len(whole["loss"]) == 10


def test_the_same_seed_gives_the_same_file_in_another_library(few_sounds: Path, library: Path, tmp_path: Path) -> None:
    first = tuimap("analyze", few_sounds, "--library", library, *QUICK, "-o", "-", "--progress", "none")
    second = tuimap("analyze", few_sounds, "--library", tmp_path / "2.sqlite", *QUICK, "-o", "-", "--progress", "none")
    third = tuimap("analyze", few_sounds, "--library", library, *QUICK, "-o", "-", "--seed", "1")
    assert first.stdout == second.stdout != third.stdout
    assert first.stderr == ""


def test_progress_as_json_is_one_object_a_line(few_sounds: Path, library: Path) -> None:
    told = tuimap("analyze", few_sounds, "--library", library, *QUICK, "--progress", "json")
    lines = [json.loads(line) for line in told.stderr.splitlines()]
    assert {line["stage"] for line in lines if "stage" in line} >= {"scan", "decode", "train", "encode", "reduce"}
    assert lines[-1].items() >= {"sounds": 24, "skipped": 0}.items()


def test_without_a_terminal_the_map_is_printed_as_text(few_sounds: Path, library: Path) -> None:
    told = tuimap(few_sounds, "--library", library, *QUICK, COLUMNS="80", LINES="30")
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 30
    assert "24 sounds" in told.stdout
    for folder in sorted(path.name for path in few_sounds.iterdir())[:3]:
        assert folder in told.stdout
    assert "\x1b" not in told.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere"], 1, "nowhere: no such file or folder. Check the spelling"),
        (["analyze", "nowhere"], 1, "nowhere: no such file or folder"),
        (["analyze"], 2, "PATH"),
        (["analyze", ".", "-o", "map.txt"], 2, "name a file that ends in .csv or .json"),
        (["analyze", ".", "-o", "gone/map.csv"], 1, "there is no folder gone"),
        (["analyze", ".", "-o", "a.csv", "--library", "./a.csv"], 1, "a.csv is the library itself. Name another"),
        (
            ["analyze", ".", "--descriptor", "magic"],
            2,
            "there is no descriptor 'magic': choose from learned, mfcc",
        ),
        (["analyze", ".", "--descriptor", "mel+mel"], 2, "names mel twice"),
        (
            ["analyze", ".", "--autoencoder", "published", "--steps", "9"],
            2,
            "whose network is fixed. See tuimap analyze --help",
        ),
        (["analyze", ".", "--autoencoder", "published", "--descriptor", "mfcc"], 2, "is for the descriptor learned"),
        (["analyze", ".", "--descriptor", "mfcc", "--steps", "9"], 2, "--steps does not apply to the descriptor mfcc"),
        (["analyze", ".", "--reducer", "pca", "--overview", "1"], 2, "--overview is for --reducer tsne"),
        ([".", "--aspect", "2:1"], 2, "--aspect is for --layout grid. See tuimap explore --help"),
        (["analyze", ".", "--least-slice", "1"], 2, "--least-slice is for --slice"),
        (["analyze", ".", "--slice", "2", "--threshold", "1"], 2, "--threshold is for --slice onset, novelty"),
        (["analyze", ".", "--steps", "0"], 2, "'0' is not a whole number"),
        (["analyze", ".", "--hidden", "9,x"], 2, "'x' is not a whole number"),
        (["analyze", ".", "--hidden", "1025"], 2, "'1025' is not a whole number from 1 to 1024"),
        (["analyze", ".", "--hidden", "9,9,9,9,9,9,9,9,9"], 2, "are more than 8 layers"),
        (["analyze", ".", "--max-seconds", "nan"], 2, "'nan' is not a number of seconds"),
        (["analyze", ".", "--slice", "beats"], 2, "'beats' is neither onset, novelty, learned-novelty nor a number of"),
        (["analyze", ".", "--slice", "0"], 2, "'0' is neither onset"),
        (["analyze", ".", "--least-slice", "-1"], 2, "'-1' is not a number of seconds"),
        (["analyze", ".", "--threshold", "nan"], 2, "'nan' is not a number above 0"),
        (["analyze", ".", "--aspect", "4"], 2, "'4' is not W:H, such as 4:1"),
        (["analyze", ".", "--aspect", "0:1"], 2, "'0' is not a whole number from 1 to 1000"),
        (["analyze", ".", "--memory", "1GB"], 2, "'1GB' is not a whole number from 0 to"),
        (["analyze", ".", "--memory", "9999999"], 2, "'9999999' is not a whole number from 0 to"),
        (["--frobnicate", "."], 2, "--frobnicate"),
    ],
)
def test_a_mistake_is_one_line_on_standard_error(arguments: list[str], code: int, words: str) -> None:
    told = tuimap(*arguments)
    assert (told.returncode, told.stdout) == (code, "")
    assert words in told.stderr
    assert told.stderr.startswith("tuimap: ")
    assert told.stderr.count("\n") == 1


def test_a_library_that_cannot_be_written_is_one_line_with_the_mend(few_sounds: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told = tuimap("analyze", few_sounds, "--library", tmp_path / "file" / "l.sqlite", "--progress", "none")
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "--library FILE" in told.stderr


def test_a_bad_file_is_named_and_the_exit_code_stays_0(few_sounds: Path, library: Path) -> None:
    (few_sounds / "bad\x1b[31m.wav").write_bytes(b"")
    told = tuimap("analyze", few_sounds, "--library", library, *QUICK)
    assert told.returncode == 0
    assert r"skipped bad\x1b[31m.wav: the file is empty" in told.stderr
    assert "1 skipped" in told.stderr
    assert "\x1b" not in told.stderr


def test_whoever_is_strict_gets_exit_code_3_for_a_skipped_file_and_its_name_each_time(
    few_sounds: Path, library: Path
) -> None:
    (few_sounds / "bad.wav").write_bytes(b"")
    for _ in range(2):
        told = tuimap("analyze", few_sounds, "--library", library, *QUICK, "--strict")
        assert told.returncode == 3
        assert "skipped bad.wav: the file is empty" in told.stderr
    (few_sounds / "bad.wav").unlink()
    assert tuimap("analyze", few_sounds, "--library", library, *QUICK, "--strict").returncode == 0


def test_the_help_tells_every_default() -> None:
    told = " ".join(tuimap("analyze", "--help", COLUMNS="80").stdout.split())
    in_words = {"jobs": "one for each core", "slice": "each file is one sound"}
    for settings in (Settings(), Training(), Limits()):
        for name, value in asdict(settings).items():
            shown = ",".join(map(str, value)) if isinstance(value, tuple) else value
            words = in_words[name] if name in in_words else shown if isinstance(shown, str) else f"{shown:,g}"
            assert f"{words}" in told or f"{shown}" in told, name


def test_help_and_version_go_to_standard_output() -> None:
    assert tuimap("--version").stdout == f"tuimap {__version__}\n"
    told = tuimap("--help")
    assert "analyze" in told.stdout
    assert "exit codes" in told.stdout
    assert tuimap("analyze", "--help").stdout.startswith("usage: tuimap analyze PATH... [options]")


def test_no_arguments_show_the_help_and_count_as_a_mistake() -> None:
    told = tuimap()
    assert (told.returncode, told.stdout) == (2, "")
    assert "tuimap FOLDER" in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals reach a process otherwise there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_work_cleanly_and_the_next_run_goes_on(
    few_sounds: Path, library: Path, number: int, code: int
) -> None:
    command = [sys.executable, "-m", "tuimap", "analyze", few_sounds, "--library", library, "--progress", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if '"decode"' in line)
        process.send_signal(number)
        rest = process.stderr.read()
    assert process.returncode == code
    assert "Traceback" not in rest
    assert tuimap("analyze", few_sounds, "--library", library, *QUICK).returncode == 0


def test_a_reader_that_leaves_early_is_no_error(few_sounds: Path, library: Path) -> None:
    tuimap("analyze", few_sounds, "--library", library, *QUICK)
    shell = f"{sys.executable} -m tuimap analyze {few_sounds} --library {library} --steps 50 -o - | head -1"
    told = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert told.stdout == "path,start,duration,x,y,loudness,centroid,pitch,flatness,cluster\n"
    assert "Traceback" not in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of its own there")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_from_the_start_do_no_harm(few_sounds: Path, library: Path, closed: str) -> None:
    shell = f"{sys.executable} -m tuimap analyze {few_sounds} --library {library} --steps 50 --strict {closed}"
    told = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")
    assert "broke" not in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of its own there")
def test_a_map_for_a_closed_output_is_a_failure(few_sounds: Path, library: Path) -> None:
    shell = f"{sys.executable} -m tuimap analyze {few_sounds} --library {library} --steps 50 -o - >&-"
    told = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1].startswith("tuimap: ")
    assert "broke" not in told.stderr
