from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tuimap.collection import Collection
from tuimap.corpus.scan import Scan, scan
from tuimap.errors import CorpusError, LibraryError
from tuimap.library import Library
from tuimap.library_writer import LibraryWriter
from tuimap.pipeline import Outcome, analyse
from tuimap.progress import Progress, Stage, finish
from tuimap.settings import Limits, Settings

QUICK = Settings(steps=50)


@pytest.fixture
def collection(few_sounds: Path, tmp_path: Path) -> Collection:
    return Collection((few_sounds,), QUICK, Limits(jobs=2), tmp_path / "library.sqlite")


def reports_of(stage: Stage[Outcome]) -> tuple[list[Progress], Outcome]:
    reports: list[Progress] = []
    while True:
        try:
            reports.append(next(stage))
        except StopIteration as end:
            return reports, end.value


def places(collection: Collection) -> dict[str, tuple[float, float]]:
    found = collection.load()
    assert found is not None
    return {sound.path: (float(x), float(y)) for sound, (x, y) in zip(found.sounds, found.positions, strict=True)}


def test_every_stage_reports_and_the_map_holds_every_sound(collection: Collection) -> None:
    reports, outcome = reports_of(analyse(collection))
    assert outcome == Outcome(24, 0)
    ended = {report.stage for report in reports if report.done == report.total}
    assert ended == {"scan", "decode", "train", "encode", "reduce", "layout"}
    losses = [report.loss for report in reports if report.loss is not None]
    assert len(losses) == 10
    assert losses[-1] < losses[0]
    assert len(places(collection)) == 24
    assert collection.is_current()


def test_a_second_run_analyses_nothing_and_changes_nothing(collection: Collection) -> None:
    finish(analyse(collection))
    before = places(collection)
    reports, outcome = reports_of(analyse(collection))
    assert outcome == Outcome(24, 0)
    assert {report.stage for report in reports} == {"scan"}
    assert places(collection) == before


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_number_of_workers_does_not_change_the_map(collection: Collection, jobs: int, tmp_path: Path) -> None:
    finish(analyse(collection))
    other = replace(collection, limits=Limits(jobs=jobs), library_file=tmp_path / f"{jobs}.sqlite")
    finish(analyse(other))
    assert places(other) == places(collection)


def test_spectra_that_exceed_the_memory_budget_wait_their_turn_and_the_map_is_the_same(
    collection: Collection, tmp_path: Path
) -> None:
    finish(analyse(collection))
    other = replace(collection, limits=Limits(jobs=2, held_megabytes=0), library_file=tmp_path / "tight.sqlite")
    finish(analyse(other))
    assert places(other) == places(collection)


@pytest.mark.parametrize("descriptor", ["learned", "mfcc", "learned+mfcc"])
@pytest.mark.parametrize("reducer", ["pca", "tsne"])
def test_sounds_of_one_class_lie_closer_than_sounds_of_others(
    collection: Collection, descriptor: str, reducer: str
) -> None:
    chosen = replace(collection, settings=replace(QUICK, descriptor=descriptor, reducer=reducer))
    finish(analyse(chosen))
    points = places(chosen)
    folders = np.array([path.split("/")[0] for path in points])
    rows = np.array(list(points.values()))
    distances = np.linalg.norm(rows[:, None] - rows[None], axis=2)
    same = folders[:, None] == folders[None]
    other = ~np.eye(len(rows), dtype=bool)
    assert np.isfinite(rows).all()
    assert distances[same & other].mean() < 0.75 * distances[~same].mean()


def test_a_bad_file_among_good_ones_is_skipped_with_its_reason(collection: Collection, few_sounds: Path) -> None:
    (few_sounds / "zero.wav").write_bytes(b"")
    (few_sounds / "text.mp3").write_bytes(b"this is not music" * 50)
    if sys.platform != "win32":
        os.mkfifo(few_sounds / "pipe.wav")
    reports, outcome = reports_of(analyse(collection))
    expected = {"zero.wav", "text.mp3"} | ({"pipe.wav"} if sys.platform != "win32" else set())
    assert outcome == Outcome(24, len(expected))
    assert {skipped.path for skipped in collection.skipped()} == expected
    assert {skipped.path for report in reports for skipped in report.skipped} == expected
    assert all(skipped.reason for skipped in collection.skipped())
    assert collection.is_current()


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
        kept = library.count_sounds()
    assert kept >= 3
    reports, outcome = reports_of(analyse(mfcc))
    assert outcome.sounds == 24
    assert kept < 24
    assert [report.total for report in reports if report.stage == "decode"][-1] == 24 - kept


def test_provisional_maps_grow_while_files_are_decoded(collection: Collection) -> None:
    previews = [report.preview for report in analyse(replace(collection, limits=Limits(jobs=1)), previews=True)]
    assert any(previews)
    shown = 0
    for preview in filter(None, previews):
        shown = len(preview.sounds) if preview.afresh else shown + len(preview.sounds)
        assert preview.positions.shape == (shown, 2)
        assert np.isfinite(preview.positions).all()
    assert shown == 24


def write_sounds(folder: Path, *sounds: np.ndarray) -> Path:
    folder.mkdir()
    for number, samples in enumerate(sounds):
        soundfile.write(folder / f"{number}.wav", samples, 44_100)
    return folder


@pytest.mark.parametrize("reducer", ["pca", "tsne"])
@pytest.mark.parametrize(
    "sounds",
    [
        [np.sin(np.arange(9000) / 9)],
        [np.zeros(9000)],
        [np.zeros(9000), np.zeros(400), np.zeros(20_000)],
        [np.ones(1) * 0.5, np.sin(np.arange(500) / 9)],
        [np.sin(np.arange(9000) / 9)] * 5,
        [np.sin(np.arange(9000) / divisor) for divisor in range(3, 13)],
    ],
    ids=["one", "one silence", "silences", "one frame each", "identical", "ten"],
)
def test_tiny_and_featureless_collections_give_a_sane_map(tmp_path: Path, sounds, reducer: str) -> None:
    folder = write_sounds(tmp_path / "tiny", *sounds)
    collection = Collection((folder,), replace(QUICK, reducer=reducer), Limits(jobs=1), tmp_path / "l.sqlite")
    assert finish(analyse(collection)) == Outcome(len(sounds), 0)
    found = collection.load()
    assert found is not None
    assert found.positions.shape == (len(sounds), 2)
    assert np.isfinite(found.positions).all()
    assert found.positions.min() >= 0
    assert found.positions.max() <= 1


def test_an_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match=r"empty: no sound files in it\. These kinds are read: .*wav"):
        finish(analyse(Collection((tmp_path / "empty",), QUICK, library_file=tmp_path / "l.sqlite")))


def test_a_folder_that_lost_all_its_files_keeps_its_library(collection: Collection, few_sounds: Path) -> None:
    finish(analyse(collection))
    shutil.rmtree(few_sounds)
    few_sounds.mkdir()
    with pytest.raises(CorpusError):
        finish(analyse(collection))
    with Library(collection.library_path) as library:
        assert library.count_sounds() == 24


def test_a_folder_where_nothing_can_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.wav").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"nothing in it can be read; a\.wav: the file is empty"):
        finish(analyse(Collection((tmp_path / "bad",), QUICK, library_file=tmp_path / "l.sqlite")))


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


def test_spectra_are_dropped_and_read_again_where_there_is_no_room_for_them(collection: Collection) -> None:
    reports, outcome = reports_of(analyse(replace(collection, limits=Limits(jobs=1, held_megabytes=0))))
    assert outcome == Outcome(24, 0)
    assert [report.done for report in reports if report.stage == "decode"][-1] == 24
