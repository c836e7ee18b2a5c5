"""A library that has no room, and one that two programs analyse at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tuimap.collection import Collection
from tuimap.library import Library
from tuimap.library_check import CHECKS
from tuimap.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and processes are another matter there")

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from tuimap.cli.main import start
start(sys.argv[2:])
"""
"""Runs tuimap where no file may grow beyond some bytes, as on a disk that is full."""


def options(folder: Path, library: Path, steps: int = 10) -> list[str]:
    return ["analyze", str(folder), "--library", str(library), "--steps", str(steps), "--reducer", "pca"]


def collection(folder: Path, library: Path) -> Collection:
    return Collection((folder,), Settings(steps=10, reducer="pca"), library_file=library)


@pytest.mark.parametrize("room", [10_000, 60_000, 150_000])
def test_without_room_the_library_stays_whole_and_the_next_run_goes_on(
    few_sounds: Path, tmp_path: Path, room: int
) -> None:
    library = tmp_path / "library.sqlite"
    command = [sys.executable, "-c", LIMITED, str(room), *options(few_sounds, library), "--progress", "none"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert told.returncode == 1
    assert told.stderr.startswith("tuimap: ")
    assert told.stderr.count("\n") == 1
    assert "library" in told.stderr
    assert "Nothing stored is lost" in told.stderr or "nothing stored is lost" in told.stderr
    again = subprocess.run(
        [sys.executable, "-m", "tuimap", *options(few_sounds, library)], capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    assert "damaged" not in again.stderr
    assert collection(few_sounds, library).is_current()
    assert not list(tmp_path.glob("*.damaged-*"))


def test_two_programs_that_analyse_one_library_both_end_well_with_the_map_of_one(
    few_sounds: Path, tmp_path: Path
) -> None:
    shared, alone = tmp_path / "shared.sqlite", tmp_path / "alone.sqlite"
    command = [sys.executable, "-m", "tuimap", *options(few_sounds, shared)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) for _ in range(2)]
    for process in both:
        _, told = process.communicate()
        assert process.returncode == 0, told
        assert "24 sounds on the map" in told
    subprocess.run([sys.executable, "-m", "tuimap", *options(few_sounds, alone)], check=True, capture_output=True)
    assert places(collection(few_sounds, shared)) == places(collection(few_sounds, alone))
    with Library(shared) as library:
        for table in CHECKS:
            library.examine(table)


def places(collection: Collection) -> dict[str, tuple[float, float]]:
    found = collection.load()
    assert found is not None
    return {sound.path: (float(x), float(y)) for sound, (x, y) in zip(found.sounds, found.positions, strict=True)}
