"""Whatever ends the engine or its workers, nothing finished is lost and the map becomes the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tuimap.collection import Collection
from tuimap.pipeline import Outcome, analyse
from tuimap.progress import finish
from tuimap.settings import Limits, Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

HASTY = """
import dataclasses, sys
from tuimap import settings

@dataclasses.dataclass(frozen=True)
class Hasty(settings.Limits):
    commit_seconds: float = 0.0

settings.Limits = Hasty
from tuimap.cli.main import start
start()
"""
"""The program, storing whatever is finished at once, so that it is often ended in the midst of it."""

COMMAND = (sys.executable, "-c", HASTY, "analyze", "--steps", "30", "--reducer", "pca", "--progress", "json")
KILLS = 20
PATIENCE = 60.0


class Moment(NamedTuple):
    """When something happens to a program."""

    seconds: float
    report: bytes = b""
    """Counted from the first report that holds this; from the start where it is empty."""


class Program:
    """`tuimap analyze` on one folder, in a world where everything it leaves behind can be seen."""

    def __init__(self, sounds: Path, world: Path) -> None:
        self.sounds, self.world = sounds, world
        self.temporary = world / "temporary"
        self.temporary.mkdir()
        self.mark = f"TUIMAP_TEST_WORLD={world}"
        self.library = world / "library.sqlite"

    def start(self, *options: str | Path) -> subprocess.Popen[bytes]:
        name, _, value = self.mark.partition("=")
        return subprocess.Popen(
            [*COMMAND, self.sounds, "--jobs", "2", "--library", self.library, *options],
            env={**os.environ, name: value, "TMPDIR": str(self.temporary)},
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self) -> tuple[bytes, bytes]:
        """Let it come to its end, and give the map as CSV and JSON."""
        outputs = self.world / "map.csv", self.world / "map.json"
        with self.start("-o", outputs[0], "-o", outputs[1]) as process:
            _, told = process.communicate()
        assert process.returncode == 0, told
        csv, json = (path.read_bytes() for path in outputs)
        return csv, json

    def end_at(self, moment: Moment, number: int = signal.SIGKILL) -> int | None:
        """Start it, send it a signal at that moment, and give its exit code; None where it was done before."""
        with self.start() as process:
            assert process.stderr is not None
            while moment.report and moment.report not in (line := process.stderr.readline()) and line:
                pass
            try:
                _, told = process.communicate(timeout=moment.seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(number)
                _, told = process.communicate()
                self.wait_for_the_others()
                assert b"Traceback" not in told
                return process.returncode or None  # its outcome was settled when the signal came
        assert process.returncode == 0, told
        return None

    def others(self, but: int = 0) -> list[int]:
        """Give the processes that belong to this world, however they were started."""
        found = []
        for process in Path("/proc").iterdir():
            if process.name.isdecimal() and int(process.name) != but:
                try:
                    if os.fsencode(self.mark) in (process / "environ").read_bytes().split(b"\0"):
                        found.append(int(process.name))
                except OSError:
                    pass
        return found

    def wait_for_the_others(self) -> None:
        """Nothing may outlive the engine for long; a file that is being read may be read to its end."""
        deadline = time.monotonic() + PATIENCE
        while left := self.others():
            assert time.monotonic() < deadline, f"processes {left} were left behind"
            time.sleep(0.02)

    def left_behind(self) -> set[str]:
        """Give the names of all files that are neither map nor library, with its journal."""
        files = {path.name for path in self.world.rglob("*") if path.is_file()}
        return {name for name in files if not name.startswith(("map.", self.library.name))}


ENCODING = b'"encode"'
"""In the report of the stage in which sounds are stored, one after the other."""


class Undisturbed(NamedTuple):
    """What a run that nobody disturbs gives, and how long it takes."""

    outputs: tuple[bytes, bytes]
    seconds: float
    from_encoding: float
    """Seconds from the first report of that stage to the end."""


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory, sample_corpus: Path) -> Path:
    folder = tmp_path_factory.mktemp("sounds")
    for kind in (path for path in sorted(sample_corpus.iterdir()) if any(path.glob("*.flac"))):
        (folder / kind.name).mkdir()
        for sound in sorted(kind.iterdir())[:3]:
            shutil.copy(sound, folder / kind.name)
    (folder / "broken.wav").write_bytes(b"this is not music")
    return folder


@pytest.fixture(scope="module")
def undisturbed(sounds: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    Program(sounds, tmp_path_factory.mktemp("compiling")).finish()
    program = Program(sounds, tmp_path_factory.mktemp("undisturbed"))
    times = [time.monotonic()]
    with program.start() as process:
        assert process.stderr is not None
        times += [time.monotonic() for line in process.stderr if ENCODING in line]
    ended = time.monotonic()
    return Undisturbed(program.finish(), ended - times[0], ended - times[1])


def moments(n: int, seconds: float, random: Random, report: bytes = b"") -> list[Moment]:
    """Give `n` random moments, each in its own part of so many seconds, in order."""
    return [Moment((part + random.random()) / n * seconds, report) for part in range(n)]


def test_an_engine_that_is_killed_again_and_again_makes_the_same_map_in_the_end(
    sounds: Path, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    random = Random(3)
    waiting = moments(KILLS // 2, undisturbed.seconds, random)
    waiting += moments(KILLS // 2, undisturbed.from_encoding, random, ENCODING)
    random.shuffle(waiting)
    worlds = 0
    while waiting:
        worlds += 1
        (tmp_path / str(worlds)).mkdir()
        program = Program(sounds, tmp_path / str(worlds))
        while waiting:
            moment = waiting.pop()
            if program.end_at(moment) is None:
                waiting.append(moment._replace(seconds=0.7 * moment.seconds))  # for one that is not nearly done
                break
        assert program.finish() == undisturbed.outputs
        assert program.left_behind() == set()


def test_an_engine_that_is_asked_to_end_does_so_and_makes_the_same_map_the_next_time(
    sounds: Path, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    program = Program(sounds, tmp_path)
    codes = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
    for (number, code), moment in zip(codes.items(), moments(3, undisturbed.seconds, Random(1)), strict=True):
        listening = moment._replace(report=b"{")  # before its first report Python itself answers
        assert program.end_at(listening, number) in (code, None)
    assert program.finish() == undisturbed.outputs
    assert program.left_behind() == set()


def test_workers_that_are_killed_at_random_moments_cost_nothing(
    sounds: Path, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    program, random, killed = Program(sounds, tmp_path), Random(5), 0
    outputs = tmp_path / "map.csv", tmp_path / "map.json"
    with program.start("-o", outputs[0], "-o", outputs[1]) as process:
        while process.poll() is None and len(workers := program.others(but=process.pid)) < 3:
            time.sleep(0.01)
        random.shuffle(workers)  # two that decode, and the one they were forked from
        for worker in workers:
            time.sleep(random.random() * undisturbed.seconds / 4)
            if worker in program.others():
                os.kill(worker, signal.SIGKILL)
                killed += 1
        _, told = process.communicate()
    assert process.returncode == 0, told
    assert killed > 0
    assert tuple(path.read_bytes() for path in outputs) == undisturbed.outputs


CONVERTER = """#!{python}
import os, pathlib, signal, sys, time
words = pathlib.Path(sys.argv[sys.argv.index("-i") + 1]).read_text()
sys.stderr.write("chatter\\n" * 100_000)
if words == "hang":
    time.sleep(600)
if words == "crash":
    os.kill(os.getppid(), signal.SIGKILL)
sys.exit("this is no sound")
"""


def test_a_file_that_crashes_hangs_or_makes_its_decoder_chatter_costs_itself_and_is_named(
    few_sounds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    quick = Settings(descriptor="mfcc", reducer="pca")
    alone = Collection((few_sounds,), quick, Limits(jobs=2), tmp_path / "alone.sqlite")
    finish(analyse(alone))
    (tmp_path / "bin").mkdir()
    for program in ("ffmpeg", "ffprobe"):
        (tmp_path / "bin" / program).write_text(CONVERTER.format(python=sys.executable))
        (tmp_path / "bin" / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for words in ("hang", "crash", "chatter"):
        (few_sounds / f"{words}.m4a").write_text(words)
    together = Collection((few_sounds,), quick, Limits(jobs=2, file_seconds=2.0), tmp_path / "together.sqlite")
    assert finish(analyse(together)) == Outcome(24, 3)
    assert {skipped.path: skipped.reason for skipped in together.skipped()} == {
        "hang.m4a": "reading it took longer than 2 s",
        "crash.m4a": "the decoder crashed on it",
        "chatter.m4a": "ffmpeg cannot read it: this is no sound",
    }
    assert capfd.readouterr() == ("", "")
    before, after = alone.load(), together.load()
    assert before is not None
    assert after is not None
    assert list(before.sounds) == list(after.sounds)
    assert (before.positions == after.positions).all()
