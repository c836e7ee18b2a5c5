#!/usr/bin/env python3
"""How long a folder takes, side by side with what a user would run instead.

    python tests/benchmarks/analysis.py FOLDER [--rounds 3] [--peers FOLDER] [--json]

Runs, one after another and round after round: decoding alone (the floor), a librosa + umap-learn script, tuimap
with nothing stored, tuimap with MFCC and PCA, and tuimap on the unchanged folder. Prints medians and ratios.
The first two are scripts outside this project; where they are not found, their rows say so.
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


@dataclass(frozen=True)
class Contender:
    """One way to get through a folder."""

    name: str
    command: Callable[[Path], list[str]]
    """From a folder for what it writes to the command line."""
    needs: Path | None = None
    """A script that may be missing."""


def contenders(folder: Path, peers: Path) -> list[Contender]:
    """Give the rows of the table, the floor first."""
    analyze = [sys.executable, "-m", "tuimap", "analyze", str(folder), "--progress", "none"]

    def script(name: str, *outputs: str) -> Callable[[Path], list[str]]:
        return lambda place: [sys.executable, str(peers / name), str(folder), *(str(place / each) for each in outputs)]

    def fresh(*options: str) -> Callable[[Path], list[str]]:
        return lambda place: [*analyze, "--library", str(place / "fresh.sqlite"), "-o", str(place / "m.csv"), *options]

    return [
        Contender("decode only", script("decode_only.py"), peers / "decode_only.py"),
        Contender("librosa + umap-learn", script("librosa_umap.py", "peer.csv"), peers / "librosa_umap.py"),
        Contender("tuimap", fresh()),
        Contender("tuimap, mfcc + pca", fresh("--descriptor", "mfcc", "--reducer", "pca")),
        Contender("tuimap, unchanged", lambda place: [*analyze, "--library", str(place.parent / "kept.sqlite")]),
    ]


def seconds(command: Sequence[str]) -> float:
    """Run a command and give how long it took; raises CalledProcessError where it fails."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def measure(rows: Sequence[Contender], rounds: int) -> dict[str, list[float]]:
    """Run every contender once in each round; an unmeasured round before fills caches."""
    times: dict[str, list[float]] = {row.name: [] for row in rows}
    with tempfile.TemporaryDirectory() as place:
        for number in range(rounds + 1):
            for row in rows:
                scratch = Path(place) / f"{row.name}-{number}"
                scratch.mkdir()
                taken = seconds(row.command(scratch))
                if number:
                    times[row.name].append(taken)
    return times


def table(times: dict[str, list[float]], missing: Sequence[str]) -> str:
    """Give medians, and ratios to the floor and to the librosa script."""
    medians = {name: statistics.median(each) for name, each in times.items()}
    floor, peer = medians.get("decode only"), medians.get("librosa + umap-learn")
    lines = [f"{'':<22} {'median s':>9} {'min':>7} {'max':>7} {'x floor':>8} {'librosa/it':>10}"]
    for name, median in medians.items():
        ratio = f"{median / floor:8.2f}" if floor else f"{'-':>8}"
        gain = f"{peer / median:10.1f}" if peer else f"{'-':>10}"
        lines.append(f"{name:<22} {median:9.2f} {min(times[name]):7.2f} {max(times[name]):7.2f} {ratio} {gain}")
    lines += [f"{name:<22} not measured: its script is not here" for name in missing]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, default=PEERS)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows = contenders(chosen.folder, chosen.peers)
    here = [row for row in rows if row.needs is None or row.needs.exists()]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    times = measure(here, chosen.rounds)
    missing = [row.name for row in rows if row not in here]
    if chosen.json:
        print(json.dumps({"load before": load, "seconds": times, "missing": missing}))
    else:
        print(f"load before: {load}\n{table(times, missing)}")


if __name__ == "__main__":
    main()
