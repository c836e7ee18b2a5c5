"""Pictures are made by a process of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import numpy as np
import pytest
import soundfile

from tuimap.players import Clip
from tuimap.spectrogram import BANDS, COLUMNS
from tuimap.spectrogram.pictures import Pictures

PATIENCE = 60


class Run:
    def __init__(self) -> None:
        self.told: Queue[tuple[Clip, bytes]] = Queue()
        self.pictures: Pictures[Clip] = Pictures(lambda clip, picture: self.told.put((clip, picture)))

    def made(self, clip: Clip) -> bytes:
        self.pictures.ask(clip, clip)
        told, picture = self.told.get(timeout=PATIENCE)
        assert told == clip
        return picture


@pytest.fixture
def run() -> Iterator[Run]:
    running = Run()
    yield running
    running.pictures.close()


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    return Clip(written(tmp_path / "tone.wav"), 0.0, 0.5)


def written(path: Path) -> Path:
    tone = np.sin(2 * np.pi * 440 * np.arange(22_050) / 44_100)
    with path.open("wb") as file:
        soundfile.write(file, np.stack([tone, tone], axis=1), 44_100, format="WAV")
    return path


def test_a_picture_is_made_and_kept(run: Run, clip: Clip) -> None:
    picture = run.made(clip)
    assert np.frombuffer(picture, np.uint8).reshape(BANDS, COLUMNS).max() == 255
    clip.path.unlink()
    assert run.made(clip) == picture


def test_a_file_that_gives_none_has_an_empty_one_and_the_next_is_read(run: Run, clip: Clip, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF no sound")
    assert run.made(Clip(broken, 0.0, 1.0)) == b""
    assert run.made(Clip(tmp_path / "missing.wav", 0.0, 1.0)) == b""
    assert run.made(clip) != b""


def test_a_name_of_bytes_is_read(run: Run, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.wav"))
    assert run.made(Clip(written(path), 0.0, 0.5)) != b""


def test_a_process_that_died_is_replaced(run: Run, clip: Clip, tmp_path: Path) -> None:
    run.made(clip)
    child = run.pictures._child
    assert child is not None
    child.kill()
    child.wait()
    other = Clip(written(tmp_path / "other.wav"), 0.0, 0.5)
    assert run.made(other) != b""


def test_a_file_whose_reading_kills_the_process_has_an_empty_one(run: Run, clip: Clip) -> None:
    without_duration = Clip(clip.path, 0.0, "no number")  # type: ignore[arg-type]
    assert run.made(without_duration) == b""
    assert run.made(clip) != b""


def test_the_newest_that_was_asked_for_is_made(run: Run, clip: Clip, tmp_path: Path) -> None:
    asked = [Clip(clip.path, 0.0, 0.1 + place / 100) for place in range(30)]
    for each in asked:
        run.pictures.ask(each, each)
    told = [run.told.get(timeout=PATIENCE)[0]]
    while told[-1] != asked[-1]:
        told.append(run.told.get(timeout=PATIENCE)[0])
    assert len(told) <= 2


def test_closing_ends_the_process(run: Run, clip: Clip) -> None:
    run.made(clip)
    child = run.pictures._child
    assert child is not None
    run.pictures.close()
    assert child.returncode is not None
