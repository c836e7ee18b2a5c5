#!/usr/bin/env python3
"""How long the embedding alone takes: from vectors to a map, each in a process of its own.

    python tests/benchmarks/embedding.py [SOUNDS ...] [--rounds 3] [--dims 390] [--vectors FILE.npy] [--peers] [--json]

`--peers` runs scikit-learn's t-SNE and umap-learn in turn with ours, each as a user's script would, and prints how
many times our processor seconds they take. Vectors are the first rows of FILE, or invented: classes on curved
surfaces with noise, one in a hundred a copy of another. An unmeasured run before leaves the compiled programs. A run's
time is that of its whole process: start of Python, reading the vectors, imports, neighbours, affinities, descent.
Prints medians; peak is all memory that the process held.
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
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SIZES = (200, 2_000, 10_000, 50_000, 100_000)

GOALS = {200: 1.5, 2_000: 2.0, 10_000: 8.0, 50_000: 25.0, 100_000: 60.0}
"""Seconds wanted on two quiet cores."""

EMBED = """
import sys
from tuimap.compile_cache import keep_compiled_programs
keep_compiled_programs()
import numpy as np
from tuimap.progress import finish
from tuimap.reduce import REDUCERS
from tuimap.settings import Settings
places = finish(REDUCERS["tsne"](np.load(sys.argv[1]), Settings()))
assert np.isfinite(places).all()
"""

PEERS = {
    "scikit-learn": """
import sys
import numpy as np
from sklearn.manifold import TSNE
TSNE(random_state=0).fit_transform(np.load(sys.argv[1]))
""",
    "umap-learn": """
import sys
import warnings
import numpy as np
warnings.simplefilter("ignore")
import umap
umap.UMAP(random_state=0).fit_transform(np.load(sys.argv[1]))
""",
}
"""The same by others."""


@dataclass(frozen=True)
class Run:
    """One process."""

    seconds: float
    """From its start to its end."""
    cpu: float
    """Seconds of processor time, of all threads."""
    peak: float
    """Most memory it held, in MB."""


def invented(sounds: int, dims: int) -> object:
    """Give vectors [sounds, dims]."""
    import numpy as np

    chance = np.random.default_rng(0)
    group = chance.integers(0, 20, sounds)
    vectors = np.empty((sounds, dims), np.float32)
    for number in range(20):
        rows = np.flatnonzero(group == number)
        surface = chance.uniform(-1, 1, (len(rows), 3))
        straight, curved = chance.normal(size=(2, 3, dims))
        noise = 0.3 * chance.normal(size=(len(rows), dims))
        vectors[rows] = 2 * chance.normal(size=dims) + surface @ straight + np.sin(2 * surface) @ curved + noise
    copies = chance.permutation(sounds)[: sounds // 100 * 2]
    vectors[copies[::2]] = vectors[copies[1::2]]
    return vectors


def embed(vectors: Path, script: str = EMBED) -> Run:
    """Embed in a fresh process; raises CalledProcessError where it fails."""
    command = [sys.executable, "-c", script, str(vectors)]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - started
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(taken, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def measure(sizes: Sequence[int], dims: int, rounds: int) -> dict[int, list[Run]]:
    """Embed every size once in each round; an unmeasured round before compiles."""
    import numpy as np

    runs: dict[int, list[Run]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            np.save(Path(place) / f"{size}.npy", invented(size, dims))
        for number in range(rounds + 1):
            for size in sizes:
                run = embed(Path(place) / f"{size}.npy")
                if number:
                    runs[size].append(run)
    return runs


def compare(sizes: Sequence[int], vectors: object, rounds: int) -> str:
    """Give processor and wall seconds of ours and of the others, in turn, and how many times ours they take."""
    import numpy as np

    lines = [f"{'sounds':>8} {'':>14} {'cpu s':>8} {'wall s':>8} {'times our cpu':>14} {'least':>7} {'load':>6}"]
    scripts = {"ours": EMBED, **PEERS}
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "vectors.npy"
        for size in sizes:
            np.save(file, vectors[:size])  # type: ignore[index]
            for script in scripts.values():
                embed(file, script)
            runs = [{name: embed(file, script) for name, script in scripts.items()} for _ in range(rounds)]
            for name in scripts:
                cpu, wall = (statistics.median(getattr(run[name], each) for run in runs) for each in ("cpu", "seconds"))
                times = [run[name].cpu / run["ours"].cpu for run in runs]
                ratio = f"{statistics.median(times):14.1f} {min(times):7.1f} {os.getloadavg()[0]:6.1f}"
                lines.append(f"{size:8} {name:>14} {cpu:8.2f} {wall:8.2f} {ratio}")
    return "\n".join(lines)


def table(runs: dict[int, list[Run]], dims: int) -> str:
    """Give medians of the runs beside the goals."""
    lines = [
        f"{'sounds':>8} {'median s':>9} {'min':>7} {'max':>7} {'goal':>6} {'cpu s':>7} {'peak MB':>8} {'input MB':>9}"
    ]
    for size, each in runs.items():
        seconds, goal = [run.seconds for run in each], GOALS.get(size)
        spread = f"{statistics.median(seconds):9.2f} {min(seconds):7.2f} {max(seconds):7.2f} {goal or '-':>6}"
        cpu, peak = statistics.median(run.cpu for run in each), max(run.peak for run in each)
        lines.append(f"{size:8} {spread} {cpu:7.2f} {peak:8.0f} {size * dims * 4 / 2**20:9.0f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sounds", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dims", type=int, default=390)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.peers:
        import numpy as np

        vectors = np.load(chosen.vectors) if chosen.vectors else invented(max(chosen.sounds), chosen.dims)
        print(compare(chosen.sounds, vectors, chosen.rounds))
        return
    load = os.getloadavg()[0]
    runs = measure(chosen.sounds, chosen.dims, chosen.rounds)
    if chosen.json:
        each = {size: [asdict(run) for run in rows] for size, rows in runs.items()}
        print(json.dumps({"load before": load, "dims": chosen.dims, "runs": each}))
    else:
        print(f"load before: {load}, {chosen.dims} columns\n{table(runs, chosen.dims)}")


if __name__ == "__main__":
    main()
