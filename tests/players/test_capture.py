"""What really leaves through a sound server: a private PulseAudio with a sink that goes nowhere."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from tuimap.players import Clip
from tuimap.players.process import AudioProcess

RATE = 48_000
ATTEMPTS = 4
"""A busy machine drops blocks on their way through the server."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if "TUIMAP_CAPTURE" not in os.environ:
        pytest.skip("captures need a machine that keeps time: set TUIMAP_CAPTURE=1 to hear what is played")
    if not (shutil.which("pulseaudio") and shutil.which("parec")):
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    # a short path of its own: a socket's name has to fit into 108 bytes
    with tempfile.TemporaryDirectory(prefix="tuimap-pulse-") as folder:
        address = f"{folder}/socket"
        places = dict.fromkeys(
            ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "PULSE_STATE_PATH", "PULSE_RUNTIME_PATH"), folder
        )
        modules = [
            f"module-native-protocol-unix socket={address} auth-anonymous=1",
            f"module-null-sink sink_name=cap rate={RATE} channels=2 format=s16le norewinds=1",
        ]
        options = ["-n", "--daemonize=no", "--use-pid-file=no", "--disable-shm=yes", "--exit-idle-time=-1"]
        process = subprocess.Popen(
            ["pulseaudio", *options, *(word for module in modules for word in ("-L", module))],
            env={**os.environ, **places},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(address, process)
            yield f"unix:{address}"
        finally:
            process.terminate()
            process.wait(5)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(address)
            return
        time.sleep(0.02)
    pytest.skip("this pulseaudio does not start")


def captured(server: str, act: Callable[[], None]) -> np.ndarray:
    """Give what the sink plays while `act` runs and a little longer, [frames] of the left channel, full scale 1."""
    options = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=2", "--latency-msec=10", "-d", "cap.monitor"]
    with subprocess.Popen(
        ["parec", *options], stdout=subprocess.PIPE, env={**os.environ, "PULSE_SERVER": server}
    ) as rec:
        assert rec.stdout is not None
        begin = rec.stdout.read(4 * RATE // 20)  # it records now
        act()
        time.sleep(0.3)
        rec.terminate()
        recorded = begin + rec.stdout.read()
    frames = np.frombuffer(recorded[: len(recorded) // 4 * 4], np.int16).reshape(-1, 2)
    return frames[:, 0] / 32768


@pytest.mark.parametrize("backend", ["miniaudio", "simpleaudio"])
def test_what_is_heard_is_the_file_and_a_stop_is_silence(
    backend: str,
    server: str,
    start: Callable[..., AudioProcess],
    sine: Callable[..., Path],
    wait_until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip(backend, reason=f"{backend} is not installed")
    monkeypatch.setenv("PULSE_SERVER", server)
    player = start(backend)
    wait_until(lambda: player.status().backend)
    assert player.status().problem == ""
    path = sine(seconds=60)

    def play_and_stop() -> None:
        player.play(Clip(path))
        wait_until(lambda: player.status().playing == path)
        time.sleep(0.6)
        player.stop()
        time.sleep(0.4)

    complaints = ""
    for _ in range(ATTEMPTS):
        complaints = _complaints(captured(server, play_and_stop))
        if not complaints:
            break
    assert complaints == ""


def _complaints(heard: np.ndarray) -> str:
    """Say what is wrong with a recording of a sine that was cut; empty when nothing is."""
    loud = np.flatnonzero(np.abs(heard) > 0.01)
    if not len(loud):
        return "silence"
    sound = heard[loud[0] : loud[-1] + 1]
    likeness = [_likeness(sound[at : at + RATE // 5]) for at in range(0, len(sound) - RATE // 5, RATE // 50)]
    around_the_cut = heard[loud[-1] - RATE // 100 : loud[-1] + RATE // 100]
    wrong = {
        f"{len(sound) / RATE:.3f} s of sound": not 0.5 < len(sound) / RATE < 1.2,
        f"best likeness {max(likeness, default=0):.4f}": max(likeness, default=0) < 0.999,
        "a click where the sound was cut": np.abs(np.diff(around_the_cut)).max() > 0.05,
        "something after the stop": heard[loud[-1] + RATE // 50 :].any(),
    }
    return ", ".join(what for what, is_wrong in wrong.items() if is_wrong)


def _likeness(stretch: np.ndarray) -> float:
    """Give the correlation of a stretch with the 440 Hz sine nearest to it."""
    phase = 2 * np.pi * 440 * np.arange(len(stretch)) / RATE
    basis = np.stack([np.sin(phase), np.cos(phase)], axis=1)
    nearest = basis @ np.linalg.lstsq(basis, stretch, rcond=None)[0]
    if not (nearest.std() and stretch.std()):
        return 0.0
    return float(np.corrcoef(nearest, stretch)[0, 1])
