#!/usr/bin/env python3
"""How soon, how long and how truly sounds are heard, through each back end.

    python tests/benchmarks/audio.py [--backends miniaudio,simpleaudio] [--rounds 20] [--quick]

A private PulseAudio plays into a sink that goes nowhere; what it plays is recorded in blocks of 5 ms. A sound counts
as heard when the recorder brings the block in which it begins, as ended when it brings the last one that holds some of
it. Told are the median and what 95 of 100 keep to, with the goals that the project has set itself; times grow with the
load of the machine. `--quick` shortens the floods of 60 seconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
PROJECT = TESTS.parent
sys.path[:0] = [str(PROJECT), str(TESTS), str(TESTS / "ui")]
os.environ["PYTHONPATH"] = str(PROJECT)

from audio_keys import held_key, key_presses  # noqa: E402
from audio_measures import MEASURES, Bench, Row  # noqa: E402
from sound_server import NoSoundServerError, sound_server  # noqa: E402

from tuimap.players.outputs import OUTPUTS  # noqa: E402

FLOOD_SECONDS, QUICK_SECONDS = 60.0, 10.0


def line(row: Row) -> str:
    """Give what is printed for it."""
    high = "" if row.high is None else number(row.high, row.unit)
    middle = number(row.median, row.unit)
    return f"{row.what:<54}{middle:>9}{high:>9} {row.unit:<3}{row.goal:>9}{'' if row.kept else '  MISSED'}"


def number(value: float, unit: str) -> str:
    """Give a number with what matters of it."""
    digits = 0 if value == round(value) else 1 if abs(value) >= 1 else 2 if unit else 5
    return f"{value:,.{digits}f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backends", default=",".join(name for name in OUTPUTS if name != "null"), metavar="NAMES")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as place, sound_server() as server:
            os.environ.update({f"XDG_{each}_HOME": f"{place}/{each}" for each in ("DATA", "CACHE", "STATE", "CONFIG")})
            os.environ["PULSE_SERVER"] = server
            seconds = QUICK_SECONDS if chosen.quick else FLOOD_SECONDS
            bench = Bench(server, Path(place), chosen.rounds, seconds)
            for backend in chosen.backends.split(","):
                measure(bench, backend)
    except NoSoundServerError as error:
        sys.exit(f"nothing is measured: {error}")


def measure(bench: Bench, backend: str) -> None:
    """Measure one back end, and print what is found as it is found."""
    print(f"{f'{backend}, load {os.getloadavg()[0]:.1f}':<54}{'median':>9}{'95 %':>9}{'goal':>13}", flush=True)
    for each in (*MEASURES, key_presses, held_key):
        try:
            for row in each(bench, backend):
                print(line(row), flush=True)
        except TimeoutError as error:
            print(f"{each.__name__.replace('_', ' ')}: not measured: {error}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}\n", flush=True)


if __name__ == "__main__":
    main()
