"""What a player is measured by, through a sound server whose output is recorded."""

from __future__ import annotations

import os
import random
import signal
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
from likeness import likeness, noise, write_noise
from sound_server import RATE, Recorder

from tuimap.players import Clip
from tuimap.players.process import AudioProcess, open_player

OPENING_SECONDS = 20.0
LONG_SECONDS = 600
"""The length of a long file."""
WRITTEN_SECONDS = 2
"""So much of a long file is noise; the rest is a hole that reads as silence."""
SHORT_SOUNDS = 100
PER_SECOND = 30
"""Auditions, as by a key held down."""
BUSY_NUMBERS = 60_000_000
"""Adding up so many takes more than a second, in which no other thread of the interpreter runs."""
IDLE_SECONDS = 6.0
"""A device that opens fast has been given back by then."""
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Row:
    """One thing that was measured."""

    what: str
    median: float
    high: float | None
    """95 of 100 are below; None where there is one value."""
    unit: str
    goal: str = ""
    kept: bool = True


@dataclass(frozen=True)
class Bench:
    """Where and how thoroughly is measured."""

    server: str
    place: Path
    """A folder for what is played."""
    rounds: int
    flood_seconds: float
    random: random.Random = field(default_factory=lambda: random.Random(6))

    def pause(self) -> None:
        """Wait a while that fits no device's period."""
        time.sleep(0.1 + 0.05 * self.random.random())


def times(what: str, seconds: Sequence[float], goal_ms: float, high_ms: float | None = None) -> Row:
    """Give a row of durations, with what their median and, if need be, 95 of 100 are to keep to."""
    median = statistics.median(seconds) * 1000
    high = float(np.percentile(seconds, 95)) * 1000
    goal = f"{goal_ms:g}" if high_ms is None else f"{goal_ms:g} / {high_ms:g}"
    return Row(what, median, high, "ms", goal, median <= goal_ms and (high_ms is None or high <= high_ms))


@contextmanager
def opened(backend: str) -> Iterator[AudioProcess]:
    """Open a player on a back end that answers; raises TimeoutError where it does not."""
    player = open_player(backend)
    assert isinstance(player, AudioProcess)
    try:
        until(lambda: bool(player.status().backend))
        if player.status().backend == "null":
            raise TimeoutError(player.status().problem)
        yield player
    finally:
        player.close()


def until(holds: Callable[[], bool], seconds: float = OPENING_SECONDS) -> float:
    """Wait until something holds; give how long that took; raises TimeoutError."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"still not so after {seconds:g} s")
        time.sleep(0.002)
    return time.monotonic() - begun


def play(player: AudioProcess, recorder: Recorder, clip: Clip) -> float:
    """Give the seconds from a call to the first sound."""
    asked = time.monotonic()
    player.play(clip)
    return recorder.sound(asked) - asked


def stop(player: AudioProcess, recorder: Recorder) -> float:
    """Give the seconds from a call to the last sound."""
    asked = time.monotonic()
    player.stop()
    return recorder.silence(asked) - asked


def known_sounds(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure sounds that were played before: their beginning, their end, and how like they are."""
    path = bench.place / "known.wav"
    sent = write_noise(path, 20)
    starts, stops, heard = [], [], []
    with opened(backend) as player, Recorder(bench.server) as recorder:
        for number in range(bench.rounds + 1):
            asked = time.monotonic()
            seconds = play(player, recorder, Clip(path))
            recorder.sound(asked, lasting=0.3)
            bench.pause()
            ending = stop(player, recorder)
            if number:  # the first opens the device, and fills the caches of the system
                starts.append(seconds)
                stops.append(ending)
                heard.append(likeness(recorder.samples(asked), sent))
            bench.pause()
    yield times("first sound, clip in memory", starts, *((30,) if backend == "simpleaudio" else (40, 60)))
    yield times("stop to silence", stops, 400 if backend == "simpleaudio" else 40)
    least = min(each.correlation for each in heard)
    yield Row("heard as sent, the least correlation", least, None, "", ">= .999", least >= 0.999)
    gaps = sum(each.gaps for each in heard)
    yield Row("gaps in it", gaps, None, "", "0", not gaps)


def long_files(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure files of ten minutes that were never opened and are not in memory."""
    seconds = []
    with opened(backend) as player, Recorder(bench.server) as recorder:
        for number in range(max(3, bench.rounds // 2)):
            path = bench.place / f"long {number}.wav"
            write_long(path)
            seconds.append(play(player, recorder, Clip(path)))
            stop(player, recorder)
            path.unlink()
            bench.pause()
    yield times("first sound, 10-minute WAV never opened", seconds, 100)


def write_long(path: Path) -> None:
    """Write a long WAV file and have the system forget its contents."""
    beginning = noise(WRITTEN_SECONDS * RATE)
    with soundfile.SoundFile(path, "w", RATE, 2, "PCM_16") as file:
        file.write(np.repeat(beginning[:, None], 2, axis=1))
        file.seek(LONG_SECONDS * RATE - 1)
        file.write(np.zeros((1, 2)))
    with path.open("rb") as written:
        os.fsync(written.fileno())
        os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def calls(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure how long the screen is held up by a call."""
    path = bench.place / "known.wav"
    took: dict[str, list[float]] = {"play": [], "stop": [], "status": []}
    with opened(backend) as player:
        for _ in range(bench.rounds * 10):
            for name, call in (
                ("play", lambda: player.play(Clip(path))),
                ("status", player.status),
                ("stop", player.stop),
            ):
                begun = time.perf_counter()
                call()
                took[name].append(time.perf_counter() - begun)
                time.sleep(0.004)
    for name, seconds in took.items():
        yield times(f"call of {name}", seconds, 1, 1)


def flood(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure what very many auditions leave behind."""
    paths = [bench.place / f"short {number}.wav" for number in range(SHORT_SOUNDS)]
    for path in paths:
        write_noise(path, 0.5)
    with opened(backend) as player:
        assert player.pid is not None
        problems = auditions(bench, player, paths, 5)
        processes = {"screen": os.getpid(), "child": player.pid}
        before = {name: held(process) for name, process in processes.items()}
        problems |= auditions(bench, player, paths, bench.flood_seconds)
        after = {name: held(process) for name, process in processes.items()}
        problems |= {"the child was replaced"} if player.pid != processes["child"] else set()
        with Recorder(bench.server) as recorder:
            play(player, recorder, Clip(paths[0]))
    many = f"{PER_SECOND} auditions/s for {bench.flood_seconds:g} s"
    yield Row(f"{many}: problems said", len(problems), None, "", "0", not problems)
    for name in processes:
        yield from growth(f"    {name}", before[name], after[name])


def auditions(bench: Bench, player: AudioProcess, paths: Sequence[Path], seconds: float) -> set[str]:
    """Play very many sounds, then wait for silence; give the problems that were said."""
    begun = time.monotonic()
    problems = set()
    for number in range(round(seconds * PER_SECOND)):
        time.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
        player.play(Clip(bench.random.choice(paths)))
        problems.add(player.status().problem)
    player.stop()
    until(lambda: player.status().playing is None)
    time.sleep(0.5)
    return problems - {""}


def held(process: int) -> tuple[int, int, int]:
    """Give the threads, open files and bytes of memory of a process."""
    about = Path("/proc") / str(process)
    pages = int((about / "statm").read_text().split()[1])
    return (
        len(list((about / "task").iterdir())),
        len(list((about / "fd").iterdir())),
        pages * os.sysconf("SC_PAGE_SIZE"),
    )


def growth(what: str, before: Sequence[int], after: Sequence[int]) -> Iterator[Row]:
    """Give rows for what a process holds more than before."""
    threads, files, memory = (now - then for now, then in zip(after, before, strict=True))
    yield Row(f"{what}: threads more", threads, None, "", "0", threads <= 0)
    yield Row(f"{what}: open files more", files, None, "", "0", files <= 0)
    yield Row(f"{what}: memory more", memory / MEGABYTE, None, "MB", "10", memory < 10 * MEGABYTE)


def busy(bench: Bench, backend: str) -> Iterator[Row]:
    """Count gaps while this interpreter, where the screen would run, does nothing else than to count."""
    path = bench.place / "known.wav"
    sent = write_noise(path, 20)
    with opened(backend) as player, Recorder(bench.server) as recorder:
        asked = time.monotonic()
        play(player, recorder, Clip(path))
        while time.monotonic() - asked < 1.5:
            pass
        sum(range(BUSY_NUMBERS))
        stop(player, recorder)
        heard = likeness(recorder.samples(asked), sent)
    yield Row(f"gaps in {heard.seconds:.1f} s, interpreter busy", heard.gaps, None, "", "0", not heard.gaps)
    yield Row("correlation meanwhile", heard.correlation, None, "", ">= .999", heard.correlation >= 0.999)


def killed(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure how long it takes until a sound is heard after the child was killed in the middle of one."""
    path = bench.place / "known.wav"
    write_noise(path, 20)
    seconds = []
    with Recorder(bench.server) as recorder:
        for _ in range(max(3, bench.rounds // 4)):
            with opened(backend) as player:
                play(player, recorder, Clip(path))
                assert player.pid is not None
                died = time.monotonic()
                os.kill(player.pid, signal.SIGKILL)
                recorder.silence(died)
                asked = time.monotonic()
                player.play(Clip(path))
                seconds.append(recorder.sound(asked) - died)
    yield times("child killed to sound again", seconds, 1000)


def idle(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure the first sound after a while of silence, in which the device may have been given back."""
    path = bench.place / "known.wav"
    write_noise(path, 20)
    seconds = []
    with opened(backend) as player, Recorder(bench.server) as recorder:
        for number in range(max(2, bench.rounds // 10) + 1):
            seconds += [play(player, recorder, Clip(path))] * (number > 0)
            stop(player, recorder)
            time.sleep(IDLE_SECONDS)
    yield times(f"first sound after {IDLE_SECONDS:g} s of silence", seconds, 100)


def dead_server(bench: Bench, backend: str) -> Iterator[Row]:
    """Measure when it is said that a sound server accepts and never answers."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(bench.place / "dead"))
        server.listen()
        os.environ["PULSE_SERVER"] = f"unix:{bench.place}/dead"
        player = open_player(backend)
        try:
            begun = time.monotonic()
            player.status()
            said = until(lambda: bool(player.status().problem))
            until(lambda: bool(player.status().backend))
            went_on = time.monotonic() - begun
        finally:
            player.close()
            os.environ["PULSE_SERVER"] = bench.server
            (bench.place / "dead").unlink()
    yield times("server that never answers: said", [said], 2000)
    yield Row("    and given up, the map goes on silently", went_on, None, "s")


MEASURES = (known_sounds, long_files, calls, flood, busy, killed, idle, dead_server)
"""Each yields rows for one back end; TimeoutError says what was not heard."""
