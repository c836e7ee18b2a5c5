#!/usr/bin/env python3
"""Whether time, memory and library grow in proportion to a collection.

    python tests/benchmarks/scale.py FOLDER... [--json] [-- OPTIONS OF tuimap analyze]

Analyses each folder with nothing stored but compiled programs, then once more, unchanged. A size that was never
mapped on this machine compiles first: run twice.
Peaks of memory are read from /proc, so they are told on Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

PROC = Path("/proc")
LOOK_SECONDS = 0.05
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Row:
    """What one folder took."""

    folder: str
    sounds: int
    seconds: float
    engine_megabytes: float
    """The highest resident size of the process that was started, which is the engine."""
    worker_megabytes: float
    """The highest of any process below it; pages shared with the engine count in both."""
    library_megabytes: float
    unchanged_seconds: float


@dataclass
class Peaks:
    """The highest resident sizes of a process and of those below it, looked up until it ends."""

    process: int
    engine: float = 0.0
    worker: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Look again and again; for a thread."""
        while not self._ended.wait(LOOK_SECONDS):
            self.engine = max(self.engine, highest(self.process))
            self.worker = max([self.worker, *(highest(each) for each in below(self.process))])

    def end(self) -> None:
        """Look no more."""
        self._ended.set()


def highest(process: int) -> float:
    """Give the most memory that a process has held, in megabytes; 0 where that is not known."""
    try:
        status = (PROC / str(process) / "status").read_text()
    except OSError:
        return 0.0
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(sizes[0]) * 1024 / MEGABYTE if sizes else 0.0


def below(process: int) -> list[int]:
    """Give the processes that a process has started, and those that these have."""
    try:
        tasks = [(task / "children").read_text() for task in (PROC / str(process) / "task").iterdir()]
    except OSError:
        return []
    children = [int(number) for text in tasks for number in text.split()]
    return [*children, *(each for child in children for each in below(child))]


def run(command: Sequence[str]) -> tuple[float, Peaks, dict[str, int]]:
    """Run tuimap; give its seconds, its peaks, and the last line that it told. Ends the program where it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        peaks = Peaks(process.pid)
        watcher = threading.Thread(target=peaks.watch)
        watcher.start()
        assert process.stderr is not None
        told = process.stderr.readlines()
        process.wait()
        seconds = time.perf_counter() - started
        peaks.end()
        watcher.join()
    if process.returncode:
        sys.exit(told[-1] if told else f"{command[0]} ended with {process.returncode}")
    return seconds, peaks, json.loads(told[-1])


def measure(folder: Path, options: Sequence[str]) -> Row:
    """Analyse a folder afresh and again."""
    with tempfile.TemporaryDirectory() as place:
        library = Path(place) / "library.sqlite"
        command = [sys.executable, "-m", "tuimap", "analyze", str(folder), "--library", str(library)]
        command += ["--progress", "json", *options]
        seconds, peaks, outcome = run(command)
        size = sum(each.stat().st_size for each in Path(place).iterdir()) / MEGABYTE
        unchanged, _, _ = run(command)
    return Row(folder.name, outcome["sounds"], seconds, peaks.engine, peaks.worker, size, unchanged)


def table(rows: Sequence[Row]) -> str:
    """Give a line for each folder."""
    heads = ("sounds", "seconds", "sounds/s", "engine MB", "worker MB", "library MB", "unchanged s")
    lines = [f"{'':<16}" + "".join(f"{head:>13}" for head in heads)]
    for row in rows:
        rate = row.sounds / row.seconds
        numbers = (row.seconds, rate, row.engine_megabytes, row.worker_megabytes, row.library_megabytes)
        cells = [f"{row.sounds:13,}", *(f"{number:13,.1f}" for number in numbers), f"{row.unchanged_seconds:13.2f}"]
        lines.append(f"{row.folder[:16]:<16}" + "".join(cells))
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    own, options = _parted(sys.argv[1:])
    chosen = parser.parse_args(own)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    rows = [measure(folder, options) for folder in chosen.folders]
    if chosen.json:
        print(json.dumps({"load before": load, "folders": [asdict(row) for row in rows]}))
    else:
        print(f"load before: {load}\n{table(rows)}")


def _parted(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Part what is ours from what is tuimap's, at the first `--`."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at + 1 :]


if __name__ == "__main__":
    main()
