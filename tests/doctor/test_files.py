from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tuimap.doctor.files import files
from tuimap.doctor.findings import Finding
from tuimap.doctor.shown import shown


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("DATA", "CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def found() -> dict[str, Finding]:
    return {finding.name: finding for finding in files().findings}


def test_folders_that_are_not_there_yet_are_made_when_they_are_needed(home: Path) -> None:
    told = found()
    assert list(told) == ["libraries", "compiled", "state", "keys.toml", "crash log"]
    assert told["libraries"].told.startswith("~/data/tuimap/libraries, made when it is needed; ")
    assert told["keys.toml"].told == "none: the keys are as they come (~/config/tuimap/keys.toml)"
    assert told["crash log"] == Finding("crash log", "none")
    assert not any(each.broken for each in told.values())
    assert list(home.iterdir()) == []


def test_a_place_that_cannot_be_written_is_broken_where_the_libraries_belong(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # for root everything can be written
    told = found()
    assert told["libraries"] == Finding(
        "libraries", "~/data/tuimap/libraries cannot be written", "set HOME to a folder that is yours", broken=True
    )
    assert not told["compiled"].broken


def test_a_full_disk_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 5_000_000))
    assert found()["libraries"].told.endswith("; 5 MB free")
    assert found()["libraries"].mend == "make room: an analysis may fail"


def test_a_key_file_is_told_right_or_wrong(home: Path) -> None:
    keys = home / "config" / "tuimap" / "keys.toml"
    keys.parent.mkdir(parents=True)
    keys.write_text('help = "f1"')
    assert found()["keys.toml"].told == "~/config/tuimap/keys.toml: right, 1 keys of your own"
    keys.write_text('hlep = "f1"')
    assert found()["keys.toml"].broken
    assert 'line 1: nothing is called "hlep"' in found()["keys.toml"].told


def test_a_crash_log_is_told_with_its_day(home: Path) -> None:
    log = home / "state" / "tuimap" / "log" / "crash.log"
    log.parent.mkdir(parents=True)
    log.write_text("oh")
    os.utime(log, (0, 0))
    assert found()["crash log"].told.startswith("~/state/tuimap/log/crash.log of 19")


def test_without_a_home_it_is_said_how_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    assert found() == {
        "home": Finding(
            "home", "you have none, so nothing can be kept", "set HOME to a folder that is yours", broken=True
        )
    }


def test_a_path_is_shown_without_control_bytes(home: Path) -> None:
    assert shown(home / "a\x1b[2J") == "~/a\\x1b[2J"
    assert shown(Path("/srv/a")) == "/srv/a"
