"""The analysis: the one place where all stages meet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from tuimap.autoencoder.model import Encoder, Trained
from tuimap.background import Background
from tuimap.collection import Changes, Collection, compare, names
from tuimap.corpus.scan import SUFFIXES, FoundFile, scan
from tuimap.descriptors import recipes, trained_part
from tuimap.descriptors.summary import ENVELOPE, STATISTICS
from tuimap.errors import CorpusError
from tuimap.layout import scatter
from tuimap.library import Library
from tuimap.preview import Sketches
from tuimap.progress import Progress, Stage
from tuimap.reduce import COMPILERS, REDUCERS
from tuimap.reduce.scale import Block, scale
from tuimap.safe import printable
from tuimap.settings import Settings
from tuimap.stream import Context, Stream, work
from tuimap.workers import Pool

_REFIT_SHARE = 0.2
"""Where more of the sounds than this are new, the map is made afresh and does not start from the old one."""

_ENVELOPE_WEIGHT = 0.3
_LEVEL_WEIGHT = 0.2


@dataclass(frozen=True)
class Outcome:
    """What an analysis left in the library."""

    sounds: int
    skipped: int


def analyse(collection: Collection, *, previews: bool = False) -> Stage[Outcome]:
    """Bring the library up to date with the files and make the map: scan, decode, train, encode, reduce, layout.

    What is stored already is not done again. Closing the generator ends the work; finished sounds stay stored.
    Raises CorpusError where there is nothing to map, LibraryError where the library cannot be written.
    """
    found = yield from scan(collection.paths)
    if not found.files and not found.skipped:
        kinds = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
        raise CorpusError(f"{names(collection.paths)}: no sound files in it", f"These kinds are read: {kinds}")
    with Library(collection.library_path) as library:
        changes = compare(found, library)
        pending = _update(collection, library, changes, found.files)
    yield Progress("scan", len(found.files), len(found.files), skipped=changes.refused)
    if pending:
        yield from _describe(collection, pending, len(found.files), previews)
    with Library(collection.library_path) as library:
        yield from _make_map(collection, library)
        return Outcome(library.count_sounds(), len(library.skipped()))


def _update(collection: Collection, library: Library, changes: Changes, files: Sequence[FoundFile]) -> list[FoundFile]:
    """Forget what is gone, note what is no file, and give the files that lack a vector, in a seeded order."""
    if changes.gone:
        library.remove_files(changes.gone)
    if changes.refused:
        library.store_skipped((FoundFile(each.path, 0, 0), each.reason, None) for each in changes.refused)
    complete = library.described_files(list(recipes(collection.settings).values()))
    complete.difference_update(file.path for file in changes.fresh)
    pending = [file for file in files if file.path not in complete]
    Random(collection.settings.seed).shuffle(pending)
    return pending


def _describe(collection: Collection, pending: Sequence[FoundFile], n_files: int, previews: bool) -> Stage[None]:
    """Decode and describe files; the workers start before JAX is imported, the training runs beside them."""
    settings, limits = collection.settings, collection.limits
    with Library(collection.library_path) as library:
        encoder = _stored_encoder(library, settings)
    context = Context(os.fspath(collection.root), settings, encoder)
    jobs = min(limits.jobs or os.cpu_count() or 1, len(pending))
    with Pool(work, context, jobs, limits.file_seconds) as pool, Library(collection.library_path) as library:
        stream = Stream(collection, library, pool, pending, encoder, Sketches(wanted=previews))
        if trained_part(settings) and encoder is None:
            stream.learner = Background(_learn(settings, stream.codes))
        ready = Background(_prepare_reducer(settings, n_files))
        try:
            yield from stream.run()
            while not ready.done:
                ready.wait(0.1)
                yield from ready.reports()
        finally:
            ready.stop()
            if stream.learner:
                stream.learner.stop()
                stream.codes.cancel()


def _stored_encoder(library: Library, settings: Settings) -> Encoder | None:
    name = trained_part(settings)
    stored = library.model(recipes(settings)[name]) if name else None
    return Encoder.from_bytes(stored) if stored else None


def _learn(settings: Settings, codes: Future[NDArray[np.uint8]]) -> Stage[Trained]:
    """Compile while the first files are being decoded, then train on their frames."""
    from tuimap.autoencoder.train import compiled, train

    compiled(settings)
    return (yield from train(codes.result(), settings))


def _prepare_reducer(settings: Settings, n_sounds: int) -> Stage[None]:
    if settings.reducer in COMPILERS:
        yield from COMPILERS[settings.reducer](n_sounds)


def _make_map(collection: Collection, library: Library) -> Stage[None]:
    """Place all sounds, unless the stored map holds just these."""
    n_sounds = library.count_sounds()
    if not n_sounds:
        first = library.skipped()[0]
        why = f"{printable(first.path)}: {printable(first.reason)}"
        raise CorpusError(f"{names(collection.paths)}: nothing in it can be read; {why}")
    key = collection.map_key
    if library.count_places(key) == n_sounds:
        return
    ids, vectors = _vectors(library, collection.settings)
    raw = yield from REDUCERS[collection.settings.reducer](
        vectors, collection.settings, init=_earlier_places(library.raw_places(key), ids)
    )
    yield Progress("layout", 0, n_sounds)
    rows = np.concatenate([raw, scatter(raw)], axis=1).astype(float).tolist()
    library.store_places(key, ((sound, *row) for sound, row in zip(ids, rows, strict=True)))
    yield Progress("layout", n_sounds, n_sounds)


def _earlier_places(places: dict[int, tuple[float, float]], ids: Sequence[int]) -> NDArray[np.float32] | None:
    """Give where each sound was, NaN for new ones [sounds, 2]; None where too many are new."""
    missing = (np.nan, np.nan)
    earlier = np.array([places.get(sound, missing) for sound in ids], np.float32)
    return earlier if np.isnan(earlier[:, 0]).mean() <= _REFIT_SHARE else None


def _vectors(library: Library, settings: Settings) -> tuple[list[int], NDArray[np.float32]]:
    """Give the sounds' ids and their vectors [sounds, dims], scaled over the collection."""
    keys = recipes(settings)
    ids, columns = library.vectors(list(keys.values()))
    *described, shape = [np.frombuffer(b"".join(rows), "<f4").reshape(len(ids), -1) for rows in columns]
    share = len(described) ** 0.5
    blocks = [Block(values, groups=STATISTICS) for values in described]
    blocks += [
        Block(shape[:, :ENVELOPE], _ENVELOPE_WEIGHT * share, "zscore"),
        Block(shape[:, ENVELOPE:], _LEVEL_WEIGHT * share, "zscore"),
    ]
    return ids, scale(blocks)
