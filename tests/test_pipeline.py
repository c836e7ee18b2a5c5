"""One analysis from files to a map."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from analyses import QUICK, places, reports_of, write_sounds

from tuimap.collection import Collection
from tuimap.errors import CorpusError
from tuimap.library_writer import LibraryWriter
from tuimap.pipeline import Outcome, analyse
from tuimap.progress import finish
from tuimap.settings import Limits, Settings
from tuimap.vectors import scaled_vectors


@pytest.fixture
def collection(few_sounds: Path, tmp_path: Path) -> Collection:
    return Collection((few_sounds,), QUICK, Limits(jobs=2), tmp_path / "library.sqlite")


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


@pytest.mark.parametrize("descriptor", ["learned", "mfcc", "learned+mfcc", "mel", "shape+pitch+loudness"])
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


def test_the_network_of_2019_gives_its_104_statistics_and_nothing_else(collection: Collection, tmp_path: Path) -> None:
    published = replace(collection, settings=Settings(descriptor="learned", autoencoder="published"))
    assert finish(analyse(published)) == Outcome(24, 0)
    with LibraryWriter(published.library_path) as library:
        ids, vectors = scaled_vectors(library, published.settings)
    assert vectors.shape == (24, 104)
    assert len(ids) == len(places(published)) == 24
    tight = replace(published, limits=Limits(jobs=1, held_megabytes=0), library_file=tmp_path / "tight.sqlite")
    finish(analyse(tight))
    assert places(tight) == places(published)
    both = replace(published, settings=replace(published.settings, descriptor="learned+loudness"))
    finish(analyse(both))
    with LibraryWriter(both.library_path) as library:
        assert scaled_vectors(library, both.settings)[1].shape == (24, 104 + 22 + 6)


def test_what_people_read_of_a_sound_is_stored_whatever_it_is_compared_by(collection: Collection) -> None:
    chosen = replace(collection, settings=replace(QUICK, descriptor="chroma", reducer="pca"))
    finish(analyse(chosen))
    found = chosen.load()
    assert found is not None
    for sound in found.sounds:
        assert sound.traits.loudness is not None
        assert -70 <= sound.traits.loudness < 0
    basses = [sound.traits.pitch for sound in found.sounds if sound.folder == "bass"]
    assert all(pitch is not None and 40 < pitch < 400 for pitch in basses)


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


def test_provisional_maps_grow_while_files_are_decoded(collection: Collection) -> None:
    previews = [report.preview for report in analyse(replace(collection, limits=Limits(jobs=1)), previews=True)]
    assert any(previews)
    shown = 0
    for preview in filter(None, previews):
        shown = len(preview.sounds) if preview.afresh else shown + len(preview.sounds)
        assert preview.positions.shape == (shown, 2)
        assert np.isfinite(preview.positions).all()
    assert shown == 24


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


def test_a_folder_where_nothing_can_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.wav").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"nothing in it can be read; a\.wav: the file is empty"):
        finish(analyse(Collection((tmp_path / "bad",), QUICK, library_file=tmp_path / "l.sqlite")))


def test_spectra_are_dropped_and_read_again_where_there_is_no_room_for_them(collection: Collection) -> None:
    reports, outcome = reports_of(analyse(replace(collection, limits=Limits(jobs=1, held_megabytes=0))))
    assert outcome == Outcome(24, 0)
    assert [report.done for report in reports if report.stage == "decode"][-1] == 24
