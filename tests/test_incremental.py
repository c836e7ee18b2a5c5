"""An analysis after an analysis: what is there already is kept, and nothing is done twice."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from analyses import QUICK, places, reports_of, write_sounds

from tuimap.collection import Collection
from tuimap.corpus.scan import Scan, scan
from tuimap.errors import CorpusError, LibraryError
from tuimap.library import Library
from tuimap.library_writer import LibraryWriter
from tuimap.pipeline import Outcome, analyse
from tuimap.progress import Progress, Stage, finish
from tuimap.settings import Limits


@pytest.fixture
def collection(few_sounds: Path, tmp_path: Path) -> Collection:
    return Collection((few_sounds,), QUICK, Limits(jobs=2), tmp_path / "library.sqlite")


def test_a_second_run_analyses_nothing_and_changes_nothing(collection: Collection) -> None:
    finish(analyse(collection))
    before = places(collection)
    reports, outcome = reports_of(analyse(collection))
    assert outcome == Outcome(24, 0)
    assert {report.stage for report in reports} == {"scan"}
    assert places(collection) == before


def test_added_files_are_read_alone_and_old_points_hardly_move(
    collection: Collection, few_sounds: Path, sample_corpus: Path
) -> None:
    finish(analyse(collection))
    before = places(collection)
    added = sorted((sample_corpus / "pluck").iterdir())[-2:]
    for path in added:
        shutil.copy(path, few_sounds)
    assert not collection.is_current()
    reports, outcome = reports_of(analyse(collection))
    assert outcome.sounds == 26
    assert [report.total for report in reports if report.stage == "decode"][-1] == 2
    assert not any(report.stage == "train" for report in reports)
    after = places(collection)
    moved = [np.hypot(*np.subtract(after[path], before[path])) for path in before]
    assert np.median(moved) < 0.15


def test_removed_files_leave_the_map_and_the_others_stay_where_they_are(
    collection: Collection, few_sounds: Path
) -> None:
    finish(analyse(collection))
    before = places(collection)
    gone = next(iter(before))
    (few_sounds / gone).unlink()
    assert not collection.is_current()
    finish(analyse(collection))
    del before[gone]
    assert places(collection) == before


def test_a_refit_arranges_the_map_afresh_and_decodes_nothing(collection: Collection) -> None:
    finish(analyse(collection))
    fresh = places(collection)
    with LibraryWriter(collection.library_path) as library:
        library._connection.execute("UPDATE places SET raw_x = raw_y, x = 0.25")
    finish(analyse(collection))
    assert places(collection) != fresh
    wanted = replace(collection, refit=True)
    assert not wanted.is_current()
    reports, _ = reports_of(analyse(wanted))
    assert not {report.stage for report in reports} & {"decode", "train", "encode"}
    assert places(collection) == fresh
    assert collection.is_current()


def test_a_changed_file_is_read_again(collection: Collection, few_sounds: Path) -> None:
    finish(analyse(collection))
    path = next(few_sounds.rglob("*.wav"))
    soundfile.write(path, np.sin(np.arange(4410) / 3) * 0.3, 44_100)
    assert not collection.is_current()
    reports, _ = reports_of(analyse(collection))
    assert [report.total for report in reports if report.stage == "decode"][-1] == 1
    found = collection.load()
    assert found is not None
    relative = path.relative_to(few_sounds).as_posix()
    assert [sound.duration for sound in found.sounds if sound.path == relative] == [pytest.approx(0.1)]


def test_an_analysis_that_is_closed_keeps_what_was_finished_and_the_next_goes_on(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuimap.stream._REPORT_SECONDS", 0.0)  # after every sound, however fast they come
    mfcc = replace(collection, settings=replace(QUICK, descriptor="mfcc", reducer="pca"), limits=Limits(jobs=1))
    stage = analyse(mfcc)
    for report in stage:
        if report.stage == "decode" and report.done >= 3:
            break
    stage.close()
    with Library(mfcc.library_path) as library:
        kept = library.count_sounds(collection.reading_recipe)
    assert kept >= 3
    reports, outcome = reports_of(analyse(mfcc))
    assert outcome.sounds == 24
    assert kept < 24
    assert [report.total for report in reports if report.stage == "decode"][-1] == 24 - kept


def test_a_folder_that_lost_all_its_files_keeps_its_library(collection: Collection, few_sounds: Path) -> None:
    finish(analyse(collection))
    shutil.rmtree(few_sounds)
    few_sounds.mkdir()
    with pytest.raises(CorpusError):
        finish(analyse(collection))
    with Library(collection.library_path) as library:
        assert library.count_sounds(collection.reading_recipe) == 24


def test_a_folder_that_cannot_be_read_for_now_loses_nothing(
    collection: Collection, few_sounds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(analyse(collection))
    before = places(collection)
    shut = next(path for path in sorted(few_sounds.iterdir()) if path.is_dir())
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    finish(analyse(collection))
    assert places(collection) == before
    assert [skipped.path for skipped in collection.skipped()] == [shut.name]
    monkeypatch.undo()
    finish(analyse(collection))
    assert places(collection) == before
    assert collection.skipped() == ()


def test_a_library_that_holds_another_folders_sounds_is_refused_and_keeps_them(
    collection: Collection, tmp_path: Path
) -> None:
    finish(analyse(collection))
    other = write_sounds(tmp_path / "other", np.sin(np.arange(9000) / 9))
    with pytest.raises(LibraryError, match=r"another folder's sounds: none of its 24 files is here"):
        finish(analyse(replace(collection, paths=(other,))))
    assert len(places(collection)) == 24


def test_what_was_known_before_does_not_change_the_map(
    collection: Collection, few_sounds: Path, tmp_path: Path
) -> None:
    (few_sounds / "bad.wav").write_bytes(b"")
    fresh = replace(collection, library_file=tmp_path / "fresh.sqlite")
    finish(analyse(fresh))
    finish(analyse(replace(collection, settings=replace(QUICK, descriptor="mfcc", reducer="pca"))))
    finish(analyse(collection))
    assert places(collection) == places(fresh)


def test_an_encoder_that_learned_from_a_few_sounds_is_trained_anew_when_many_come(
    tmp_path: Path, sample_corpus: Path
) -> None:
    folder = write_sounds(tmp_path / "growing", np.zeros(9000))
    collection = Collection((folder,), QUICK, Limits(jobs=1), tmp_path / "l.sqlite")
    finish(analyse(collection))
    for path in sorted((sample_corpus / "bell").iterdir()):
        shutil.copy(path, folder)
    reports, outcome = reports_of(analyse(collection))
    assert outcome.sounds == 13
    assert [report.done for report in reports if report.stage == "train"][-1] == QUICK.steps


def test_a_file_that_could_not_be_opened_is_tried_again(
    collection: Collection, few_sounds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next(few_sounds.rglob("*.wav"))
    hidden = path.with_suffix(".away")
    scanned = finish(scan([few_sounds]))
    path.rename(hidden)  # it goes away between being found and being opened

    def stale(_: object) -> Stage[Scan]:
        yield Progress("scan", len(scanned.files))
        return scanned

    monkeypatch.setattr("tuimap.pipeline.scan", stale)
    assert finish(analyse(collection)) == Outcome(23, 1)
    monkeypatch.undo()
    hidden.rename(path)
    assert finish(analyse(collection)) == Outcome(24, 0)


def test_damaged_descriptions_are_removed_and_made_anew(collection: Collection) -> None:
    finish(analyse(collection))
    before = places(collection)
    with LibraryWriter(collection.library_path) as library:
        library._connection.execute("UPDATE vectors SET row = x'00' WHERE sound = 3")
        library._connection.execute("DELETE FROM places")
    with pytest.raises(LibraryError, match=r"damaged descriptions were removed\. Run again"):
        finish(analyse(collection))
    while not collection.is_current():
        with suppress(LibraryError):
            finish(analyse(collection))
    assert places(collection) == before


def test_a_grid_of_an_analysed_folder_needs_its_coordinates_only(collection: Collection) -> None:
    finish(analyse(collection))
    before = places(collection)
    grid = replace(collection, settings=replace(collection.settings, layout="grid"))
    assert not grid.is_current()
    reports, _ = reports_of(analyse(grid))
    assert {report.stage for report in reports} == {"scan", "layout"}
    assert grid.is_current()
    assert collection.is_current()
    assert places(collection) == before
    assert len(set(places(grid).values())) == 24
