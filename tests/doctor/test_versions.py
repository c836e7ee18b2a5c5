from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tuimap.doctor import versions
from tuimap.doctor.findings import Finding
from tuimap.doctor.versions import NEEDED, OPTIONAL

PROJECT = tomllib.loads((Path(__file__).parent.parent.parent / "pyproject.toml").read_text())["project"]


def named(name: str) -> Finding:
    return next(finding for finding in versions.versions().findings if finding.name == name)


def test_what_is_needed_is_what_the_project_asks_for_everywhere() -> None:
    asked = [re.match(r"([\w-]+)>=([\d.]+)(.*)", each) for each in PROJECT["dependencies"]]
    everywhere = {each[1]: tuple(map(int, each[2].split("."))) for each in asked if each and ";" not in each[3]}
    assert dict(NEEDED) == everywhere


def test_what_else_is_told_is_what_the_project_can_ask_for() -> None:
    extras = [each for name, extra in PROJECT["optional-dependencies"].items() if name != "test" for each in extra]
    asked = {re.split("[>=;]", each)[0] for each in extras}
    asked |= {each.split(">")[0] for each in PROJECT["dependencies"] if ";" in each}
    assert {name for names in OPTIONAL.values() for name in names} == asked


def test_what_is_installed_is_told() -> None:
    assert named("numpy") == Finding("numpy", metadata.version("numpy"))
    assert not any(finding.broken for finding in versions.versions().findings)


@pytest.mark.parametrize(
    ("found", "told", "broken"),
    [
        ("8.2.0", "8.2.0", False),
        ("8.10rc1", "8.10rc1", False),
        ("8.1.9", "8.1.9 is too old: 8.2 is needed", True),
        ("", "missing", True),
    ],
)
def test_what_is_missing_or_too_old_is_broken(
    found: str, told: str, broken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "_version", lambda name: found if name == "textual" else "99")
    assert (named("textual").told, named("textual").broken) == (told, broken)
    assert bool(named("textual").mend) == broken


def test_without_an_extra_one_can_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "_version", lambda name: "1.0.5" if name == "simpleaudio-patched" else "")
    assert named("simpleaudio-patched") == Finding("simpleaudio-patched", "1.0.5")
    assert named("matplotlib") == Finding("matplotlib", "not installed: tuimap does without")
