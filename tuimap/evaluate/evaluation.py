"""The evaluation as a stage: describe for each seed, reduce in every way asked for, judge each map."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from tuimap.collection import Collection
from tuimap.descriptors import encoder_recipe, reading_recipe, recipes
from tuimap.errors import LibraryError
from tuimap.evaluate.labels import Labels
from tuimap.evaluate.results import Evaluation, Row, notes
from tuimap.evaluate.scores import Classes, agreement, alone, faithfulness, sampled
from tuimap.layout import scatter
from tuimap.library import Library
from tuimap.library_writer import LibraryWriter
from tuimap.nursery import Nursery
from tuimap.pipeline import analyse
from tuimap.progress import Progress, Result, Stage
from tuimap.reduce import COMPILERS, REDUCERS
from tuimap.safe import printable
from tuimap.settings import Settings
from tuimap.vectors import scaled_vectors

Labelling = Callable[[Sequence[str]], Labels]
"""Gives the labels of paths."""

_REDUCER_ERRORS = (ValueError, ArithmeticError, ImportError, MemoryError, RuntimeError)
"""What a reducer may end with that says nothing about the other maps."""


@dataclass(frozen=True)
class Plan:
    """Which maps are made."""

    descriptors: Sequence[str]
    reducers: Sequence[str]
    n_seeds: int

    def settings(self, base: Settings, seed: int, descriptor: str = "", reducer: str = "") -> Settings:
        """Give those of one map; by default all descriptors joined and the first reducer."""
        joined = dict.fromkeys(part for each in self.descriptors for part in each.split("+"))
        return replace(base, descriptor=descriptor or "+".join(joined), reducer=reducer or self.reducers[0], seed=seed)


@dataclass(frozen=True)
class _Sounds:
    """What one seed's description left in the library."""

    ids: list[int]
    labels: Labels

    @property
    def classes(self) -> Classes | None:
        """The labels as numbers; None where they could not tell two sounds apart."""
        if not self.labels.names:
            return None
        names = {name: number for number, name in enumerate(self.labels.names)}
        said = self.labels.labels
        labels = np.array([-1 if each is None else names[each.name] for each in said], np.intp)
        groups = ["" if each is None else each.group for each in said]
        return Classes(labels, np.unique(groups, return_inverse=True)[1] if self.labels.grouped else None)


def evaluate(
    collection: Collection, plan: Plan, labelling: Labelling, nursery: Nursery | None = None
) -> Stage[Evaluation]:
    """Make and judge a map for each descriptor and reducer, with the seeds from 0 on.

    The sounds are described in the collection's library, for each seed once by all descriptors together; what does not
    follow from the seed is not done again. No map is stored, so the user's stay as they are. What the first seed leaves
    in the library is what an analysis leaves there. What the others leave is large and of no further use: it is removed
    in the end, unless it was there before. An interruption leaves it, and the next run goes on from it.
    Raises as `analyse` does.
    """
    rows = [Row(descriptor, reducer) for descriptor in plan.descriptors for reducer in plan.reducers]
    describing: list[float] = []
    passing: list[tuple[Settings, set[str]]] = []
    n_skipped, told = 0, Labels((), "")
    for seed in range(plan.n_seeds):
        described = replace(collection, settings=plan.settings(collection.settings, seed))
        if seed:
            passing.append((described.settings, _missing(described)))
        started = time.monotonic()
        n_skipped = (yield from analyse(described, nursery, place=False)).skipped
        describing.append(time.monotonic() - started)
        sounds = _sounds(described, labelling)
        told = told if seed else sounds.labels
        yield from _judge(described, plan, seed, sounds, rows)
    with LibraryWriter(collection.library_path) as library:
        for settings, missing in passing:
            for recipe in missing:
                library.remove_model(recipe)
            if reading_recipe(settings) in missing:
                library.remove_reading(reading_recipe(settings))
    return Evaluation(
        collection.title,
        collection.settings,
        plan.n_seeds,
        n_skipped,
        [each.name if each else None for each in told.labels],
        notes(told, len(sampled(len(told.labels))), describing, len(plan.descriptors)),
        tuple(describing),
        tuple(rows),
    )


def _missing(collection: Collection) -> set[str]:
    """Give the recipes of a collection's settings by which its library holds neither vectors nor an encoder."""
    wanted = {*recipes(collection.settings).values(), encoder_recipe(collection.settings) or ""} - {""}
    with Library(collection.library_path) as library:
        return {recipe for recipe in wanted if not library.described([recipe]) and library.model(recipe) is None}


def _sounds(collection: Collection, labelling: Labelling) -> _Sounds:
    with Library(collection.library_path) as library:
        ids = library.described(list(recipes(collection.settings).values()))
        paths = {number: sound.path for number, sound in library.sounds(reading_recipe(collection.settings))}
    return _Sounds(ids, labelling([paths[number] for number in ids]))


def _judge(collection: Collection, plan: Plan, seed: int, sounds: _Sounds, rows: Sequence[Row]) -> Stage[None]:
    """Make and judge all maps of a seed, those of one descriptor together: its distances are found once."""
    n_maps, n_done = len(rows) * plan.n_seeds, len(rows) * seed
    classes = sounds.classes
    for descriptor in plan.descriptors:
        with LibraryWriter(collection.library_path) as library:
            settings = plan.settings(collection.settings, seed, descriptor)
            ids, vectors = scaled_vectors(library, settings)
        if ids != sounds.ids:
            place = printable(str(collection.library_path))
            raise LibraryError(f"{place}: another tuimap changed it at this moment", "Run again")
        placed: list[tuple[Row, NDArray[np.float32]]] = []
        for row in rows:
            if row.descriptor != descriptor:
                continue
            told = Progress("judge", n_done, n_maps, f"{row.descriptor} > {row.reducer}, seed {seed}")
            positions = yield from _placed(row, vectors, replace(settings, reducer=row.reducer), told)
            n_done += 1
            if positions is not None:
                placed.append((row, positions))
        yield Progress("judge", n_done, n_maps, f"{descriptor}, seed {seed}")
        for (row, positions), faith in zip(placed, faithfulness(vectors, [each for _, each in placed]), strict=True):
            _take(row, positions, faith, classes)


def _placed(
    row: Row, vectors: NDArray[np.float32], settings: Settings, told: Progress
) -> Stage[NDArray[np.float32] | None]:
    """Make one map [sounds, 2]; None where that failed, now or with another seed. What it takes to compile is extra."""
    if row.failure:
        return None
    try:
        if row.reducer in COMPILERS:
            yield from _telling(told, COMPILERS[row.reducer](len(vectors)))
        started = time.perf_counter()
        positions = scatter((yield from _telling(told, REDUCERS[row.reducer](vectors, settings))))
    except _REDUCER_ERRORS as error:
        row.failure = printable(" ".join(str(error).split())) or type(error).__name__
        return None
    row.add("seconds", time.perf_counter() - started)
    return positions


def _telling(told: Progress, stage: Stage[Result]) -> Stage[Result]:
    """Run a stage that tells nothing but how many maps are done."""
    while True:
        try:
            next(stage)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield told


def _take(row: Row, positions: NDArray[np.float32], faith: tuple[float, float], classes: Classes | None) -> None:
    """Add what one map is worth to its row."""
    if row.positions is None:
        row.positions = positions
    row.add("trustworthiness", faith[0])
    row.add("continuity", faith[1])
    row.add("alone", alone(positions))
    if classes is None:
        return
    agreed = agreement(positions, classes)
    row.add("knn5", agreed.knn5)
    row.add("pur10", agreed.pur10)
    row.add("xgroup", nan if agreed.xgroup is None else agreed.xgroup)
