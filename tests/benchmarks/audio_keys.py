"""What the whole program is measured by: keys written to a terminal, sounds recorded from the server."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import numpy as np
import soundfile
from audio_measures import PER_SECOND, Bench, Row, growth, held, times
from sound_server import RATE, Recorder
from terminal import Terminal

SOUNDS = 40
SOUND_SECONDS = 0.4
RIGHT, LEFT, STOP, ANY, QUIT = b"\x1b[C", b"\x1b[D", b" ", b"r", b"q"
NOT_HEARD_SECONDS = 2.0
"""There is no sound further right: the next key goes back."""


def key_presses(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure arrow keys, and what holding a key down leaves behind."""
    seconds: list[float] = []
    with program(bench, backend) as terminal, Recorder(bench.server) as recorder:
        for number in range(bench.rounds * 2):
            with suppress(TimeoutError):
                pressed = time.monotonic()
                terminal.send(LEFT if number % 2 else RIGHT)
                seconds.append(recorder.sound(pressed, seconds=NOT_HEARD_SECONDS) - pressed)
                recorder.silence(pressed)
            bench.pause()
    yield times(f"arrow key to first sound, {len(seconds)} of {bench.rounds * 2} heard", seconds[1:], 40, 60)


def held_key(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure what a key held down leaves behind."""
    with program(bench, backend) as terminal:
        processes = {"screen": terminal.process.pid, "child": audio_child(terminal.process.pid)}
        press(terminal, 5)
        before = {name: held(process) for name, process in processes.items()}
        press(terminal, bench.flood_seconds)
        after = {name: held(process) for name, process in processes.items()}
    for name in processes:
        yield from growth(f"key held {bench.flood_seconds:g} s, {name}", before[name], after[name])


def press(terminal: Terminal, seconds: float) -> None:
    """Hold a key down, then stop the sound."""
    begun = time.monotonic()
    for number in range(round(seconds * PER_SECOND)):
        time.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
        terminal.send(ANY)
    terminal.send(STOP)
    time.sleep(1)


def audio_child(process: int) -> int:
    """Find the audio child of the program."""
    tasks = [(task / "children").read_text().split() for task in (Path("/proc") / str(process) / "task").iterdir()]
    for child in (child for children in tasks for child in children):
        if "tuimap.players.child" in (Path("/proc") / child / "cmdline").read_text():
            return int(child)
    raise TimeoutError("the program has no audio child")


@contextmanager
def program(bench: Bench, backend: str) -> Iterator[Terminal]:
    """Open the map of sounds that begin at once, on a terminal that is read all the time."""
    folder = bench.place / "sounds"
    if not folder.exists():
        write_sounds(folder)
    library = str(bench.place / "library.sqlite")
    options = ("--descriptor", "mfcc", "--reducer", "pca", "--library", library)
    terminal = Terminal("-m", "tuimap", str(folder), "--audio", backend, *options)
    try:
        terminal.until(f"{SOUNDS} sounds", gone="esc stops")
        Thread(target=read_on, args=(terminal.master,), daemon=True).start()
        time.sleep(1)
        yield terminal
        terminal.send(QUIT)
        terminal.process.wait(10)
    finally:
        terminal.close()


def read_on(master: int) -> None:
    """Read what the program draws until it is gone."""
    with suppress(OSError):
        while os.read(master, 1 << 16):
            pass


def write_sounds(folder: Path) -> None:
    """Write sines of many pitches that begin at their loudest."""
    folder.mkdir()
    seconds = np.arange(round(SOUND_SECONDS * RATE)) / RATE
    for number in range(SOUNDS):
        sine = 0.5 * np.cos(2 * np.pi * 100 * 1.12**number * seconds) * np.linspace(1, 0, len(seconds))
        soundfile.write(folder / f"sine {number}.wav", sine.astype(np.float32), RATE)
