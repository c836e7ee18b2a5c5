from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from tuimap.doctor.findings import Finding
from tuimap.doctor.terminal import terminal


class Screen(io.TextIOWrapper):
    """A terminal of no size."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


def found(encoding: str = "utf-8", **environ: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in terminal(environ, Screen(encoding)).findings}


def test_a_good_terminal_has_nothing_to_mend() -> None:
    told = found(TERM="xterm-256color", COLORTERM="truecolor", LANG="de_DE.UTF-8", COLORFGBG="0;15")
    assert [(each.name, each.told) for each in told.values()] == [
        ("kind", "TERM=xterm-256color"),
        ("size", "not known"),
        ("colours", "16 million (COLORTERM=truecolor, TERM=xterm-256color)"),
        ("characters", "Unicode (LANG=de_DE.UTF-8, TERM=xterm-256color, encoding utf-8)"),
        ("ground", "light (COLORFGBG=0;15); --theme dark for a dark one"),
    ]
    assert not any(each.mend for each in told.values())


def test_what_lies_between_is_told_and_no_address_of_it() -> None:
    told = found(TERM="screen", TMUX="/tmp/tmux-0/default,1,0", STY="1.pts", SSH_CONNECTION="192.0.2.1 1 192.0.2.2 22")
    assert told["kind"].told == "TERM=screen, within tmux, within GNU screen, within ssh"


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {}])
def test_a_terminal_without_a_cursor_is_told_what_works(environ: dict[str, str]) -> None:
    told = found(**environ)
    assert told["kind"].mend == "it cannot place a cursor: the map is printed as text; --plain speaks it"
    assert told["colours"].told.startswith("none, only bold and dim (TERM")


def test_why_there_are_few_colours_and_characters_is_told() -> None:
    told = found("ascii", TERM="xterm-256color", LC_ALL="C")
    assert told["colours"] == Finding(
        "colours", "256 (TERM=xterm-256color)", "if yours shows all colours, set COLORTERM=truecolor"
    )
    assert told["characters"].told == "ASCII (LC_ALL=C, TERM=xterm-256color, encoding ascii)"
    assert "--charset unicode" in told["characters"].mend


def test_who_wants_no_colours_is_not_told_how_to_get_them() -> None:
    assert found(TERM="xterm", NO_COLOR="1")["colours"] == Finding(
        "colours", "none, only bold and dim (NO_COLOR=1, TERM=xterm)"
    )


def test_a_pipe_is_no_terminal(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        kind, size, *_ = terminal({"TERM": "xterm"}, out).findings
    assert kind.told == "none here, this goes into a pipe or a file; TERM=xterm"
    assert size.told == "not known"


def test_a_small_window_is_told_what_a_map_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((39, 30)))
    with (tmp_path / "out").open("w") as out:
        size = terminal({}, out).findings[1]
    assert size == Finding("size", "39 x 30", "a map needs 40 x 12: make the window larger")
