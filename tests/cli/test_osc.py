"""`--osc` on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tuimap.cli.main import main
from tuimap.cli.options import parse


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--osc", "57120"], "argument --osc: '57120' is not HOST:PORT, such as 127.0.0.1:57120"),
        (["--osc", "host:0"], "argument --osc: 'host:0' is not HOST:PORT"),
        (["--osc-listen", "0"], "argument --osc-listen: '0' is not a whole number from 1 to 65535"),
        (["--osc-listen", "70000"], "argument --osc-listen: '70000' is not a whole number"),
    ],
)
def test_a_wrong_place_is_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse([".", *arguments])
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("no.such.host.invalid:9", "--osc: the host no.such.host.invalid is not found"),
        ("127.0.0.1:57140", "--osc 127.0.0.1:57140 is where tuimap itself listens"),
    ],
)
def test_a_host_that_is_not_there_or_is_ourselves_ends_it_before_anything_begins(
    target: str, words: str, sample_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(sample_corpus), "--plain", "--osc", target]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert told.err.count("\n") == 1


def test_without_it_nothing_of_osc_is_loaded() -> None:
    script = "import sys, tuimap.cli.explore, tuimap.cli.options, tuimap.ui.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pythonosc", "tuimap.osc.ends", "tuimap.osc.sender", "tuimap.osc.receiver"} & set(loaded)
