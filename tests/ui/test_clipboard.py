"""Copying paths: what is written to which terminal, and that a real tmux hands it on."""

from __future__ import annotations

import os
import re
import shutil
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_fakes import ROOT, FakeCollection, SoundMap, Sounds, clustered_map, sound
from ui_run import Run, running, stored

from tuimap.ui.clipboard import MOST_BYTES, copy, sequences

PLAIN = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


@given(content=st.binary(max_size=3000))
def test_each_kind_of_terminal_hands_on_the_same_bytes(content: bytes) -> None:
    plain = sequences(content, {"TERM": "xterm-256color"})
    found = PLAIN.fullmatch(plain)
    assert found
    assert b64decode(found[1]) == content
    through_tmux = "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    assert sequences(content, {"TERM": "tmux-256color"}) == plain + through_tmux
    for environ in ({"TERM": "screen"}, {"TERM": "xterm", "STY": "1.pts"}, {"TERM": "screen.xterm-256color"}):
        pieces = re.findall("\x1bP(.*?)\x1b\\\\", sequences(content, environ))
        assert "".join(pieces) == plain
        assert max(map(len, pieces)) < 256


def test_a_tmux_that_is_not_there_is_spoken_to_through_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    written: list[str] = []
    copy(b"a.wav", written.append, {"TMUX": "/nowhere,1,0", "TERM": "screen-256color"})
    assert written == [sequences(b"a.wav", {"TERM": "tmux-256color"})]


def written_by(run: Run, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is written to the terminal beside the picture."""
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    written: list[str] = []
    assert run.app._driver is not None
    monkeypatch.setattr(run.app._driver, "write", written.append)
    return written


async def test_y_copies_the_path_of_the_sound_or_of_each_that_is_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(stored(), size=(100, 30)) as run:
        written = written_by(run, monkeypatch)
        await run.press("y")
        await run.until(lambda: "copied /sounds/kick/b.wav" in run.text)
        await run.press("v", "right", "v", "y")
        await run.until(lambda: "copied 2 paths" in run.text)
        copied = [b64decode(found[1]).decode() for text in written if (found := PLAIN.fullmatch(text))]
        assert copied == ["/sounds/kick/b.wav", "/sounds/kick/b.wav\n/sounds/snare/c.wav"]


async def test_the_slices_of_a_file_are_one_path_and_a_name_that_is_no_text_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = os.fsdecode(b"\xff\x1b[31m.wav")
    slices = Sounds([sound(name, start=start, duration=1.0, slice=True) for start in (0.0, 1.0)])
    places = np.array([[0.2, 0.5], [0.8, 0.5]], np.float32)
    async with running(FakeCollection(stored=SoundMap(ROOT, slices, places)), size=(100, 30)) as run:
        written = written_by(run, monkeypatch)
        await run.press("V", "y")
        await run.until(lambda: r"copied /sounds/\xff\x1b[31m.wav" in run.text)
        assert [b64decode(found[1]) for text in written if (found := PLAIN.fullmatch(text))] == [
            b"/sounds/\xff\x1b[31m.wav"
        ]


async def test_more_than_terminals_take_is_refused_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    many = clustered_map(4000)
    async with running(FakeCollection(stored=many), size=(120, 30)) as run:
        written = written_by(run, monkeypatch)
        await run.press("V", "y")
        await run.until(lambda: "too much to copy" in run.text)
        assert f"terminals take {MOST_BYTES:,}; x writes a list" in run.text
        assert not any("]52" in text for text in written)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_a_real_tmux_as_it_comes_hands_the_path_to_the_terminal_around_it(tmp_path: Path) -> None:
    from terminal import Terminal

    code = "import os; from tuimap.ui.clipboard import copy; copy(b'/kit/kick.wav', print, os.environ)"
    script = tmp_path / "copy.py"
    script.write_text(code)
    opened = Terminal("-c", TMUX, str(tmp_path / "socket"), str(script))
    try:
        opened.end()
        assert b"\x1b]52;;L2tpdC9raWNrLndhdg==" in opened.raw, opened.raw
    finally:
        opened.close()


TMUX = """
import os, shlex, sys
socket, script = sys.argv[1:]
command = shlex.join([sys.executable, script]) + "; sleep 0.5"
os.execlp("tmux", "tmux", "-f", os.devnull, "-S", socket, "new-session", command)
"""
"""Runs a script in a tmux of its own, with what tmux sets by itself."""
