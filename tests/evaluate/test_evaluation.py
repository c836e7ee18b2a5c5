from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tuimap.collection import Collection
from tuimap.descriptors import recipes
from tuimap.evaluate.evaluation import Plan, evaluate
from tuimap.evaluate.labels import Labels, from_folders
from tuimap.evaluate.results import MEASURES, Evaluation, as_csv, as_json
from tuimap.library import Library
from tuimap.pipeline import analyse
from tuimap.progress import Progress, finish
from tuimap.reduce import REDUCERS
from tuimap.settings import Limits, Settings

ALL_BUT_XGROUP = {measure.name for measure in MEASURES} - {"xgroup"}


def by_folder(paths: Sequence[str]) -> Labels:
    return from_folders(paths, asked=True)


def evaluated(collection: Collection, plan: Plan) -> tuple[Evaluation, list[Progress]]:
    stage, reports = evaluate(collection, plan, by_folder), []
    while True:
        try:
            reports.append(next(stage))
        except StopIteration as end:
            return end.value, reports


def stored(collection: Collection, recipe: str) -> int:
    with Library(collection.library_path) as library:
        return len(library.described([recipe]))


def times_decoded(reports: Sequence[Progress]) -> int:
    """Count how often decoding began at the first of the 24 files and went to the last."""
    done = [each.done for each in reports if each.stage == "decode"]
    return sum(now == 24 and before < 24 for before, now in pairwise(done))


@pytest.fixture
def fresh(few_sounds: Path, tmp_path: Path) -> Collection:
    """24 sounds that nothing is known of."""
    return Collection((few_sounds,), Settings(steps=50), Limits(jobs=2), tmp_path / "library.sqlite")


def test_every_pair_gets_every_number_for_every_seed_and_all_is_decoded_once_for_each_training(
    fresh: Collection,
) -> None:
    found, reports = evaluated(fresh, Plan(["learned", "mfcc", "learned+mfcc"], ["tsne", "pca"], 2))
    assert [(row.descriptor, row.reducer) for row in found.rows[:3]] == [
        ("learned", "tsne"),
        ("learned", "pca"),
        ("mfcc", "tsne"),
    ]
    for row in found.rows:
        told = {measure.name: row.spread(measure) for measure in MEASURES}
        assert {name for name, spread in told.items() if spread} == ALL_BUT_XGROUP
        assert all(len(spread.values) == 2 for spread in told.values() if spread)
        assert row.positions is not None
        assert row.positions.shape == (24, 2)
    assert times_decoded(reports) == 2
    assert reports[-1] == Progress("judge", 12, 12, "learned+mfcc, seed 1")
    assert found.rows[3].measured["knn5"][0] == found.rows[3].measured["knn5"][1], "MFCC and PCA know no seed"


def test_what_is_not_trained_is_decoded_once_whatever_the_number_of_seeds(fresh: Collection) -> None:
    _, reports = evaluated(fresh, Plan(["mfcc"], ["pca"], 3))
    assert times_decoded(reports) == 1


def test_the_users_map_stays_and_nothing_large_is_left_behind(fresh: Collection) -> None:
    finish(analyse(fresh))
    with Library(fresh.library_path) as library:
        before = library.places(fresh.map_key)
    evaluated(fresh, Plan(["learned", "mfcc"], ["pca"], 2))
    with Library(fresh.library_path) as library:
        assert library.places(fresh.map_key) == before
    assert fresh.is_current()
    for seed, left in ((0, 24), (1, 0)):
        assert stored(fresh, recipes(replace(fresh.settings, seed=seed))["learned"]) == left
    assert stored(fresh, recipes(replace(fresh.settings, descriptor="mfcc"))["mfcc"]) == 24


def test_what_the_user_had_made_with_another_seed_is_not_removed(fresh: Collection) -> None:
    other = replace(fresh, settings=replace(fresh.settings, seed=1))
    finish(analyse(other))
    evaluated(fresh, Plan(["learned"], ["pca"], 2))
    assert stored(fresh, recipes(other.settings)["learned"]) == 24
    assert other.is_current()


def test_slices_that_differ_with_the_seed_are_judged_and_those_of_further_seeds_leave_nothing(
    few_sounds: Path, tmp_path: Path
) -> None:
    settings = Settings(steps=50, slice="learned-novelty", least_slice=0.05)
    sliced = Collection((few_sounds,), settings, Limits(jobs=2), tmp_path / "library.sqlite")
    alone, _ = evaluated(sliced, Plan(["mfcc"], ["pca"], 1))

    def left() -> list[int]:
        with closing(sqlite3.connect(sliced.library_path)) as library:
            tables = ("sounds", "readings", "vectors", "models")
            return [library.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    before = left()
    both, _ = evaluated(sliced, Plan(["mfcc"], ["pca"], 2))
    assert left() == before
    assert len(both.labels) == len(alone.labels) > 24
    first, second = both.rows[0].measured["alone"]
    assert first == alone.rows[0].measured["alone"][0] != second


def test_the_numbers_are_those_of_the_map_that_the_user_gets(fresh: Collection) -> None:
    found, _ = evaluated(fresh, Plan([fresh.settings.descriptor], [fresh.settings.reducer], 1))
    finish(analyse(fresh))
    shown = fresh.load()
    assert shown is not None
    np.testing.assert_array_equal(found.rows[0].positions, shown.positions)


def test_an_interrupted_evaluation_keeps_what_is_described_and_the_next_goes_on(fresh: Collection) -> None:
    stage = evaluate(fresh, Plan(["mfcc"], ["pca"], 1), by_folder)
    for report in stage:
        if report.stage == "judge":
            break
    stage.close()
    assert stored(fresh, recipes(replace(fresh.settings, descriptor="mfcc"))["mfcc"]) == 24
    _, reports = evaluated(fresh, Plan(["mfcc"], ["pca"], 1))
    assert times_decoded(reports) == 0


def test_a_reducer_that_fails_costs_its_own_rows_only(fresh: Collection, monkeypatch) -> None:
    def broken(vectors: NDArray[np.float32], settings: Settings, *, init=None):
        yield Progress("reduce", 0, 1)
        raise ValueError("it wants\n1,000 sounds")

    monkeypatch.setitem(REDUCERS, "broken", broken)
    found, _ = evaluated(fresh, Plan(["mfcc"], ["broken", "pca"], 2))
    failed, fine = found.rows
    assert failed.failure == "it wants 1,000 sounds"
    assert not any(map(failed.spread, MEASURES))
    assert fine.spread(MEASURES[0])
    assert "it wants 1,000 sounds" in as_csv(found)
    assert json.loads(as_json(found))["maps"][0]["failure"] == "it wants 1,000 sounds"


def test_a_flat_folder_has_no_label_columns_and_it_is_said(tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    for number in range(3):
        soundfile.write(flat / f"{number}.wav", np.sin(np.arange(9000) * (0.1 + number / 10)), 44_100)
    collection = Collection((flat,), Settings(), Limits(jobs=1), tmp_path / "library.sqlite")
    found, _ = evaluated(collection, Plan(["mfcc"], ["pca"], 2))
    assert [measure.name for measure in found.measures] == ["alone", "seconds"]
    assert "all sounds have the same label" in found.notes[0]
    assert '"trustworthiness": null' in as_json(found)


def test_sounds_that_are_all_the_same_can_be_judged(few_sounds: Path, tmp_path: Path) -> None:
    same = tmp_path / "same"
    for folder in "ab":
        (same / folder).mkdir(parents=True)
        for number in range(4):
            shutil.copy(next(few_sounds.rglob("*.wav")), same / folder / f"{number}.wav")
    collection = Collection((same,), Settings(steps=20), Limits(jobs=1), tmp_path / "library.sqlite")
    found, _ = evaluated(collection, Plan(["mfcc"], ["tsne", "umap", "pca"], 1))
    assert not any(row.failure for row in found.rows)
    assert [row.measured["alone"] for row in found.rows] == [[0.0]] * 3
