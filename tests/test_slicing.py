"""Whole analyses of recordings that are cut into slices: what is stored, what is done again, what is a favourite."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from analyses import reports_of

from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.descriptors import describe as describing
from tuimap.descriptors import recipes
from tuimap.descriptors.describe import describe
from tuimap.export import as_csv, as_json
from tuimap.library import Library
from tuimap.library_entries import StoredPlace, StoredSound
from tuimap.library_writer import LibraryWriter
from tuimap.marks import read_copy
from tuimap.pipeline import analyse
from tuimap.progress import finish
from tuimap.settings import SAMPLE_RATE, Limits, Settings
from tuimap.sound import Sound, SoundKey
from tuimap.sound_marks import MarkChange

LIKE, LIKE_NO_MORE = MarkChange(favourite=True), MarkChange(favourite=False)

QUICK = Settings(descriptor="mfcc", reducer="pca", steps=50)
N_BURSTS = 12


def recording(n_bursts: int = N_BURSTS) -> np.ndarray:
    """Bursts of noise, each brighter than the last, half a second apart."""
    generator = np.random.default_rng(0)
    samples = generator.normal(0, 1e-3, (n_bursts, SAMPLE_RATE // 2))
    for number, each in enumerate(samples):
        burst = generator.normal(0, 0.3, 8000) * np.exp(-np.arange(8000) / 2000)
        each[:8000] += np.convolve(burst, np.ones(n_bursts - number), "same") / (n_bursts - number)
    return samples.ravel().astype(np.float32)


@pytest.fixture
def folder(few_sounds: Path) -> Path:
    """A recording beside three short sounds, of which none is long enough to be cut at half a second."""
    kept = sorted(few_sounds.rglob("*.wav"))[:3]
    for path in kept:
        samples, rate = soundfile.read(path)
        soundfile.write(few_sounds / path.name, samples[: rate // 2], rate)
    for each in few_sounds.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
    soundfile.write(few_sounds / "long.wav", recording(), SAMPLE_RATE)
    return few_sounds


@pytest.fixture
def sliced(folder: Path, tmp_path: Path) -> Collection:
    settings = replace(QUICK, slice="onset", least_slice=0.3)
    return Collection((folder,), settings, Limits(jobs=1), tmp_path / "library.sqlite")


def n_decoded(collection: Collection) -> int:
    """Analyse, and give how many files were decoded for it."""
    reports, _ = reports_of(analyse(collection))
    return max((report.total or 0 for report in reports if report.stage == "decode"), default=0)


def sounds_of(collection: Collection) -> list[Sound]:
    found = collection.load()
    assert found is not None
    return list(found.sounds)


@pytest.mark.parametrize("how", ["onset", "novelty", "learned-novelty", "0.5"])
@pytest.mark.parametrize("descriptor", ["mfcc", "learned+mfcc"])
def test_a_recording_becomes_many_sounds_that_are_found_again(sliced: Collection, how: str, descriptor: str) -> None:
    collection = replace(sliced, settings=replace(sliced.settings, slice=how, descriptor=descriptor, threshold=0.3))
    assert n_decoded(collection) == 4
    assert collection.is_current()
    assert n_decoded(collection) == 0
    sounds = sounds_of(collection)
    slices = [sound for sound in sounds if sound.slice]
    assert [sound.path for sound in sounds if not sound.slice] == sorted(
        {sound.path for sound in sounds} - {"long.wav"}
    )
    assert {sound.path for sound in slices} == {"long.wav"}
    assert N_BURSTS - 3 <= len(slices) <= N_BURSTS
    assert len({sound.name for sound in slices}) == len(slices)
    assert all(collection.overview(sound) for sound in sounds)
    assert len({collection.overview(sound) for sound in slices}) == len(slices)


def test_the_same_slices_come_whatever_has_room_in_memory(sliced: Collection, tmp_path: Path) -> None:
    settings = replace(sliced.settings, descriptor="learned")
    roomy = replace(sliced, settings=settings)
    tight = replace(roomy, limits=Limits(jobs=1, held_megabytes=0), library_file=tmp_path / "tight.sqlite")
    finish(analyse(roomy))
    shown: list[SoundKey] = []
    for report in analyse(tight, previews=True):
        if report.stage == "decode" and report.preview is not None:
            shown += [sound.key for sound in report.preview.sounds]
    assert len(set(shown)) == len(shown)
    assert as_csv(tight) == as_csv(roomy)


def test_slicing_on_and_off_decodes_nothing_twice_and_mixes_nothing(sliced: Collection) -> None:
    whole = replace(sliced, settings=QUICK)
    finely = replace(sliced, settings=replace(sliced.settings, slice="0.25", least_slice=0.1))
    told = []
    for collection in (whole, sliced, finely):
        assert not collection.is_current()
        assert n_decoded(collection) == 4
        told.append(as_csv(collection))
    for collection, before in zip((whole, sliced, finely), told, strict=True):
        assert collection.is_current()
        assert n_decoded(collection) == 0
        assert as_csv(collection) == before
    with Library(whole.library_path) as library:
        counts = [library.count_sounds(each.reading_recipe) for each in (whole, sliced, finely)]
    assert counts == [text.count("\n") - 1 for text in told]
    assert counts[0] == 4
    assert not any(sound.slice for sound in sounds_of(whole))


def test_a_threshold_that_cuts_nothing_does_not_matter(sliced: Collection) -> None:
    finish(analyse(replace(sliced, settings=QUICK)))
    assert replace(sliced, settings=replace(QUICK, threshold=0.9, least_slice=2.0)).is_current()


def test_a_map_is_not_current_while_a_file_was_only_described_as_a_whole(sliced: Collection, folder: Path) -> None:
    whole = replace(sliced, settings=QUICK)
    finish(analyse(whole))
    finish(analyse(sliced))
    soundfile.write(folder / "new.wav", recording()[: 2 * SAMPLE_RATE], SAMPLE_RATE)
    assert n_decoded(whole) == 1
    assert not sliced.is_current()
    assert n_decoded(sliced) == 1
    assert "new.wav" in {sound.path for sound in sounds_of(sliced)}


def test_slices_go_along_when_their_file_is_moved_copied_or_touched(sliced: Collection, folder: Path) -> None:
    finish(analyse(sliced))
    n_slices = sum(sound.slice for sound in sounds_of(sliced))
    os.utime(folder / "long.wav", (1, 1))
    (folder / "long.wav").rename(folder / "moved.wav")
    shutil.copy(folder / "moved.wav", folder / "copy.wav")
    assert n_decoded(sliced) == 0
    paths = [sound.path for sound in sounds_of(sliced) if sound.slice]
    assert paths == ["copy.wav"] * n_slices + ["moved.wav"] * n_slices


def test_a_changed_recording_has_only_its_new_slices(sliced: Collection, folder: Path) -> None:
    finish(analyse(sliced))
    soundfile.write(folder / "long.wav", recording()[: 3 * SAMPLE_RATE + 5000], SAMPLE_RATE)
    assert n_decoded(sliced) == 1
    assert max(sound.start + sound.duration for sound in sounds_of(sliced)) < 3.2


def test_a_file_of_which_one_slice_lost_its_description_is_read_again(sliced: Collection) -> None:
    finish(analyse(sliced))
    before = as_csv(sliced)
    recipe = recipes(sliced.settings)["mfcc"]
    with LibraryWriter(sliced.library_path) as library:
        number = next(number for number, sound in library.sounds(sliced.reading_recipe) if sound.slice)
        library.remove_vectors(recipe, [number])
    assert n_decoded(sliced) == 1
    assert as_csv(sliced) == before


def stored(start: float, duration: float, recipe: str = "reading") -> StoredSound:
    sound = Sound("a.wav", start, duration, 44_100, 2, "WAV, 16 bit", -6.0, bytes(256), slice=True)
    return StoredSound(FoundFile("a.wav", 10, 7), sound, recipe, {f"mfcc-{recipe}": bytes(128)}, b"a" * 16)


def test_other_slices_by_the_same_recipe_take_the_place_of_the_former(tmp_path: Path) -> None:
    with LibraryWriter(tmp_path / "a.sqlite") as library:
        library.store_sounds([stored(0, 1), stored(1, 2)])
        library.store_sounds([stored(0, 1, "other"), stored(1, 1, "other"), stored(2, 1, "other")])
        ids = library.described(["mfcc-reading"])
        library.store_places("map-reading", [StoredPlace(each, 0, 0, 0.5, 0.5) for each in ids], {})
        library.store_sounds([stored(0, 1), stored(1, 1)])
        assert [(sound.start, sound.duration) for _, sound in library.sounds("reading")] == [(0, 1), (1, 1)]
        assert len(library.described(["mfcc-reading"])) == 2
        assert (library.count_sounds("other"), library.count_files("other")) == (3, 1)
        assert library.count_places("map-reading") == 1, "the slice that stayed keeps its place"


def test_storing_the_slices_of_a_long_recording_takes_time_in_proportion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LibraryWriter, "_count_marks", lambda _: 0)  # it ends the counting

    def steps(n_slices: int) -> int:
        """Count how often SQLite takes ten steps to store the same slices twice."""
        told: list[None] = []
        with LibraryWriter(tmp_path / f"{n_slices}.sqlite") as library:
            library._connection.set_progress_handler(lambda: told.append(None), 10)
            for _ in range(2):
                library.store_sounds([stored(start, 1.0) for start in range(n_slices)])
        return len(told)

    assert 0 < steps(400) < 6 * steps(100)


def test_an_encoder_that_is_trained_anew_cuts_anew(sliced: Collection, folder: Path) -> None:
    collection = replace(sliced, settings=replace(sliced.settings, slice="learned-novelty"))
    finish(analyse(collection))
    for number in range(9):
        soundfile.write(folder / f"more {number}.wav", recording()[number * 5000 :], SAMPLE_RATE)
    assert n_decoded(collection) == 13
    assert collection.is_current()


def test_a_slice_is_a_favourite_by_itself(sliced: Collection) -> None:
    finish(analyse(sliced))
    finish(analyse(whole := replace(sliced, settings=QUICK)))
    liked = next(sound for sound in sounds_of(sliced) if sound.slice and sound.start > 1)
    assert set(sliced.change_marks({liked.key: LIKE})) == {liked.key}
    told = json.loads(as_json(sliced))["sounds"]
    assert [(each["path"], each["start"]) for each in told if each["favourite"]] == [
        ("long.wav", round(liked.start, 6))
    ]
    assert not any(each["favourite"] for each in json.loads(as_json(whole))["sounds"])
    assert set(whole.change_marks({SoundKey("long.wav"): LIKE})) == {SoundKey("long.wav"), liked.key}
    assert sum(each["favourite"] for each in json.loads(as_json(whole))["sounds"]) == 1
    assert sum(each["favourite"] for each in json.loads(as_json(sliced))["sounds"]) == 1
    assert {mark.key[1:] for mark in read_copy(sliced.library_path)} == {(0, 0), liked.key[1:]}
    sliced.library_path.unlink()
    finish(analyse(sliced))
    assert set(sliced.marks()) == {SoundKey("long.wav"), liked.key}
    assert set(sliced.change_marks({liked.key: LIKE_NO_MORE})) == {SoundKey("long.wav")}


def test_a_mended_library_keeps_whole_sounds_and_cuts_slices_anew(sliced: Collection) -> None:
    finish(analyse(whole := replace(sliced, settings=QUICK)))
    finish(analyse(sliced))
    wholes, slices = as_csv(whole), as_csv(sliced)
    connection = sqlite3.connect(sliced.library_path)
    with connection:
        connection.execute("DELETE FROM sounds WHERE slice AND start > 1")
        connection.execute("UPDATE places SET x = 'nowhere' WHERE sound = 1")
    connection.close()
    assert n_decoded(sliced) == 1
    assert as_csv(sliced) == slices
    assert n_decoded(whole) == 0
    assert as_csv(whole).count("\n") == wholes.count("\n")


def test_silence_between_sounds_is_left_out_but_a_silent_file_is_not(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, SAMPLE_RATE).astype(np.float32)
    quiet = np.zeros(SAMPLE_RATE, np.float32)
    soundfile.write(tmp_path / "a.wav", np.concatenate([noise, quiet, noise / 500, noise / 5000]), SAMPLE_RATE)
    soundfile.write(tmp_path / "b.wav", np.tile(quiet, 3), SAMPLE_RATE)
    settings = replace(QUICK, slice="1")
    assert [each.sound.start for each in describe(str(tmp_path), "a.wav", settings, None).sounds] == [0.0, 2.0]
    assert len(describe(str(tmp_path), "b.wav", settings, None).sounds) == 1


def test_a_recording_too_long_to_wait_for_its_encoder_is_surveyed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(descriptor="learned", slice="0.5")
    held = describe(str(folder), "long.wav", settings, None)
    assert (len(held.sounds), held.surveyed) == (N_BURSTS, ())
    assert held.held_bytes == sum(each.nbytes for each in held.spectra) > 0
    monkeypatch.setattr(describing, "MOST_SECONDS", 3.0)
    surveyed = describe(str(folder), "long.wav", settings, None)
    assert (surveyed.sounds, surveyed.held_bytes, len(surveyed.spectra)) == ((), 0, N_BURSTS // 2)
