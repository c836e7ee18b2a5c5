"""What tests of whole analyses share."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import soundfile

from tuimap.collection import Collection
from tuimap.errors import DamagedError
from tuimap.marks import copy_of_marks
from tuimap.pipeline import Outcome, analyse
from tuimap.progress import Progress, Stage
from tuimap.settings import Settings

QUICK = Settings(steps=50)


def reports_of(stage: Stage[Outcome]) -> tuple[list[Progress], Outcome]:
    reports: list[Progress] = []
    while True:
        try:
            reports.append(next(stage))
        except StopIteration as end:
            return reports, end.value


def decoded(collection: Collection) -> int:
    """Analyse, and give how many files were decoded for it."""
    reports: list[Progress] = list(analyse(collection))
    assert collection.is_current()
    return max((report.total or 0 for report in reports if report.stage == "decode"), default=0)


def sounds_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.wav"))


def places(collection: Collection) -> dict[str, tuple[float, float]]:
    found = collection.load()
    assert found is not None
    return {sound.path: (float(x), float(y)) for sound, (x, y) in zip(found.sounds, found.positions, strict=True)}


def write_sounds(folder: Path, *sounds: np.ndarray) -> Path:
    folder.mkdir()
    for number, samples in enumerate(sounds):
        soundfile.write(folder / f"{number}.wav", samples, 44_100)
    return folder


DAMAGE = DamagedError("damaged", "mend it")


def copy(whole: Collection, folder: Path) -> Collection:
    """Give the same folder with a copy of its library and marks."""
    place = folder / "library.sqlite"
    shutil.copy(whole.library_path, place)
    shutil.copy(copy_of_marks(whole.library_path), copy_of_marks(place))
    return Collection(whole.paths, whole.settings, whole.limits, place)
