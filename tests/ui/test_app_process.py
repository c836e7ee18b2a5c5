"""The screen as a process of its own: what it imports, and how it leaves a real terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import PATIENCE, Terminal

DEMO = Path(__file__).parent / "demo.py"
HEAVY = ("jax", "librosa", "umap", "numba", "sklearn", "scipy", "soundfile")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a PTY")


def test_the_screen_loads_nothing_heavy_and_numpy_only_with_a_map() -> None:
    code = f"import sys, tuimap.ui.app; print([m for m in {(*HEAVY, 'numpy')} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_drawn_map_loads_nothing_heavy() -> None:
    code = f"import sys, tuimap.ui.map.scene; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


FIRST_FRAME = """
import asyncio, sys
from pathlib import Path
from tuimap.cli.options import parse
from tuimap.collection import Collection
from tuimap.engine import EngineProcess
from tuimap.players.process import open_player
from tuimap.ui.app import MapApp
from tuimap.ui.feed import Feed

Feed.run = lambda feed: None  # nothing is loaded

async def show():
    parse(sys.argv[1:])
    folder = Path(sys.argv[1])
    sounds = Collection((folder,), library_file=folder / "drums.sqlite")
    app = MapApp(sounds, EngineProcess(sounds), open_player("null"))
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.pause()
        print(*sys.modules)

asyncio.run(show())
"""

LATER = {
    *HEAVY,
    *("numpy", "sqlite3"),
    *("tuimap.corpus.scan", "tuimap.library", "tuimap.library_file", "tuimap.pipeline", "tuimap.sound_map"),
    *("tuimap.cli.analysis", "tuimap.crash_log", "tuimap.ui.screens.pick_screen", "tuimap.ui.screens.help_screen"),
}
"""What takes long, and what only a map, an analysis or a key asks for."""


def test_the_first_frame_is_drawn_before_anything_is_loaded_that_it_does_not_show(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIRST_FRAME, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"tuimap.ui.app", "tuimap.collection"} <= loaded
    assert not LATER & loaded


@pytest.fixture
def terminal(request: pytest.FixtureRequest):
    opened = Terminal(str(DEMO), *getattr(request, "param", ()))
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
    log = Path(said.decode().partition("please report it with ")[2])
    assert log.read_text().endswith("ZeroDivisionError: division by zero\n")


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
