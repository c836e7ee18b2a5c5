#!/usr/bin/env python3
"""How long a folder takes, side by side with what a user would run instead.

    python tests/benchmarks/analysis.py FOLDER [--rounds 3] [--peers FOLDER] [--peer-python PYTHON] [--json]

Runs, one after another and round after round: decoding alone (the floor), a librosa + umap-learn script, the
FluidCorpusMap settings of 2019 in torch, tuimap with nothing stored, with not even its compiled programs, with MFCC
and PCA, and on the unchanged folder. Prints medians and ratios. The first three are scripts outside this project,
run with PYTHON; where one is not found or cannot run, its row says so.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PEERS = Path(__file__).parents[3] / "shared" / "peers"
FLOOR, LIBROSA, PUBLISHED = "decode only", "librosa + umap-learn", "2019 settings, torch"


@dataclass(frozen=True)
class Contender:
    """One way to get through a folder."""

    name: str
    command: Callable[[Path], list[str]]
    """From a folder for what it writes to the command line."""
    needs: Path | None = None
    """A script that may be missing."""
    recompiles: bool = False
    """Whether it must not find the programs compiled before."""


def contenders(folder: Path, peers: Path, python: str) -> list[Contender]:
    """Give the rows of the table, the floor first."""
    analyze = [sys.executable, "-m", "tuimap", "analyze", str(folder), "--progress", "none"]

    def script(name: str, *outputs: str) -> Callable[[Path], list[str]]:
        return lambda place: [python, str(peers / name), str(folder), *(str(place / each) for each in outputs)]

    def fresh(*options: str) -> Callable[[Path], list[str]]:
        return lambda place: [*analyze, "--library", str(place / "fresh.sqlite"), "-o", str(place / "m.csv"), *options]

    return [
        Contender(FLOOR, script("decode_only.py"), peers / "decode_only.py"),
        Contender(LIBROSA, script("librosa_umap.py", "peer.csv"), peers / "librosa_umap.py"),
        Contender(PUBLISHED, script("fluidcorpusmap_torch.py", "peer.csv"), peers / "fluidcorpusmap_torch.py"),
        Contender("tuimap", fresh()),
        Contender("tuimap, first run ever", fresh(), recompiles=True),
        Contender("tuimap, mfcc + pca", fresh("--descriptor", "mfcc", "--reducer", "pca")),
        Contender("tuimap, unchanged", lambda place: [*analyze, "--library", str(place.parent / "kept.sqlite")]),
    ]


def seconds(row: Contender, place: Path) -> float:
    """Run one and give how long it took; raises CalledProcessError where it fails."""
    compiled = {"JAX_COMPILATION_CACHE_DIR": str(place / "compiled")} if row.recompiles else {}
    command, environment = row.command(place), {**os.environ, **compiled}
    started = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def measure(rows: Sequence[Contender], rounds: int) -> dict[str, list[float]]:
    """Run every contender once in each round; an unmeasured round before fills caches."""
    times: dict[str, list[float]] = {row.name: [] for row in rows}
    with tempfile.TemporaryDirectory() as place:
        for number in range(rounds + 1):
            for row in [row for row in rows if row.name in times]:
                scratch = Path(place) / f"{row.name}-{number}"
                scratch.mkdir()
                try:
                    taken = seconds(row, scratch)
                except subprocess.CalledProcessError:
                    if row.needs is None:
                        raise
                    del times[row.name]  # a script that lacks a package of its own
                    continue
                if number:
                    times[row.name].append(taken)
    return times


def table(times: dict[str, list[float]], missing: Sequence[str]) -> str:
    """Give medians, and ratios to the floor and to the two other scripts."""
    medians = {name: statistics.median(each) for name, each in times.items()}
    lines = [f"{'':<23} {'median s':>9} {'min':>7} {'max':>7} {'x floor':>8} {'librosa/it':>10} {'2019/it':>8}"]
    for name, median in medians.items():
        ratio = f"{median / medians[FLOOR]:8.2f}" if FLOOR in medians else f"{'-':>8}"
        gain = f"{medians[LIBROSA] / median:10.1f}" if LIBROSA in medians else f"{'-':>10}"
        other = f"{medians[PUBLISHED] / median:8.1f}" if PUBLISHED in medians else f"{'-':>8}"
        lines.append(f"{name:<23} {median:9.2f} {min(times[name]):7.2f} {max(times[name]):7.2f} {ratio} {gain} {other}")
    lines += [f"{name:<23} not measured: its script, or a package of it, is not here" for name in missing]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, default=PEERS)
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows = contenders(chosen.folder, chosen.peers, chosen.peer_python)
    here = [row for row in rows if row.needs is None or row.needs.exists()]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    times = measure(here, chosen.rounds)
    missing = [row.name for row in rows if row.name not in times]
    if chosen.json:
        print(json.dumps({"load before": load, "seconds": times, "missing": missing}))
    else:
        print(f"load before: {load}\n{table(times, missing)}")


if __name__ == "__main__":
    main()
