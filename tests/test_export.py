from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tuimap.collection import Collection
from tuimap.corpus.scan import FoundFile
from tuimap.descriptors import reading_recipe, recipes
from tuimap.errors import TuimapError
from tuimap.export import as_csv, as_json, write
from tuimap.library_entries import StoredPlace, StoredSkip, StoredSound
from tuimap.library_writer import LibraryWriter
from tuimap.sound import Sound, Traits

NAMES = [
    "a.wav",
    'comma,quote".wav',
    "new\nline.wav",
    "car\rriage.wav",
    "=1+1.wav",
    os.fsdecode(b"caf\xe9.wav"),
    "太鼓.wav",
]

TRAITS = Traits(1234.5, -18.25, None, 0.25, 0.5)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    collection = Collection((tmp_path,), library_file=tmp_path / "l.sqlite")
    with LibraryWriter(collection.library_path) as library:
        told = (0.0, 1.25, 8000, 1, "WAV, 16 bit", float("-inf"), bytes(256))
        sounds = [Sound(name, *told, traits=TRAITS) for name in NAMES]
        library.store_sounds(
            [StoredSound(FoundFile(each.path, 1, 1), each, reading_recipe(collection.settings), {}) for each in sounds]
        )
        library.store_skipped([StoredSkip(FoundFile("bad.wav", 1, 1), "empty")])
        library.store_model(recipes(collection.settings)["learned"], b"", [0.5, 0.1], 9)
        ids = library.described([])
        library.store_places(
            collection.map_key, [StoredPlace(each, 0, 0, 0.125, 1 / 3, 0) for each in ids], {0: "bd, kick"}
        )
    return collection


def test_csv_holds_a_row_for_each_sound_and_any_name_survives(collection: Collection) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(collection), newline="")))
    assert rows[0] == ["path", "start", "duration", "x", "y", "loudness", "centroid", "pitch", "flatness", "cluster"]
    assert sorted(row[0] for row in rows[1:]) == sorted(NAMES)
    numbers = ["0.000000", "1.250000", "0.125000", "0.333333", "-18.250000", "1234.500000", "", "0.500000"]
    assert all(row[1:] == [*numbers, "bd, kick"] for row in rows[1:])


def test_json_holds_settings_losses_sounds_and_what_was_skipped(collection: Collection) -> None:
    whole = json.loads(as_json(collection))
    assert whole["settings"]["features"] == collection.settings.features
    assert whole["loss"] == [0.5, 0.1]
    assert {sound["path"] for sound in whole["sounds"]} == set(NAMES)
    assert (
        whole["sounds"][0].items()
        >= {"duration": 1.25, "x": 0.125, "y": 0.333333, "level": None, "cluster": "bd, kick"}.items()
    )
    readings = {"loudness": -18.25, "centroid": 1234.5, "pitch": None, "pitch_name": None, "confidence": 0.25}
    assert whole["sounds"][0].items() >= readings.items()
    assert whole["skipped"] == [{"path": "bad.wav", "reason": "empty"}]


def test_a_written_csv_holds_a_name_that_is_not_utf8_as_its_bytes(collection: Collection, tmp_path: Path) -> None:
    write(collection, tmp_path / "map.csv")
    assert b"\ncaf\xe9.wav,0.000000" in (tmp_path / "map.csv").read_bytes()


def test_a_file_that_cannot_be_written_is_named_and_the_old_one_stays(collection: Collection, tmp_path: Path) -> None:
    with pytest.raises(TuimapError, match=r"gone/map\.csv cannot be written: No such file"):
        write(collection, tmp_path / "gone" / "map.csv")
    assert not list(tmp_path.glob(".map*"))


def test_the_file_gets_the_rights_that_new_files_have(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    write(collection, tmp_path / "map.json")
    assert (tmp_path / "map.json").stat().st_mode == (tmp_path / "plain").stat().st_mode
