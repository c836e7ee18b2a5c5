"""A private sound server whose sink goes nowhere, and a recorder of what it plays: to hear without a sound card.

PulseAudio with a null sink. Tests and benchmarks share it. Times are those of `time.monotonic`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import dropwhile
from pathlib import Path
from threading import Condition, Thread
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""Of one channel, [frames], full scale 1."""

RATE = 48_000
"""Frames per second of the sink and of what is recorded."""
QUIET = 0.003
"""Less than this counts as silence."""
BLOCK_MS = 5
"""The recorder takes blocks of this length, as soon as the sink has mixed them."""
BLOCK_BYTES = RATE * BLOCK_MS // 1000 * 4
PIPE_BYTES = 1 << 20
"""Five seconds of sound: nothing is lost while this interpreter is held busy."""
SECONDS = 20.0
"""What is not heard so long is not heard."""


class NoSoundServerError(Exception):
    """Why there is none, in one line."""


@contextmanager
def sound_server() -> Iterator[str]:
    """Run a sound server and give what PULSE_SERVER has to be; raises NoSoundServerError."""
    if missing := [program for program in ("pulseaudio", "parec") if not shutil.which(program)]:
        raise NoSoundServerError(f"no {' and no '.join(missing)} (apt-get install pulseaudio pulseaudio-utils)")
    # a short path of its own: a socket's name has to fit into 108 bytes
    with tempfile.TemporaryDirectory(prefix="tuimap-pulse-") as folder:
        address, log = f"{folder}/socket", Path(folder) / "log"
        modules = (
            f"module-native-protocol-unix socket={address} auth-anonymous=1",
            # without rewinds the beginnings of sounds stay whole
            f"module-null-sink sink_name=cap rate={RATE} channels=2 format=s16le norewinds=1",
        )
        options = ("-n", "--daemonize=no", "--use-pid-file=no", "--disable-shm=yes", "--exit-idle-time=-1")
        places = ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "PULSE_STATE_PATH", "PULSE_RUNTIME_PATH")
        with log.open("wb") as said:
            process = subprocess.Popen(
                ["pulseaudio", *options, *(word for module in modules for word in ("-L", module))],
                env={**os.environ, **dict.fromkeys(places, folder)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        try:
            if not _answers(address, process):
                raise NoSoundServerError(f"pulseaudio does not start: {log.read_text(errors='replace').strip()[-300:]}")
            yield f"unix:{address}"
        finally:
            process.terminate()
            process.wait(5)


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(address)
            return True
        time.sleep(0.02)
    return False


class Block(NamedTuple):
    """What the recorder brought at once."""

    arrived: float
    """When: the sink hands a block on as soon as it has been mixed."""
    samples: Samples
    loud: bool
    """Whether it holds more than silence."""


class Recorder:
    """Records what the sink plays, from its creation to its end; `with` ends it. Waiting raises TimeoutError."""

    def __init__(self, server: str) -> None:
        self._blocks: list[Block] = []
        self._came = Condition()
        options = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=2", f"--latency-msec={BLOCK_MS}")
        self._process = subprocess.Popen(
            ["parec", *options, "-d", "cap.monitor"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, "PULSE_SERVER": server},
        )
        self._thread = Thread(target=self._read, name="recorder", daemon=True)
        self._thread.start()
        self._wait(lambda: bool(self._blocks), SECONDS)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *failure: object) -> None:
        self._process.terminate()
        self._process.wait(5)
        self._thread.join(5)

    def sound(self, since: float, lasting: float = 0.0, seconds: float = SECONDS) -> float:
        """Wait for sound after `since`, and for so many seconds of recording from there; give when it came."""
        self._wait(lambda: len(self._from_sound(since)) * BLOCK_MS >= max(lasting * 1000, 1), seconds)
        return self._from_sound(since)[0].arrived

    def silence(self, since: float, lasting: float = 0.1, seconds: float = SECONDS) -> float:
        """Wait for a silence that begins after `since` and lasts; give when the last sound before it came."""
        wanted = round(lasting * 1000 / BLOCK_MS)

        def silent() -> bool:
            last = self._since(since)[-wanted:]
            return len(last) == wanted and not any(block.loud for block in last)

        self._wait(silent, seconds)
        return max((block.arrived for block in self._since(since) if block.loud), default=since)

    def samples(self, since: float) -> Samples:
        """Give all that came after `since`, [frames]."""
        return np.concatenate([np.zeros(0, np.float32), *(block.samples for block in self._since(since))])

    def _since(self, moment: float) -> list[Block]:
        with self._came:
            first = bisect_right(self._blocks, moment, key=lambda block: block.arrived)
            return self._blocks[first:]

    def _from_sound(self, since: float) -> list[Block]:
        return list(dropwhile(lambda block: not block.loud, self._since(since)))

    def _wait(self, holds: Callable[[], bool], seconds: float) -> None:
        with self._came:
            if not self._came.wait_for(holds, seconds):
                raise TimeoutError(f"not heard within {seconds:g} s")

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
            while len(recorded := pipe.read(BLOCK_BYTES)) == BLOCK_BYTES:
                arrived = time.monotonic()
                samples = np.frombuffer(recorded, np.int16)[::2] / np.float32(32768)
                with self._came:
                    self._blocks.append(Block(arrived, samples, bool(np.abs(samples).max() > QUIET)))
                    self._came.notify_all()
