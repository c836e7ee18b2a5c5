"""Sounds with known content, and waiting with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tuimap.errors import DecodeError
from tuimap.players import AS_IT_IS, Clip, Manner
from tuimap.players.process import AudioProcess
from tuimap.players.rendering import rendered
from tuimap.players.source import FileSource
from tuimap.players.voice import Frames

WaitUntil = Callable[..., None]


@pytest.fixture
def wait_until() -> WaitUntil:
    """Wait until something holds; fail when it still does not after some seconds."""

    def wait(holds: Callable[[], object], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"still not so after {seconds} s"
            time.sleep(0.005)

    return wait


@pytest.fixture
def sine(tmp_path: Path) -> Callable[..., Path]:
    """Write a sine to a file and give its path."""

    def write(name: str = "sine.wav", hertz: float = 440, seconds: float = 1.0, rate: int = 44_100) -> Path:
        samples = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
        path = tmp_path / name
        with path.open("wb") as file:
            soundfile.write(file, samples.astype(np.float32), rate, format="WAV", subtype="FLOAT")
        return path

    return write


@pytest.fixture
def render() -> Callable[..., Iterator[Frames]]:
    """Give the blocks of a clip as a device of some rate gets them."""

    def blocks(clip: Clip, rate: int, manner: Manner = AS_IT_IS) -> Iterator[Frames]:
        damage: list[DecodeError] = []
        with FileSource(clip).open() as opened:
            yield from rendered(opened, manner, rate, damage.append)
            if damage:
                raise damage[0]

    return blocks


@pytest.fixture
def no_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide every sound device and server of this machine from child processes."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/dev/null")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "tuimap-none")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")


@pytest.fixture
def start() -> Iterator[Callable[..., AudioProcess]]:
    """Start audio processes, and end them after the test."""
    started: list[AudioProcess] = []

    def start_one(*arguments: object) -> AudioProcess:
        started.append(AudioProcess(*arguments))  # type: ignore[arg-type]
        return started[-1]

    yield start_one
    for player in started:
        player.close()
