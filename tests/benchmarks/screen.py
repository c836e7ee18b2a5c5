#!/usr/bin/env python3
"""How light the screen is: first frame, keys, memory and bytes, on a terminal of its own.

    python tests/benchmarks/screen.py [FOLDER] [--rounds 5] [--points 1000000] [--peers PYTHON] [--json]

Everything is run through ptybench.py, which lies beside the project (or --ptybench FILE). The start is that of FOLDER
(default: the development sounds beside the project, else sample_corpus), analysed before, in turn with a bare Textual
app. Keys are pressed on an invented map of many points. `--peers` names a Python that has textual-plot and
textual-plotext: the same points there. What is told is medians, with the bars that the project has set itself;
times grow with the load of the machine, ratios and bytes hardly.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent

SIZE = "120x40"

WALK = "right*30,left*30,up*15,down*15"

PAN = "shift+right*4,shift+left*4,shift+down*4,shift+up*4"

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("q", "quit", "quit")]
    def compose(self):
        yield Static("ready")
Bare().run()
"""

PEERS = {
    "textual-plot": """
import sys
import numpy as np
from textual.app import App
from textual_plot import PlotWidget
class Peer(App):
    BINDINGS = [("q", "quit", "quit")]
    def compose(self):
        yield PlotWidget()
    def on_mount(self):
        x, y = np.load(sys.argv[1])["positions"].T
        plot = self.query_one(PlotWidget)
        plot.scatter(x, y)
        plot.focus()
Peer().run()
""",
    "textual-plotext": """
import sys
import numpy as np
from textual.app import App
from textual_plotext import PlotextPlot
class Peer(App):
    BINDINGS = [("q", "quit", "quit"), ("plus", "look(0.7, 0)"), ("minus", "look(1.4, 0)"), ("right", "look(1, 0.1)"),
                ("left", "look(1, -0.1)")]
    middle, span = 0.5, 1.0
    def compose(self):
        yield PlotextPlot()
    def on_mount(self):
        x, y = np.load(sys.argv[1])["positions"].T
        self.query_one(PlotextPlot).plt.scatter(x, y)
    def action_look(self, closer, aside):
        self.middle, self.span = self.middle + aside * self.span, self.span * closer
        plot = self.query_one(PlotextPlot)
        plot.plt.xlim(self.middle - self.span / 2, self.middle + self.span / 2)
        plot.refresh()
Peer().run()
""",
}
"""The same points by others: arrows pan, + and - zoom."""


@dataclass(frozen=True)
class Row:
    """One thing that was measured."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    bar: float | None = None
    """More than this is too much."""
    peers: str = ""
    """What it is elsewhere."""


class Bench:
    """Runs ptybench."""

    def __init__(self, tool: Path, folder: Path) -> None:
        self._tool = tool
        state = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
        self.environment = {**os.environ, **state, "PYTHONPATH": str(PROJECT)}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled

    def ask(self, mode: str, command: Sequence[str], *options: str, ready: str = "") -> dict[str, Any]:
        """Give what it tells of a command."""
        waits = ("--ready", ready) if ready else ()
        given = [sys.executable, str(self._tool), mode, "-s", SIZE, "--quit", "q", "--json", *waits, *options]
        told = subprocess.run(
            [*given, "--", *command], capture_output=True, text=True, env=self.environment, check=False
        )
        if told.returncode:
            sys.exit(f"ptybench {mode} failed: {told.stderr.strip() or told.stdout.strip()}")
        found: dict[str, Any] = json.loads(told.stdout)
        return found

    def tuimap(self, *arguments: str | Path) -> list[str]:
        """Give a command that opens the screen."""
        return [sys.executable, "-m", "tuimap", *map(str, arguments), "--audio", "null"]


def starts(bench: Bench, folder: Path, place: Path, rounds: int) -> list[Row]:
    """Compare first frames, and the map drawn, with a bare app's, in turn."""
    library = place / "start.sqlite"
    command = [sys.executable, "-m", "tuimap", "analyze", str(folder), "--library", str(library), "--progress", "json"]
    analysed = subprocess.run(command, capture_output=True, text=True, env=bench.environment, check=False)
    if analysed.returncode:
        sys.exit(analysed.stderr.strip().splitlines()[-1])
    sounds = json.loads(analysed.stderr.splitlines()[-1])["sounds"]
    bare_app = place / "bare.py"
    bare_app.write_text(BARE, encoding="utf-8")
    bare, first, drawn = [], [], []
    for number in range(rounds + 1):
        one = bench.ask("start", [sys.executable, str(bare_app)], "-n", "1", ready="ready")
        other = bench.ask("start", bench.tuimap(folder, "--library", library), "-n", "1", ready=f"{sounds:,} sounds")
        if number:  # the first fills the caches of the system
            bare.append(one["first_glyph_ms"])
            first.append(other["first_glyph_ms"])
            drawn.append(other["ready_ms"])
    middle = statistics.median(bare)
    return [
        Row("bare Textual app, first frame", middle, "ms"),
        Row("first frame against that", statistics.median(first) / middle, "x", 1.3, 1.5),
        Row(f"{sounds:,} sounds drawn against that", statistics.median(drawn) / middle, "x", 1.6, 1.8),
    ]


def points(place: Path, count: int) -> Path:
    """Write a map of clusters."""
    import numpy as np

    random = np.random.default_rng(0)
    middles = random.random((40, 2))
    positions = middles[random.integers(0, len(middles), count)] + random.normal(0, 0.03, (count, 2))
    file = place / "points.npz"
    np.savez(file, positions=positions.astype(np.float32))
    return file


def keys(bench: Bench, file: Path, count: int, peers: dict[str, dict[str, Any]]) -> list[Row]:
    """Press keys on very many points."""
    command, ready = bench.tuimap(file)[:-2], f"{count:,} sounds"
    wait = ("--pre", "wait:1500")
    walk = bench.ask("keys", command, *wait, "-k", WALK, ready=ready)
    pan = bench.ask("keys", command, "--pre", "wait:1500,plus*6", "-k", PAN, ready=ready)["per_key"]["ALL"]
    zoom = bench.ask("keys", command, *wait, "-k", "plus*8,minus*8", ready=ready)["per_key"]["ALL"]
    flood = bench.ask("flood", command, *wait, "-k", "right", "--count", "45", ready=ready)
    step = walk["per_key"]["ALL"]

    def others(which: str, unit: str) -> str:
        return ", ".join(f"{name} {told[which]:,.0f} {unit}" for name, told in peers.items() if told.get(which))

    return [
        Row("arrow key to last byte, median", step["last_med"], "ms", 10, 10, others("arrow", "ms")),
        Row("arrow key to last byte, 95 of 100", step["last_p95"], "ms", 30, 30),
        Row("arrow key, bytes", step["bytes_med"], "bytes", 250, 250, others("arrow_bytes", "bytes")),
        Row("pan to last byte, median", pan["last_med"], "ms", 50, 50),
        Row("zoom to last byte, median", zoom["last_med"], "ms", 50, 50, others("zoom", "ms")),
        Row("zoom, most bytes", zoom["bytes_max"], "bytes", 40_000, 40_000, others("zoom_bytes", "bytes")),
        Row("30 keys a second: last byte after the last key", max(0.0, flood["drain_ms"]), "ms", 50, 50),
        Row("memory after the walk", walk["usage_end"]["rss_mb"], "MB", 130, 130, others("memory", "MB")),
    ]


def peers(bench: Bench, python: Path, file: Path, place: Path) -> dict[str, dict[str, Any]]:
    """Press the same keys in other programs, as far as they know them."""
    told = {}
    for name, text in PEERS.items():
        script = place / f"{name}.py"
        script.write_text(text, encoding="utf-8")
        command = [str(python), str(script), str(file)]
        # much slower than ours: few keys, and patience
        slow = ("--pre", "wait:4000", "--quiet", "700", "--keymax", "9000", "-k", "plus*2,right*2,left*2,minus*2")
        pressed = bench.ask("keys", command, *slow)
        arrow, zoom = pressed["per_key"]["right"], pressed["per_key"]["plus"]
        told[name] = {
            "arrow": arrow["last_med"],
            "arrow_bytes": arrow["bytes_med"],
            "zoom": zoom["last_med"],
            "zoom_bytes": zoom["bytes_max"],
            "memory": pressed["usage_end"]["rss_mb"],
        }
    return told


def table(rows: Sequence[Row]) -> str:
    """Give a line for each."""
    lines = [f"{'':<48}{'measured':>14}{'goal':>9}{'bar':>9}"]
    for row in rows:
        goal, bar = (f"{each:,g}" if each is not None else "" for each in (row.goal, row.bar))
        over = "  over" if row.bar is not None and row.value > row.bar else ""
        value = f"{row.value:,.2f} x" if row.unit == "x" else f"{row.value:,.0f} {row.unit}"
        lines.append(f"{row.what:<48}{value:>14}{goal:>9}{bar:>9}{over}{'   ' + row.peers if row.peers else ''}")
    return "\n".join(lines)


def beside(*parts: str) -> Path | None:
    """Find a file in the folder `shared` beside the project or further up."""
    places = (parent / "shared" / Path(*parts) for parent in PROJECT.parents)
    return next((place for place in places if place.exists()), None)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    parser.add_argument("--ptybench", type=Path, metavar="FILE", default=beside("tools", "ptybench.py"))
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.ptybench is None:
        sys.exit("ptybench.py is not beside the project (shared/tools/ptybench.py): nothing is measured")
    folder = chosen.folder or beside("corpora", "dev") or PROJECT / "sample_corpus"
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        bench = Bench(chosen.ptybench, place)
        rows = starts(bench, folder.resolve(), place, chosen.rounds)
        file = points(place, chosen.points)
        elsewhere = peers(bench, chosen.peers, file, place) if chosen.peers else {}
        rows += keys(bench, file, chosen.points, elsewhere)
    if chosen.json:
        print(json.dumps({"load before": load, "rows": [asdict(row) for row in rows]}))
    else:
        print(f"load before: {load:.1f}\n{table(rows)}")


if __name__ == "__main__":
    main()
