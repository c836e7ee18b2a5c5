"""What is stored when things go wrong on the way."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.descriptors.describe import describe
from tuimap.errors import CorpusError
from tuimap.library_writer import LibraryWriter
from tuimap.nursery import Failure, Nursery
from tuimap.preview import Sketches
from tuimap.settings import Settings
from tuimap.stream import Stream
from tuimap.workers import Pool


class PoolOfAnswers(Pool):
    """Has all answers at once, and the folder goes away behind them."""

    def __init__(self, answers: list[tuple[Any, Any]], folder: Path) -> None:
        with Nursery(print) as nursery:
            super().__init__(nursery, None, jobs=1)
            self.close()
        self._answers, self._folder = answers, folder

    def has_room(self) -> bool:
        return True

    def submit(self, task: Any) -> None:
        """Take any task; the answers are known."""

    def results(self, timeout: float) -> list[tuple[Any, Any]]:
        shutil.rmtree(self._folder)
        return self._answers


def test_what_is_finished_when_the_folder_goes_away_is_stored(few_sounds: Path, tmp_path: Path) -> None:
    settings = Settings(descriptor="mfcc", reducer="pca")
    collection = Collection((few_sounds,), settings, library_file=tmp_path / "library.sqlite")
    first, second = (
        FoundFile(str(path.relative_to(few_sounds)), 1, 2) for path in sorted(few_sounds.rglob("*.wav"))[:2]
    )
    read = describe(str(few_sounds), first.path, settings, None)
    assert collection.root == few_sounds
    pool = PoolOfAnswers([(first, read), (second, Failure("cannot be opened", may_pass=True))], few_sounds)
    with LibraryWriter(collection.library_path) as library:
        stream = Stream(collection, library, pool, [first, second], None, Sketches(wanted=False))
        with pytest.raises(CorpusError, match="the folder is gone"):
            list(stream.run())
        assert library.count_sounds(collection.reading_recipe) == 1
        assert not library.skipped()
