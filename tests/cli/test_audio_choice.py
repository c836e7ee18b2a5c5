"""What `--audio` and TUIMAP_AUDIO take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tuimap.cli.options import parse

CHOICES = "auto, miniaudio[:NAME], sounddevice[:NAME], simpleaudio, command[:PLAYER], null, tcp:HOST:PORT"


@pytest.mark.parametrize(
    ("audio", "said"),
    [
        ("loud", f"tuimap: argument --audio: 'loud' is none of {CHOICES}. See tuimap explore --help\n"),
        ("simpleaudio:USB", "simpleaudio has no devices to choose from: leave out ':USB'. See tuimap explore --help\n"),
        ("command:play", "'play' is none of the players pw-play, paplay, aplay, ffplay. See tuimap explore --help\n"),
    ],
)
def test_a_wrong_word_is_answered_with_the_choices_and_exit_code_2(
    audio: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["folder", "--audio", audio])

    assert left.value.code == 2
    assert capsys.readouterr().err.endswith(said)


def test_a_wrong_word_in_the_environment_is_told_by_its_name_before_anything_is_begun(
    few_sounds: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.sqlite"

    told = subprocess.run(
        [sys.executable, "-m", "tuimap", few_sounds, "--plain", "--library", library],
        env={**os.environ, "TUIMAP_AUDIO": "loud"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"tuimap: TUIMAP_AUDIO: 'loud' is none of {CHOICES}\n"
    assert not library.exists()
