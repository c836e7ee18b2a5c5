"""`tuimap doctor`, whole and with parts that fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tuimap.cli import doctor
from tuimap.cli.options import parse
from tuimap.doctor.findings import Finding, Topic


def topics(**told: object) -> dict[str, object]:
    return {title: lambda found=found: found() for title, found in told.items()}


@pytest.fixture
def well() -> Topic:
    return Topic("versions", (Finding("tuimap", "1.0 \u2713"),))


def failing() -> Topic:
    raise ZeroDivisionError("nothing\x1b")


def test_the_whole_of_it_on_this_machine(tmp_path: Path) -> None:
    environ = {**os.environ, "TERM": "dumb", "LC_ALL": "C", "HOME": str(tmp_path), "SECRET_TOKEN": "do-not-tell"}
    told = subprocess.run(
        [sys.executable, "-m", "tuimap", "doctor"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environ,
        timeout=150,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    blocks = told.stdout.split("\n\n")
    titles = [block.splitlines()[0] for block in blocks]
    assert titles == ["versions", "terminal", "sound", "files", "analysis", "tuimap can be used"]
    assert all(len(line) <= 100 for line in told.stdout.splitlines())
    assert "JAX           works on cpu:0" in told.stdout
    assert "do-not-tell" not in told.stdout


def test_what_is_missing_is_told_whatever_else_needs_it(tmp_path: Path) -> None:
    for name in ("textual", "rich", "jax", "numpy"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name}')")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    told = subprocess.run(
        [sys.executable, "-m", "tuimap", "doctor"],
        capture_output=True,
        text=True,
        env=environ,
        timeout=150,
        check=False,
    )
    assert (told.returncode, told.stderr) == (1, "")
    assert "  tuimap        " in told.stdout
    assert "! terminal      cannot be found out: No module named rich" in told.stdout
    assert "! JAX           fails: ModuleNotFoundError: No module named numpy" in told.stdout
    assert told.stdout.splitlines()[-1].startswith("tuimap cannot be used as it is: see terminal, ")


def test_as_json_everything_is_one_object(
    well: Topic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "_topics", lambda: topics(versions=lambda: well))
    assert doctor.run(parse(["doctor", "--json"])) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"versions": {"tuimap": {"told": "1.0 \u2713", "mend": "", "broken": False}}}


def test_what_cannot_be_found_out_is_told_in_its_place_and_the_rest_follows(
    well: Topic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "_topics", lambda: topics(sound=failing, versions=lambda: well))
    assert doctor.run(parse(["doctor"])) == 1
    assert capsys.readouterr().out.splitlines() == [
        "sound",
        r"! sound         cannot be found out: ZeroDivisionError('nothing\x1b')",
        "                > please report it",
        "",
        "versions",
        "  tuimap        1.0 \u2713",
        "",
        "tuimap cannot be used as it is: see sound",
    ]


def test_what_hangs_is_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    released = threading.Event()

    def hanging() -> Topic:
        released.wait(60)
        return Topic("files", ())

    monkeypatch.setattr(doctor, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(doctor, "_topics", lambda: topics(files=hanging))
    assert doctor.run(parse(["doctor"])) == 1
    assert "! files         does not answer within 0.05 s" in capsys.readouterr().out
    released.set()
