#!/usr/bin/env python3
"""How soon sounds begin and end on the machine one listens at, over a line with a delay of its own.

    python tests/benchmarks/remote.py [--delays 0,25,50,100] [--rounds 20] [--ssh] [--narrow 1000]

`tuimap listen` plays through miniaudio into a private PulseAudio, whose output is recorded in blocks of 5 ms; the
audio child of the screen reaches it through a line that adds so many milliseconds each way. With `--ssh` there is a
real `ssh -R` in between, to an sshd of our own on loopback, and the delay is that of the ssh connection. `--narrow`
adds a line that lets so many kilobits a second through. A sound counts as heard when the recorder brings its block.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
PROJECT = TESTS.parent
sys.path[:0] = [str(PROJECT), str(TESTS)]
os.environ["PYTHONPATH"] = str(PROJECT)

import numpy as np  # noqa: E402
from audio_measures import Bench, opened, play, stop, until  # noqa: E402
from likeness import likeness, write_noise  # noqa: E402
from slow_line import LOOPBACK, Loop, SlowLine  # noqa: E402
from sound_server import NoSoundServerError, Recorder, sound_server  # noqa: E402

from tuimap.players import Clip  # noqa: E402
from tuimap.players.remote import TOKEN_NAME  # noqa: E402

GOAL_MS = 50.0
"""On top of the delay of one way."""
SOUND_SECONDS = 20.0


def free_port() -> int:
    """Give a port that nobody has."""
    with socket.create_server((LOOPBACK, 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def listening(server: str) -> Iterator[int]:
    """Run `tuimap listen`, and give its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tuimap", "listen", "--port", str(port), "--audio", "miniaudio"],
        env={**os.environ, "PULSE_SERVER": server},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        if "listening" not in told:
            raise TimeoutError(f"tuimap listen does not listen: {told}")
        yield port
    finally:
        process.terminate()
        process.wait(5)


@contextmanager
def over_ssh(loop: Loop, port: int, delay: float, rate: float) -> Iterator[int]:
    """Take a port along to an sshd of our own, over a line with a delay; give the port that it has there."""
    sshd = shutil.which("sshd") or "/usr/sbin/sshd"
    with tempfile.TemporaryDirectory(prefix="tuimap-ssh-") as folder:
        place = Path(folder)
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / name], check=True)
        shutil.copy(place / "user.pub", place / "authorized")
        (place / "authorized").chmod(0o600)
        Path("/run/sshd").mkdir(exist_ok=True)
        there, taken = free_port(), free_port()
        options = (f"HostKey={place}/host", f"AuthorizedKeysFile={place}/authorized", "StrictModes=no", "PidFile=none")
        listen = ["-p", str(there), "-o", f"ListenAddress={LOOPBACK}"]
        server = subprocess.Popen(
            [sshd, "-D", "-e", "-f", "/dev/null", *listen, *(word for option in options for word in ("-o", option))],
            stderr=subprocess.DEVNULL,
        )
        line = SlowLine(loop, there, delay, rate)
        ours = ("StrictHostKeyChecking=no", f"UserKnownHostsFile={place}/known", "ExitOnForwardFailure=yes")
        until(lambda: answers(there))
        client = subprocess.Popen(
            [
                *("ssh", "-F", "none", "-N", "-i", place / "user", "-p", str(line.port)),
                *("-R", f"{taken}:{LOOPBACK}:{port}"),
                *(word for option in ours for word in ("-o", option)),
                LOOPBACK,
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            until(lambda: answers(taken))
            yield taken
        finally:
            for process in (client, server):
                process.terminate()
                process.wait(5)


def answers(port: int) -> bool:
    """Tell whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def measure(bench: Bench, port: int, what: str, delay: float) -> None:
    """Measure over one line, and print what is found."""
    paths = [bench.place / f"{number}.wav" for number in range(bench.rounds)]
    sent = write_noise(bench.place / "sent.wav", SOUND_SECONDS + bench.rounds)
    starts, again, stops, least = [], [], [], 1.0
    with opened(f"tcp:{LOOPBACK}:{port}") as player, Recorder(bench.server) as recorder:
        until(lambda: bool(player.status().place))
        for number, path in enumerate(paths):
            write_part(path, sent, number)
            for times in (starts, again):
                bench.pause()
                asked = time.monotonic()
                times.append(play(player, recorder, Clip(path)))
                recorder.sound(asked, lasting=0.4)
                bench.pause()
                stops.append(stop(player, recorder))
                heard = likeness(recorder.samples(asked), sent[number * 48_000 :])
                least = min(least, heard.correlation)
    for name, seconds in (("first sound", starts), ("first sound, heard before", again), ("stop to silence", stops)):
        middle, high = np.percentile(seconds, [50, 95]) * 1000 - delay * 1000
        kept = "" if middle <= GOAL_MS else "  MISSED"
        print(f"{what:<38}{name:<28}{delay * 1000:>5.0f} +{middle:>6.1f}{high:>8.1f} ms{kept}", flush=True)
    print(f"{what:<38}{'heard as sent, at least':<28}{least:>14.5f}", flush=True)


def write_part(path: Path, sound: np.ndarray, number: int) -> None:
    """Write a sound that begins a second later than the one before, and was never heard."""
    import soundfile

    soundfile.write(path, sound[number * 48_000 :][: round(SOUND_SECONDS * 48_000)], 48_000, subtype="FLOAT")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delays", default="0,25,50,100", metavar="MS,MS")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--ssh", action="store_true")
    parser.add_argument("--narrow", type=float, default=0.0, metavar="KBIT")
    chosen = parser.parse_args()
    if not re.fullmatch(r"\d+(,\d+)*", chosen.delays):
        parser.error("--delays: whole milliseconds set apart by commas")
    os.environ[TOKEN_NAME] = secrets.token_hex(8)
    rate = chosen.narrow * 125 or float("inf")
    loop = Loop()
    try:
        with tempfile.TemporaryDirectory() as place, sound_server() as server, listening(server) as port:
            bench = Bench(server, Path(place), chosen.rounds, 0.0)
            print(f"load {os.getloadavg()[0]:.1f}; one way + median, 95 of 100", flush=True)
            for delay in (int(each) / 1000 for each in chosen.delays.split(",")):
                what = f"{'ssh -R' if chosen.ssh else 'tcp'}, {delay * 1000:g} ms one way"
                if chosen.narrow:
                    what += f", {chosen.narrow:g} kbit/s"
                if chosen.ssh:
                    with over_ssh(loop, port, delay, rate) as taken:
                        measure(bench, taken, what, delay)
                else:
                    measure(bench, SlowLine(loop, port, delay, rate).port, what, delay)
            print(f"load {os.getloadavg()[0]:.1f}")
    except NoSoundServerError as error:
        sys.exit(f"nothing is measured: {error}")
    finally:
        loop.end()


if __name__ == "__main__":
    main()
