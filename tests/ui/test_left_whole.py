"""The terminal is left as it was, and what is on it is right, whatever happens to it meanwhile."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

DEMO = Path(__file__).parent / "demo.py"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a PTY")

RIGHT = b"\x1b[C"
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:[349][0-9]|10[0-7])(?:;[0-9;]*)?m")


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    opened = Terminal(str(DEMO), **getattr(request, "param", {}))
    yield opened
    opened.close()


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
def test_ctrl_z_gives_the_terminal_back_and_fg_draws_the_screen_again(
    terminal: Terminal, size: tuple[int, int]
) -> None:
    terminal.until(" here")
    terminal.send(RIGHT)
    terminal.until("playing")
    status = terminal.screen.display[-2].split(" in ")[0]
    terminal.send(b"\x1a")
    terminal.until_stopped()
    assert terminal.left_on() == set()
    assert terminal.attributes() == terminal.before
    terminal.resize(*size)
    terminal.stream.feed(b"\x1b[2J\x1b[Hthe shell wrote this" * 3)
    terminal.process.send_signal(signal.SIGCONT)
    terminal.until("quit", gone="the shell")
    terminal.until(status)
    assert len(terminal.screen.display) == size[1]
    terminal.send(b"q")
    assert terminal.end() == 0
    assert terminal.left_on() == set()
    assert terminal.attributes() == terminal.before


def test_ctrl_l_draws_over_what_others_wrote(terminal: Terminal) -> None:
    terminal.until(" here")
    row = terminal.screen.display[8]
    terminal.stream.feed(b"\x1b[9;5Hwall: the power goes off")
    terminal.send(b"\x0c")
    terminal.until(row, gone="wall:")


@pytest.mark.parametrize(
    "terminal", [{"NO_COLOR": "1"}, {"TERM": "vt220", "COLORTERM": ""}], indirect=True, ids=["NO_COLOR", "vt220"]
)
def test_no_colour_code_is_sent_where_none_is_wanted_or_known(terminal: Terminal) -> None:
    terminal.until(" here")
    terminal.send(RIGHT + b"?")
    terminal.until("Walk to the nearest")
    terminal.send(b"?q")
    assert terminal.end() == 0
    assert not COLOUR.search(terminal.raw)
    assert re.search(rb"\x1b\[(?:[0-9;]*;)?7m", terminal.raw), "the cursor is to be seen without colours"


@pytest.mark.parametrize(
    ("terminal", "found"),
    [
        ({"TERM": "linux", "COLORTERM": ""}, rb"(?:3[0-7]|4[0-7]|8[2-9]|9[0-7]|10[0-7])"),
        ({"TERM": "xterm-256color", "COLORTERM": ""}, rb"[34]8;5;\d+"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, rb"[34]8;2;\d+;\d+;\d+"),
    ],
    indirect=["terminal"],
    ids=["16", "256", "truecolor"],
)
def test_only_the_colours_are_sent_that_the_terminal_has(terminal: Terminal, found: bytes) -> None:
    terminal.until(" here")
    terminal.send(RIGHT + b"?")
    terminal.until("Walk to the nearest")
    terminal.send(b"?q")
    assert terminal.end() == 0
    codes = re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw)
    one = rb"(?:0|[1-9]|2[2-9]|[34]9|%b)" % found
    assert codes
    assert [code for code in codes if not re.fullmatch(rb"(?:%b(?:;%b)*)?" % (one, one), code)] == []
    assert COLOUR.search(terminal.raw)
