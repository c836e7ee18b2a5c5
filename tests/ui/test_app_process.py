"""The screen as a process of its own: what it imports, and how it leaves a real terminal."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DEMO = Path(__file__).parent / "demo.py"
HEAVY = ("jax", "librosa", "umap", "numba", "sklearn", "scipy", "soundfile")
PATIENCE = 30.0

TAKE_TERMINAL = "import os, sys; os.close(os.open(os.ttyname(0), os.O_RDWR)); os.execv(sys.argv[1], sys.argv[1:])"
"""In a new session, whoever opens a terminal is ruled by it; then the program takes over."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a PTY")


def test_the_screen_loads_nothing_heavy_and_numpy_only_with_a_map() -> None:
    code = f"import sys, tuimap.ui.app; print([m for m in {(*HEAVY, 'numpy')} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_drawn_map_loads_nothing_heavy() -> None:
    code = f"import sys, tuimap.ui.scene; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class Terminal:
    """The demo on a real PTY of 80 x 24, read with pyte."""

    def __init__(self, *arguments: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        import pyte

        self.raw = b""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(slave)
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, sys.executable, str(DEMO), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        self.slave = slave

    def read(self, seconds: float) -> None:
        if select.select([self.master], [], [], seconds)[0]:
            written = os.read(self.master, 1 << 16)
            self.raw += written
            self.stream.feed(re.sub(rb"\x1b\[[?>=<][0-9;:]*[\$ ]?[puqtmcn]", b"", written))

    def until(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in "\n".join(self.screen.display):
            assert time.monotonic() < deadline, "\n".join(self.screen.display)
            self.read(0.1)

    def send(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def end(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "it does not end"
            self.read(0.1)
        self.read(0.1)
        return self.process.returncode

    def left_on(self) -> set[bytes]:
        modes = {match[0]: match[1] for match in re.findall(rb"\x1b\[\?(\d+)([hl])", self.raw)}
        wanted = {b"25": b"h", b"7": b"h"}
        return {mode for mode, state in modes.items() if state != wanted.get(mode, b"l")}

    def attributes(self) -> list[object]:
        import termios

        return termios.tcgetattr(self.slave)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(request: pytest.FixtureRequest):
    opened = Terminal(*getattr(request, "param", ()))
    yield opened
    opened.close()


def test_walking_and_leaving_a_real_terminal(terminal: Terminal) -> None:
    terminal.until(" here")
    before = terminal.screen.display[-2]
    terminal.send(b"\x1b[C")
    terminal.until("playing")
    assert terminal.screen.display[-2] != before
    terminal.send(b"q")
    assert terminal.end() == 0
    assert terminal.left_on() == set()
    assert terminal.attributes() == terminal.before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_whole(terminal: Terminal, number: signal.Signals) -> None:
    terminal.until("sounds")
    terminal.process.send_signal(number)
    assert terminal.end() == 128 + number
    assert terminal.left_on() == set()
    assert terminal.attributes() == terminal.before


@pytest.mark.parametrize("terminal", [("analysis@train:600",)], indirect=True)
def test_ctrl_c_during_an_analysis_ends_with_130(terminal: Terminal) -> None:
    terminal.until("loss")
    terminal.send(b"\x03")
    assert terminal.end() == 130
    assert terminal.left_on() == set()


@pytest.mark.parametrize("terminal", [("crash",)], indirect=True)
def test_a_crash_leaves_the_terminal_whole_and_one_line(terminal: Terminal) -> None:
    terminal.until("sounds")
    terminal.send(b" ")
    assert terminal.end() == 1
    assert terminal.left_on() == set()
    said = terminal.raw.partition(b"tuimap: ")[2].strip()
    assert said.startswith(b"the screen broke: ZeroDivisionError: division by zero in demo.py, line ")
    assert said.count(b"\n") == 0


@pytest.mark.parametrize("terminal", [("broken",)], indirect=True)
def test_a_crash_in_a_worker_is_one_line_too(terminal: Terminal) -> None:
    assert terminal.end() == 1
    assert terminal.left_on() == set()
    said = terminal.raw.partition(b"tuimap: ")[2].strip()
    assert said.startswith(b"the screen broke: KeyError: 'no such map' in demo.py, line ")
    assert said.count(b"\n") == 0


@pytest.mark.parametrize("terminal", [("analysis@train:600",)], indirect=True)
def test_a_dropped_line_ends_the_program(terminal: Terminal) -> None:
    terminal.until("loss")
    os.close(terminal.slave)
    os.close(terminal.master)
    terminal.master, terminal.slave = os.openpty()
    assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP


@pytest.mark.parametrize("terminal", [("failure",)], indirect=True)
def test_nothing_to_show_ends_with_the_reason(terminal: Terminal) -> None:
    assert terminal.end() == 1
    assert b"tuimap: nothing readable in drums. Add some sounds" in terminal.raw
    assert terminal.left_on() == set()
