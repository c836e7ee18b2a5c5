from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

import tuimap.corpus.converted
from tuimap.corpus.decode import decode
from tuimap.errors import DecodeError

PRETENDER = """#!{python}
import pathlib, sys, time
name = pathlib.Path(sys.argv[0]).name
if name == "ffprobe":
    print("12.5")
else:
    source = sys.argv[sys.argv.index("-i") + 1]
    words = pathlib.Path(source).read_bytes()
    if words == b"broken":
        sys.exit("moov atom not found")
    if words == b"slow":
        time.sleep(60)
    sys.stdout.buffer.write(pathlib.Path({sound!r}).read_bytes())
"""


@pytest.fixture
def pretender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in ffmpeg's place that takes the same words and gives a known sound."""
    sound = tmp_path / "known.wav"
    soundfile.write(sound, np.full((8000, 2), 0.25), 8000)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("ffmpeg", "ffprobe"):
        (tools / name).write_text(PRETENDER.format(python=sys.executable, sound=str(sound)))
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    return tools


@pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand in for a program there")
def test_m4a_is_read_through_ffmpeg_with_the_duration_of_the_whole_file(tmp_path: Path, pretender: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(b"whatever")
    audio = decode(tmp_path / "a.m4a", 1.0)
    assert (audio.sample_rate, audio.channels, audio.duration) == (8000, 2, 12.5)
    assert (audio.encoding, audio.note) == ("M4A, through ffmpeg", "")


@pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand in for a program there")
def test_what_ffmpeg_leaves_out_is_told(tmp_path: Path, pretender: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(b"whatever")
    audio = decode(tmp_path / "a.m4a", 30.0)
    assert (audio.duration, audio.note) == (1.0, "cut short: 1.00 of 12.50 s are there")


@pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand in for a program there")
def test_a_converter_that_hangs_is_ended(tmp_path: Path, pretender: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuimap.corpus.converted, "_SECONDS", 0.5)
    (tmp_path / "a.m4a").write_bytes(b"slow")
    with pytest.raises(DecodeError, match=r"ffmpeg took longer than 0\.5 s"):
        decode(tmp_path / "a.m4a", 30.0)


@pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand in for a program there")
def test_what_ffmpeg_says_is_the_reason(tmp_path: Path, pretender: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(b"broken")
    with pytest.raises(DecodeError, match="ffmpeg cannot read it: moov atom not found"):
        decode(tmp_path / "a.m4a", 1.0)


def test_without_ffmpeg_the_file_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.wma").write_bytes(b"whatever")
    with pytest.raises(DecodeError, match="needs ffmpeg, which is not installed") as raised:
        decode(tmp_path / "a.wma", 1.0)
    assert raised.value.needs == "ffmpeg"
