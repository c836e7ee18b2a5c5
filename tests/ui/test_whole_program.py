"""The whole program on a real PTY: real sounds, the real engine, the audio child without a device."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from tuimap.collection import Collection
from tuimap.settings import Settings
from tuimap.ui.memory import memory_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a PTY")

RIGHT, LEFT, UP, DOWN = (b"\x1b[C", b"\x1b[D", b"\x1b[A", b"\x1b[B")


@pytest.fixture
def terminal(few_sounds: Path, tmp_path: Path) -> Iterator[Terminal]:
    command = ("-m", "tuimap", few_sounds, "--audio", "null", "--steps", "50", "--library", tmp_path / "l.sqlite")
    opened = Terminal(*map(str, command))
    yield opened
    opened.close()


def status(terminal: Terminal) -> str:
    return terminal.screen.display[-2].strip()


def test_a_folder_is_analysed_walked_and_heard_and_the_terminal_is_left_whole(
    terminal: Terminal, few_sounds: Path, tmp_path: Path
) -> None:
    collection = Collection((few_sounds,), Settings(steps=50), library_file=tmp_path / "l.sqlite")
    terminal.until("24 sounds", gone="esc stops")
    found = collection.load()
    assert found is not None
    names = {sound.name for sound in found.sounds}
    before = status(terminal)
    for key in (RIGHT, LEFT, UP, DOWN):
        terminal.send(key)
    terminal.until("playing")
    heard = status(terminal).split(" in ")[0]
    assert heard in names
    assert status(terminal).endswith("playing")
    assert before.split(" in ")[0] in names
    terminal.send(b"?")
    terminal.until("Walk to the nearest sound")
    terminal.send(b"\x1b")
    terminal.until("24 sounds")
    terminal.send(b"q")
    assert terminal.end() == 0
    assert terminal.left_on() == set()
    assert terminal.attributes() == terminal.before
    assert collection.is_current()


def test_ctrl_c_leaves_from_the_help_page_too(terminal: Terminal) -> None:
    terminal.until("24 sounds", gone="esc stops")
    terminal.send(b"?")
    terminal.until("Walk to the nearest sound")
    terminal.send(b"\x03")
    assert terminal.end() == 0
    assert terminal.left_on() == set()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_program_told_to_end_leaves_where_it_was(terminal: Terminal, tmp_path: Path, name: str) -> None:
    terminal.until("24 sounds", gone="esc stops")
    terminal.send(b"+" + RIGHT)
    terminal.until("1.5x")
    terminal.process.send_signal(getattr(signal, name))
    assert terminal.end() == 128 + getattr(signal, name)
    assert memory_of(tmp_path / "l.sqlite").session().zoom == 1.5


@pytest.mark.parametrize("at_once", [0, 500])
def test_marks_made_just_before_leaving_are_kept(collection: Collection, at_once: int) -> None:
    command = ["-c", MARKED_BESIDE, str(at_once), str(collection.root), "--library", str(collection.library_path)]
    opened = Terminal(*command, "--audio", "null", "--descriptor", "mfcc", "--reducer", "pca")
    try:
        opened.until("24 sounds")
        opened.until("q ")
        opened.send(b"Vfq")
        assert opened.end() == 0
    finally:
        opened.close()
    assert len(collection.marks()) == 24
    assert all(marks.favourite for marks in collection.marks().values())


MARKED_BESIDE = """
import sys
from tuimap.cli.main import start
from tuimap.ui.screens import keeping
keeping.AT_ONCE = int(sys.argv[1])
if __name__ == "__main__":
    start(sys.argv[2:])
"""
"""Marks that are worked out in another thread, or not."""
