import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tuimap.errors import DecodeError
from tuimap.players import Clip
from tuimap.players.decoding import open_clip, read_blocks

Render = Callable[..., Iterator[np.ndarray]]


def read(clip: Clip) -> np.ndarray:
    with open_clip(clip) as source:
        return np.concatenate(list(read_blocks(source, clip)))[:, 0]


def test_a_stretch_of_a_file_is_read_from_its_start_for_its_duration(sine: Callable[..., Path]) -> None:
    path = sine()
    whole, _ = soundfile.read(path, dtype="float32")

    assert np.array_equal(read(Clip(path)), whole)
    assert np.array_equal(read(Clip(path, 0.5)), whole[22_050:])
    assert np.array_equal(read(Clip(path, 0.25, 0.1)), whole[11_025:15_435])
    assert np.array_equal(read(Clip(path, 0.25, 99.0)), whole[11_025:])


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg", "a.mp3", "a.m4a"])
def test_of_a_slice_nothing_but_its_stretch_is_heard(tmp_path: Path, name: str) -> None:
    """Ten seconds, each of another pitch: what is heard of the eighth is the eighth."""
    path, source = tmp_path / name, tmp_path / "source.wav"
    time = np.arange(44_100) / 44_100
    seconds = [0.3 * np.sin(2 * np.pi * 300 * (number + 1) * time) for number in range(10)]
    soundfile.write(source, np.concatenate(seconds), 44_100)
    if path.suffix == ".m4a":
        if shutil.which("ffmpeg") is None:
            pytest.skip("needs ffmpeg")
        subprocess.run(["ffmpeg", "-v", "error", "-i", source, path], check=True)
    else:
        soundfile.write(path, np.concatenate(seconds), 44_100)

    heard = read(Clip(path, 7.05, 0.9))

    assert len(heard) == 39_690
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
    near = np.abs(np.fft.rfftfreq(len(heard), 1 / 44_100) - 2400) < 20
    assert spectrum[near].sum() > 0.999 * spectrum.sum()


def test_a_start_after_the_end_gives_the_last_frame(sine: Callable[..., Path]) -> None:
    assert len(read(Clip(sine(), 5.0))) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf_8_is_read(sine: Callable[..., Path], tmp_path: Path) -> None:
    named = sine().rename(tmp_path / os.fsdecode(b"kick\xff\xe9.wav"))

    assert len(read(Clip(named))) == 44_100


def test_an_hour_gives_its_first_block_without_the_rest_being_read(tmp_path: Path, render: Render) -> None:
    path = tmp_path / "hour.wav"
    with soundfile.SoundFile(path, "w", 8_000, 1, "PCM_U8") as file:
        for _ in range(360):
            file.write(np.full(80_000, 0.5, np.float32))

    first = next(render(Clip(path), 48_000))

    assert 0 < len(first) < 10_000


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "No such file or directory"),
        (lambda path: path.mkdir(), "not a regular file"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"no sound at all" * 99), "no known sound format"),
        (lambda path: soundfile.write(path, np.zeros(0), 44_100), "no sound"),
    ],
)
def test_what_cannot_be_heard_is_named_with_the_reason(
    tmp_path: Path, make: Callable[[Path], object], reason: str, render: Render
) -> None:
    path = tmp_path / "odd\x1b[31m.wav"
    make(path)

    with pytest.raises(DecodeError) as caught:
        list(render(Clip(path), 48_000))

    assert str(caught.value).startswith("odd\\x1b[31m.wav: ")
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path, render: Render) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    refused = threading.Event()

    def open_it() -> None:
        with pytest.raises(DecodeError, match="not a regular file"):
            list(render(Clip(tmp_path / "pipe.wav"), 48_000))
        refused.set()

    threading.Thread(target=open_it, daemon=True).start()

    assert refused.wait(5)


def test_a_damaged_flac_is_heard_up_to_the_damage(tmp_path: Path, render: Render) -> None:
    path = tmp_path / "torn.flac"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.5, 0.5, 88_200), 44_100)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    path.write_bytes(content)

    heard: list[np.ndarray] = []
    with suppress(DecodeError):  # versions of libFLAC differ: some say so, some fall silent
        heard.extend(render(Clip(path), 44_100))

    assert 20_000 < sum(map(len, heard)) <= 88_200
