"""`tuimap --pick`: the screen is on the terminal and the paths on standard output, whatever that leads to."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from tuimap.cli import picking
from tuimap.cli.main import main
from tuimap.cli.picking import pick
from tuimap.collection import Collection
from tuimap.errors import TuimapError

sys.path.insert(0, str(Path(__file__).parent.parent / "ui"))

from terminal import Terminal

SHELL = "import os, sys; os.execvp('sh', ['sh', '-c', sys.argv[1]])"


@pytest.fixture
def in_a_shell(collection: Collection, tmp_path: Path) -> Iterator[Callable[[str], Terminal]]:
    """Run a script for the shell on a terminal; `$PICK` is the command, `$OUT` a folder."""
    opened: list[Terminal] = []
    root, library = str(collection.root), str(collection.library_path)
    command = [sys.executable, "-m", "tuimap", "--pick", root, "--library", library, "--audio", "null"]
    command += ["--descriptor", "mfcc", "--reducer", "pca"]

    def run(script: str) -> Terminal:
        opened.append(Terminal("-c", SHELL, f'OUT={tmp_path}; pick() {{ {shlex.join(command)} "$@"; }}; {script}'))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.close()


def path_under_the_cursor(terminal: Terminal, collection: Collection) -> str:
    found = collection.load()
    assert found is not None
    name = terminal.screen.display[-2].split(" in ")[0].strip().removeprefix("* ")
    (path,) = [sound.path for sound in found.sounds if sound.name == name]
    return str(collection.root / path)


def test_enter_prints_the_path_where_one_stands_into_a_shells_substitution(
    in_a_shell: Callable[[str], Terminal], collection: Collection
) -> None:
    terminal = in_a_shell('took=$(pick); echo "code $?:$took:" > $OUT/told')
    terminal.until("enter take")
    terminal.until("24 sounds")
    terminal.send(b"\x1b[C")
    terminal.until("playing")
    path = path_under_the_cursor(terminal, collection)
    terminal.send(b"\r")
    assert terminal.end() == 0
    assert (collection.library_path.parent / "told").read_text() == f"code 0:{path}:\n"
    assert terminal.left_on() == set()
    assert terminal.attributes() == terminal.before


@pytest.mark.parametrize("key", [b"q", b"\x03"])
def test_who_leaves_without_choosing_prints_nothing_and_the_code_says_so(
    in_a_shell: Callable[[str], Terminal], collection: Collection, key: bytes
) -> None:
    terminal = in_a_shell('took=$(pick); echo "code $?:$took:" > $OUT/told')
    terminal.until("24 sounds")
    terminal.send(key)
    terminal.end()
    assert (collection.library_path.parent / "told").read_text() == "code 130::\n"
    assert terminal.left_on() == set()


def test_the_terminal_is_found_although_every_standard_stream_leads_elsewhere(
    in_a_shell: Callable[[str], Terminal], collection: Collection
) -> None:
    terminal = in_a_shell("echo keys | pick -0 2> $OUT/errors | cat > $OUT/told")
    terminal.until("24 sounds")
    terminal.send(b"V")
    terminal.until("24 selected")
    terminal.send(b"\r")
    assert terminal.end() == 0
    told = (collection.library_path.parent / "told").read_bytes()
    found = collection.load()
    assert found is not None
    assert told.endswith(b"\0")
    assert told[:-1].split(b"\0") == [os.fsencode(collection.root / sound.path) for sound in found.sounds]
    assert (collection.library_path.parent / "errors").read_text() == ""


def picked(*paths: str) -> Callable[[Callable[[Sequence[str]], None]], int]:
    def show(take: Callable[[Sequence[str]], None]) -> int:
        take(paths)
        return 0

    return show


def test_a_line_break_in_a_name_is_refused_unless_zeros_part_the_paths(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(picking, "on_the_terminal", nullcontext)
    names = ("/s/a.wav", "/s/b\nc.wav", os.fsdecode(b"/s/\xff.wav"))
    with pytest.raises(TuimapError, match=r"^/s/b\\x0ac\.wav: the name holds a line break.*Say -0"):
        pick(picked(*names), zeros=False)
    assert capfdbinary.readouterr().out == b""
    assert pick(picked(*names), zeros=True) == 0
    assert capfdbinary.readouterr().out == b"/s/a.wav\0/s/b\nc.wav\0/s/\xff.wav\0"
    assert pick(picked("/s/a.wav"), zeros=False) == 0
    assert capfdbinary.readouterr().out == b"/s/a.wav\n"
    assert pick(lambda _: 0, zeros=False) == 130
    assert pick(lambda _: 143, zeros=False) == 143
    assert capfdbinary.readouterr().out == b""


def test_without_a_terminal_it_is_said_in_one_line(collection: Collection) -> None:
    import subprocess

    command = [sys.executable, "-m", "tuimap", "--pick", str(collection.root), "--library", collection.library_path]
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, start_new_session=True, stdin=subprocess.DEVNULL
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("tuimap: --pick needs a terminal to draw on: /dev/tty: ")
    assert told.stderr.count("\n") == 1


def test_zeros_are_for_picking(capsys: pytest.CaptureFixture[str], few_sounds: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(few_sounds), "-0"])
    assert ended.value.code == 2
    assert "-0 is for --pick" in capsys.readouterr().err
