"""The analysis: the one place where all stages meet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from tuimap.arrange import arrange_grid, arrange_scatter
from tuimap.autoencoder.kinds import kind
from tuimap.autoencoder.model import Encoder
from tuimap.background import Background
from tuimap.collection import Collection, names
from tuimap.corpus import SUFFIXES
from tuimap.corpus.scan import FoundFile, Scan, scan
from tuimap.describers import Context, open_nursery
from tuimap.descriptors import AUTOENCODERS, encoder_recipe, reading_recipe, recipes, scatter_key
from tuimap.errors import CorpusError, DamagedError, LibraryError
from tuimap.layout import scatter
from tuimap.library import Library
from tuimap.library_check import EXAMINED
from tuimap.library_repair import repair
from tuimap.library_rows import Place
from tuimap.library_writer import LibraryWriter
from tuimap.nursery import Nursery
from tuimap.preview import Sketches
from tuimap.progress import Preview, Progress, Stage
from tuimap.reconcile import Changes, Recognised, compare, recognise, update
from tuimap.reduce import COMPILERS, REDUCERS
from tuimap.reduce.pca import principal_plane
from tuimap.safe import printable
from tuimap.settings import Settings
from tuimap.sound import Sound
from tuimap.sounds import Sounds
from tuimap.stream import Stream
from tuimap.vectors import scaled_vectors
from tuimap.workers import Pool, cores

_REFIT_SHARE = 0.2
"""Where more of the sounds than this are new, the map is made afresh and does not start from the old one."""


@dataclass(frozen=True)
class Outcome:
    """What an analysis left in the library."""

    sounds: int
    skipped: int


def analyse(
    collection: Collection, nursery: Nursery | None = None, *, previews: bool = False, place: bool = True
) -> Stage[Outcome]:
    """Bring the library up to date with the files and make the map: scan, decode, train, encode, reduce, layout.

    Without `place` the sounds are described and no map is made. What is stored already is not done again.
    A `nursery` opened before this module was imported saves a moment. Closing the generator ends the work; finished
    sounds stay stored. Where the library is damaged, what can be read of it goes on in a new one, and a notice says so.
    Raises CorpusError where there is nothing to map, LibraryError where the library cannot be written.
    """
    try:
        return (yield from _analyse(collection, nursery, previews, place))
    except DamagedError as damage:
        told = repair(collection.library_path, damage, own_place=collection.library_file is None)
    yield Progress("scan", 0, notice=told)
    return (yield from _analyse(collection, nursery, previews, place))


def _analyse(collection: Collection, nursery: Nursery | None, previews: bool, place: bool) -> Stage[Outcome]:
    collection.check_present()
    found = yield from scan(collection.paths)
    if not found.files and not found.skipped:
        kinds = ", ".join(sorted(suffix[1:] for suffix in SUFFIXES))
        raise CorpusError(f"{names(collection.paths)}: no sound files in it", f"These kinds are read: {kinds}")
    collection.prepare_library()
    with LibraryWriter(collection.library_path) as library:
        for table in EXAMINED:
            library.examine(table)
        library.examine_map(collection.map_key, collection.reading_recipe)
        changes = compare(found, library)
        recognised = yield from recognise(os.fspath(found.root), changes)
        _check_owner(collection, changes, recognised)
        update(library, changes, recognised)
        encoder = _usable_encoder(library, collection.settings, found)
        finished = library.finished_files(list(recipes(collection.settings).values()), collection.reading_recipe)
        unread = {file.path for file in changes.fresh} - recognised.paths
        skipped = tuple(each for each in library.skipped() if each.path not in unread)
    finished -= unread
    files = _in_seeded_order(found.files, finished, collection.settings.seed)
    yield Progress("scan", len(found.files), len(found.files), skipped=skipped)
    if any(files):
        yield from _describe(collection, files, encoder, nursery, previews)
    with LibraryWriter(collection.library_path) as library:
        _check_any(collection, library)
        if place:
            yield from _make_map(collection, library, previews)
        return Outcome(library.count_sounds(collection.reading_recipe), len(library.skipped()))


def _check_owner(collection: Collection, changes: Changes, recognised: Recognised) -> None:
    """Refuse a library that was named and holds another folder's sounds; updating it would empty its map."""
    there = [path for path, file in changes.known.items() if not file.gone]
    strange = there and len(changes.gone) == len(there) and not changes.returned and not recognised.paths
    if strange and collection.library_file is not None:
        raise LibraryError(
            f"{printable(str(collection.library_path))} holds another folder's sounds: "
            f"none of its {len(there)} files is here",
            "Name another file with --library, or delete this one",
        )


def _usable_encoder(library: LibraryWriter, settings: Settings, found: Scan) -> Encoder | None:
    """Give the stored encoder, unless it knew too little: few frames, of a collection that has doubled since."""
    recipe = encoder_recipe(settings)
    model = library.model(recipe) if recipe is not None else None
    if recipe is None or model is None:
        return None
    encoder = kind(settings).encoder.from_bytes(model.encoder)
    few = model.frames < kind(settings).sample.frames
    outgrown = few and len(found.files) > 2 * library.count_files(reading_recipe(settings))
    if outgrown or encoder.features != AUTOENCODERS[settings.autoencoder].width(settings):
        library.remove_model(recipe)
        if settings.slice == "learned-novelty":  # another encoder cuts elsewhere
            library.remove_vectors(reading_recipe(settings))
        return None
    return encoder


def _in_seeded_order(files: Sequence[FoundFile], finished: set[str], seed: int) -> list[FoundFile | None]:
    """Give all files in an order that follows from them and the seed alone, None for those that are finished."""
    order: list[FoundFile | None] = [None if file.path in finished else file for file in files]
    Random(seed).shuffle(order)
    return order


def _describe(
    collection: Collection,
    files: Sequence[FoundFile | None],
    encoder: Encoder | None,
    nursery: Nursery | None,
    previews: bool,
) -> Stage[None]:
    """Decode and describe files; the workers start before JAX is imported, the training runs beside them.

    With `previews` it begins after the first of them: importing JAX would keep somebody waiting for it.
    """
    settings, limits = collection.settings, collection.limits
    context = Context(os.fspath(collection.root), settings, encoder)
    jobs = min(limits.jobs or cores(), sum(file is not None for file in files))
    more_of_a_byte = limits.slicing_seconds / 1e6 if settings.slice else 0.0

    def more_seconds(file: FoundFile) -> float:
        return more_of_a_byte * file.size

    with (
        nullcontext(nursery) if nursery is not None else open_nursery() as source,
        Pool(source, context, jobs, limits.file_seconds, more_seconds) as pool,
        LibraryWriter(collection.library_path) as library,
    ):
        stream = Stream(collection, library, pool, files, encoder, Sketches(wanted=previews))
        ready: Background[None] | None = None
        try:
            for report in stream.run():
                if ready is None and (report.preview or report.done == report.total or not previews):
                    if encoder_recipe(settings) and encoder is None:
                        stream.learner = Background(kind(settings).learn(settings, stream.codes))
                    ready = Background(_prepare_reducer(settings, len(files)))
                yield report
            while ready is not None and not ready.done:
                ready.wait(0.1)
                yield from ready.reports()
        finally:
            if ready is not None:
                ready.stop()
            if stream.learner is not None:
                stream.learner.stop()
                stream.codes.cancel()


def _prepare_reducer(settings: Settings, n_sounds: int) -> Stage[None]:
    if settings.reducer in COMPILERS:
        yield from COMPILERS[settings.reducer](n_sounds)


def _check_any(collection: Collection, library: Library) -> None:
    """Raise CorpusError where no file gave a sound."""
    if not library.count_sounds(collection.reading_recipe):
        first = library.skipped()[0]
        why = f"{printable(first.path)}: {printable(first.reason)}"
        raise CorpusError(f"{names(collection.paths)}: nothing in it can be read; {why}")


def _make_map(collection: Collection, library: LibraryWriter, previews: bool) -> Stage[None]:
    """Place all sounds, unless the stored map holds just these and will do."""
    n_sounds = library.count_sounds(collection.reading_recipe)
    key = scatter_key(collection.settings)
    if library.count_places(key) != n_sounds or collection.refit:
        yield from _make_scatter(collection, library, key, n_sounds, previews)
    if collection.settings.layout == "grid":
        yield from arrange_grid(library, collection.settings, afresh=collection.refit)


def _make_scatter(
    collection: Collection, library: LibraryWriter, key: str, n_sounds: int, previews: bool
) -> Stage[None]:
    ids, vectors = scaled_vectors(library, collection.settings)
    if previews:
        yield Progress("reduce", 0, preview=_preview(library, collection.settings, ids, vectors))
    yield from _prepare_reducer(collection.settings, n_sounds)
    earlier = None if collection.refit else _earlier_places(library.places(key), ids)
    raw = yield from REDUCERS[collection.settings.reducer](vectors, collection.settings, init=earlier)
    yield from arrange_scatter(library, collection.settings, ids, raw, afresh=collection.refit)


def _preview(library: Library, settings: Settings, ids: Sequence[int], vectors: NDArray[np.float32]) -> Preview:
    """Place sounds by the two principal components of their vectors, until the map is made."""
    rows = {sound: row for row, sound in enumerate(ids)}
    order: list[int] = []

    def described() -> Iterator[Sound]:
        for number, sound in library.sounds(reading_recipe(settings)):
            if number in rows:
                order.append(rows[number])
                yield sound

    return Preview(Sounds(described()), scatter(principal_plane(vectors))[order], afresh=True)


def _earlier_places(places: dict[int, Place], ids: Sequence[int]) -> NDArray[np.float32] | None:
    """Give where each sound was, NaN for new ones [sounds, 2]; None where too many are new."""
    missing = (np.nan, np.nan)
    earlier = np.array([places[sound].raw if sound in places else missing for sound in ids], np.float32)
    return earlier if np.isnan(earlier[:, 0]).mean() <= _REFIT_SHARE else None
