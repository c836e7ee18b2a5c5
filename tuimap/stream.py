"""Sounds on their way: decoded by worker processes, described and stored, with the training going on beside them."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder.kinds import kind
from tuimap.autoencoder.model import Encoder, Trained
from tuimap.autoencoder.sample import FrameSample
from tuimap.background import Background
from tuimap.collection import Collection, names
from tuimap.corpus.scan import FoundFile
from tuimap.describers import Context
from tuimap.descriptors import encoder_recipe, recipes, trained_part
from tuimap.descriptors.describe import DescribedFile
from tuimap.errors import CorpusError
from tuimap.library_entries import StoredSkip, StoredSound
from tuimap.library_writer import LibraryWriter
from tuimap.nursery import Failure
from tuimap.preview import Sketches
from tuimap.progress import Progress, Stage
from tuimap.sound import Skipped
from tuimap.workers import Pool

_HELD_AT_A_TIME = 10
_REPORT_SECONDS = 0.1


@dataclass
class Stream:
    """Describes files and stores them; `run` is the stage."""

    collection: Collection
    library: LibraryWriter
    pool: Pool
    files: Sequence[FoundFile | None]
    """In the order in which they are decoded; None stands for one that need not be.

    The training sample is taken from the first ones, whichever of them are known already.
    """
    encoder: Encoder | None
    sketches: Sketches
    learner: Background[Trained] | None = None
    sample: FrameSample = field(init=False)
    codes: Future[NDArray[np.uint8]] = field(default_factory=Future)
    """Resolved with the training frames as soon as they are there."""

    def __post_init__(self) -> None:
        self._position = {file.path: position for position, file in enumerate(self.files) if file is not None}
        self._waiting = deque(file for file in self.files if file is not None)
        self._total = len(self._waiting)
        self._held: deque[tuple[FoundFile, DescribedFile]] = deque()
        self._held_bytes = 0
        self._again: deque[FoundFile] = deque()
        self._stored: list[StoredSound] = []
        self._skipped: list[StoredSkip] = []
        self._told: list[Skipped] = []
        self._decoded: set[str] = set()
        self._sketched: set[str] = set()
        self._complete = 0
        self._committed, self._reported = time.monotonic(), 0.0
        self._recipes = recipes(self.collection.settings)
        self._trained = trained_part(self.collection.settings)
        self._encoder_recipe = encoder_recipe(self.collection.settings)
        trained = kind(self.collection.settings)
        self.sample = FrameSample(trained.sample, len(self.files), trained.encoder.inputs)
        for position, file in enumerate(self.files):
            if file is None:
                self.sample.add(position, ())

    def run(self) -> Stage[None]:
        """Decode, train, encode and store until every file is done; what is finished is stored whatever happens.

        Raises CorpusError where the collection's folder goes away meanwhile.
        """
        try:
            while self._complete < self._total:
                self._feed()
                for file, result in self.pool.results(0.02):
                    self._take(file, result)
                self._hand_out_sample()
                self._learn()
                self._read_held()
                if time.monotonic() - self._committed > self.collection.limits.commit_seconds:
                    self._commit()
                yield from self._reports()
        finally:
            self._commit()
        yield from self._reports(last=True)

    @property
    def _budget(self) -> int:
        return self.collection.limits.held_megabytes * 1_000_000

    def _feed(self) -> None:
        while self._waiting and self.pool.has_room() and (self._held_bytes < self._budget or not self.sample.complete):
            self.pool.submit(self._waiting.popleft())

    def _take(self, file: FoundFile, result: DescribedFile | Failure) -> None:
        self._decoded.add(file.path)
        position = self._position[file.path]
        if isinstance(result, Failure):
            self._skip(file, result)
            self.sample.add(position, ())
            return
        self._sketch(file, result)
        self.sample.add(position, result.spectra)
        if result.surveyed:
            self._put_off(file)
        elif result.held_bytes:
            self._hold(file, result)
        else:
            self._store(file, result)

    def _sketch(self, file: FoundFile, described: DescribedFile) -> None:
        """Have the sounds of a file on provisional maps; one that is read a second time is there already."""
        if described.sounds and file.path not in self._sketched:
            self._sketched.add(file.path)
            for each in described.sounds:
                self.sketches.add(each.sound, each.sketch)

    def _hold(self, file: FoundFile, described: DescribedFile) -> None:
        """Keep spectra for their encoder; where there is no room for them the file is decoded again later."""
        if self._held_bytes + described.held_bytes > self._budget:
            self._put_off(file)
            return
        self._held.append((file, described))
        self._held_bytes += described.held_bytes

    def _put_off(self, file: FoundFile) -> None:
        """Have a file read again once there is an encoder; it may be there by now."""
        (self._again if self.encoder is None else self._waiting).append(file)

    def _skip(self, file: FoundFile, failure: Failure) -> None:
        self._skipped.append(StoredSkip(file, failure.reason, failure.needs, failure.may_pass))
        self._told.append(Skipped(file.path, failure.reason))
        self._complete += 1

    def _store(self, file: FoundFile, described: DescribedFile) -> None:
        for each in described.sounds:
            vectors = {self._recipes[name]: row for name, row in each.vectors.items()}
            if each.held is not None and self.encoder is not None and self._trained is not None:
                vectors[self._recipes[self._trained]] = each.held.read(self.encoder)
            rows = {recipe: row.astype("<f4").tobytes() for recipe, row in vectors.items()}
            self._stored.append(StoredSound(file, each.sound, self._recipes["envelope"], rows, described.content))
        self._complete += 1

    def _hand_out_sample(self) -> None:
        """Give the training its frames once the first files that hold enough of them are decoded."""
        if self.learner is None or self.codes.done():
            return
        if self.sample.complete or len(self._decoded) == self._total:
            self.codes.set_result(self.sample.frames())

    def _learn(self) -> None:
        if self.learner is None or self.encoder is not None or not self.learner.done:
            return
        self.encoder, losses = self.learner.result()
        assert self._encoder_recipe is not None
        self.library.store_model(self._encoder_recipe, self.encoder.to_bytes(), losses, len(self.codes.result()))
        self.pool.share(Context(os.fspath(self.collection.root), self.collection.settings, self.encoder))
        self._waiting.extend(self._again)
        self._again.clear()

    def _read_held(self) -> None:
        if self.encoder is None:
            return
        for _ in range(min(_HELD_AT_A_TIME, len(self._held))):
            file, described = self._held.popleft()
            self._held_bytes -= described.held_bytes
            self._store(file, described)

    def _commit(self) -> None:
        if self._stored:
            self.library.store_sounds(self._stored)
            self._stored = []
        if any(skip.may_pass for skip in self._skipped) and not self.collection.root.is_dir():
            self._skipped = []
            raise CorpusError(f"{names(self.collection.paths)}: the folder is gone", "Nothing stored of it is lost")
        if self._skipped:
            self.library.store_skipped(self._skipped)
            self._skipped = []
        self._committed = time.monotonic()

    def _reports(self, *, last: bool = False) -> Stage[None]:
        if self.learner is not None:
            yield from self.learner.reports()
        if not last and time.monotonic() - self._reported < _REPORT_SECONDS:
            return
        self._reported = time.monotonic()
        told, self._told = tuple(self._told), []
        yield Progress("decode", len(self._decoded), self._total, skipped=told, preview=self.sketches.preview())
        if self.encoder is not None or last:
            yield Progress("encode", self._complete, self._total)
