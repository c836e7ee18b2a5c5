"""`tuimap keys`, and a key file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuimap.cli.main import main
from tuimap.ui.keyboard.key_table import markdown, starting_file
from tuimap.ui.keyboard.keys import KEYS, TOPICS


@pytest.fixture
def key_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr("tuimap.ui.keyboard.keymap.keymap_path", lambda: tmp_path / "keys.toml")
    return tmp_path / "keys.toml"


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str], key_file: Path) -> None:
    assert main(["keys"]) == 0
    assert capsys.readouterr().out == markdown(KEYS)


def test_the_table_tells_the_users_own_keys(capsys: pytest.CaptureFixture[str], key_file: Path) -> None:
    key_file.write_text('help = "f1"')
    assert main(["keys"]) == 0
    assert "\n| f1 | " in capsys.readouterr().out


def test_a_key_file_to_begin_with_is_printed(capsys: pytest.CaptureFixture[str], key_file: Path) -> None:
    key_file.write_text("broken")
    assert main(["keys", "--config"]) == 0
    assert capsys.readouterr().out == starting_file(TOPICS)


def test_a_wrong_key_file_is_one_line_and_a_wrong_command(capsys: pytest.CaptureFixture[str], key_file: Path) -> None:
    key_file.write_text('hlep = "f1"')
    assert main(["keys"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f'tuimap: {key_file}, line 1: nothing is called "hlep"; did you mean "help"?')
    assert told.err.count("\n") == 1
