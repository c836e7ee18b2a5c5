from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tuimap.evaluate.results import MEASURES

QUICK = (
    "--steps",
    "50",
    "--seeds",
    "2",
    "--descriptors",
    "mfcc,learned+mfcc",
    "--reducers",
    "pca",
    "--progress",
    "none",
)


def tuimap(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tuimap", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def labels(few_sounds: Path, tmp_path: Path) -> Path:
    """What each sound is, and as its group the number in its name: three groups that hold one sound of each class."""
    path = tmp_path / "labels.csv"
    sounds = sorted(each for each in few_sounds.rglob("*") if each.is_file())
    rows = [f"{sound.relative_to(few_sounds)},{sound.parent.name},{sound.stem[-2:]}" for sound in sounds]
    path.write_text("\n".join(["path,label,group", *rows, "gone/x.wav,kick,09"]))
    return path


def test_a_pipe_gets_an_aligned_table_with_a_row_for_each_pair(few_sounds: Path, library: Path, labels: Path) -> None:
    told = tuimap("evaluate", few_sounds, "--library", library, "--labels", labels, *QUICK)
    assert (told.returncode, told.stderr) == (0, "")
    heading, *rows, empty, of_labels = told.stdout.splitlines()[:5]
    assert heading.split()[2:] == ["5-NN", "other", "groups", "purity", "alone", "trust", "contin.", "seconds"]
    assert [row.split()[:2] for row in rows] == [["mfcc", "pca"], ["learned+mfcc", "pca"]]
    assert len({len(row) for row in (heading, *rows)}) == 1
    assert rows[0].count("±") == 7
    assert empty == ""
    assert "labels.csv, 24 of 24 sounds have one, 1 of 25 rows fit no sound" in of_labels
    assert "\x1b" not in told.stdout


def test_an_output_that_cannot_say_plus_minus_gets_it_in_ascii(few_sounds: Path, library: Path) -> None:
    told = tuimap("evaluate", few_sounds, "--library", library, *QUICK, PYTHONIOENCODING="ascii")
    assert told.returncode == 0
    assert "+-" in told.stdout


def test_json_csv_and_picture_are_written_and_hold_the_same_numbers(
    few_sounds: Path, library: Path, labels: Path, tmp_path: Path
) -> None:
    files = ("--csv", tmp_path / "e.csv", "--json", "-", "--plot", tmp_path / "e.svg")
    told = tuimap("evaluate", few_sounds, "--library", library, "--labels", labels, *QUICK, *files)
    assert (told.returncode, told.stderr) == (0, "")
    whole = json.loads(told.stdout)
    assert (whole["sounds"], whole["skipped"], whole["labels"], whole["seeds"]) == (24, 0, 8, [0, 1])
    assert len(whole["seconds_describing"]) == 2
    with (tmp_path / "e.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    for row, each in zip(rows, whole["maps"], strict=True):
        assert (row["descriptor"], row["reducer"]) == (each["descriptor"], each["reducer"])
        for measure in MEASURES:
            assert float(row[measure.name]) == each[measure.name]["mean"]
            assert float(row[f"{measure.name}_deviation"]) == each[measure.name]["deviation"]
            assert len(each[measure.name]["seeds"]) == 2
    assert "mfcc &gt; pca" in (tmp_path / "e.svg").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["evaluate", "."], 1, "no sound files in it"),
        (["evaluate", "nowhere"], 1, "nowhere: no such file or folder"),
        (["evaluate", ".", "--descriptors", "mfcc,magic"], 2, "'magic' is none of learned, mfcc"),
        (["evaluate", ".", "--descriptors", "mfcc+mfcc"], 2, "'mfcc+mfcc' names one of them twice"),
        (["evaluate", ".", "--descriptors", ""], 2, "'' is none of learned"),
        (["evaluate", ".", "--reducers", "tsne+pca"], 2, "'tsne+pca' is none of tsne"),
        (["evaluate", ".", "--seeds", "0"], 2, "'0' is not a whole number from 1 to 100"),
        (["evaluate", ".", "--seed", "1"], 2, "unrecognized arguments: --seed 1. See tuimap evaluate --help"),
        (
            ["evaluate", ".", "--autoencoder", "published", "--descriptors", "mfcc,mel"],
            2,
            "learned, not for mfcc and mel",
        ),
        (
            ["evaluate", ".", "--autoencoder", "published", "--descriptors", "learned", "--features", "9"],
            2,
            "--features does not apply to --autoencoder published",
        ),
        (["evaluate", ".", "--autoencoder", "published", "--features", "9"], 1, "no sound files in it"),
        (["evaluate", ".", "--plot", "maps.gif"], 2, "name a file that ends in .svg or .png"),
        (["evaluate", ".", "--json", "-", "--csv", "-"], 2, "cannot share standard output"),
        (["evaluate", ".", "--json", "gone/e.json"], 1, "there is no folder gone. Make it first"),
        (["evaluate", ".", "--csv", "."], 1, "it is a folder. Name a file in it"),
        (["evaluate", ".", "--csv", "a", "--library", "./a"], 1, "a is the library itself"),
        (["evaluate", ".", "--labels", "gone.csv"], 1, "gone.csv: the labels cannot be read: No such file"),
    ],
)
def test_a_mistake_is_one_line_on_standard_error(arguments: list[str], code: int, words: str, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tuimap", *arguments, *(["--progress", "none"] if code == 1 else [])],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (code, "")
    assert words in told.stderr
    assert told.stderr.startswith("tuimap: ")
    assert told.stderr.count("\n") == 1


def test_labels_that_fit_no_sound_are_said_and_no_map_is_made(few_sounds: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "others.csv"
    path.write_text("path,label\nelsewhere/a.wav,kick\nelsewhere/b.wav,snare\n")
    told = tuimap("evaluate", few_sounds, "--library", library, "--labels", path, *QUICK)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.endswith("it has no label for any of the sounds. Its paths have to end as theirs do\n")


def test_a_missing_plotting_library_is_said_before_any_work(few_sounds: Path, library: Path, tmp_path: Path) -> None:
    script = (
        "import sys; import importlib.util as u; real = u.find_spec; "
        "u.find_spec = lambda name, *more: None if name == 'matplotlib' else real(name, *more); "
        f"from tuimap.cli.main import main; sys.exit(main(['evaluate', {str(few_sounds)!r}, '--library', "
        f"{str(library)!r}, '--plot', {str(tmp_path / 'maps.png')!r}]))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr == (
        "tuimap: --plot needs matplotlib, which is not installed. Get it: pip install 'tuimap[plot]'\n"
    )
    assert not library.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way there")
def test_ctrl_c_ends_with_130_and_the_next_run_goes_on(few_sounds: Path, library: Path) -> None:
    arguments = ["evaluate", str(few_sounds), "--library", str(library), "--descriptors", "mfcc", "--reducers", "pca"]
    command = [sys.executable, "-m", "tuimap", *arguments, "--seeds", "100", "--progress", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        next(line for line in running.stderr if '"judge"' in line)
        running.send_signal(signal.SIGINT)
        told = running.stderr.read()
    assert running.returncode == 130
    assert told.splitlines()[-1] == "tuimap: interrupted; the next run goes on from here"
    assert "Traceback" not in told
    again = tuimap(*arguments, "--seeds", "1", "--progress", "json")
    assert again.returncode == 0
    assert "decode" not in again.stderr


def test_help_names_every_descriptor_and_reducer_and_none_of_the_options_that_it_settles() -> None:
    told = " ".join(tuimap("evaluate", "--help", COLUMNS="80").stdout.split())
    for words in ("--descriptors A,B", "--reducers X,Y", "--labels CSV", "--steps N", "tuimap[plot]", "tsne,umap,pca"):
        assert words in told
    for option in ("--descriptor ", "--reducer ", "--seed ", "--refit", "--layout", "--aspect"):
        assert option not in told
