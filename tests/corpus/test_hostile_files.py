from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hostile_files import LOAD, PASS_OVER, SKIP, Hostile, hostile_files, make_hostile_files, wav

from tuimap.corpus.decode import decode
from tuimap.corpus.frames import frames
from tuimap.corpus.scan import scan
from tuimap.errors import DecodeError
from tuimap.progress import finish

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")

SHARED = Path(os.environ.get("TUIMAP_SHARED", Path(__file__).parents[3] / "shared"))


class Analysed:
    """What the whole program made of a folder."""

    def __init__(self, folder: Path, outputs: Path) -> None:
        command = [sys.executable, "-m", "tuimap", "analyze", folder, "--library", outputs / "library.sqlite"]
        options = ["--steps", "50", "-o", outputs / "map.json", "-o", outputs / "map.csv"]
        self.told = subprocess.run([*command, *options], capture_output=True, check=False, timeout=300)
        assert self.told.returncode == 0, self.told.stderr
        whole = json.loads((outputs / "map.json").read_text())
        self.sounds: dict[str, dict[str, Any]] = {sound["path"]: sound for sound in whole["sounds"]}
        self.reasons: dict[str, str] = {each["path"]: each["reason"] for each in whole["skipped"]}
        self.table = (outputs / "map.csv").read_bytes()

    def outcome(self, path: str) -> str:
        return LOAD if path in self.sounds else SKIP if path in self.reasons else PASS_OVER


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Hostile]:
    return make_hostile_files(folder)


@pytest.fixture(scope="module")
def analysed(folder: Path, files: list[Hostile], tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    return Analysed(folder, tmp_path_factory.mktemp("outputs"))


def test_every_hostile_file_ends_as_it_should_and_nothing_else_is_there(
    files: list[Hostile], analysed: Analysed
) -> None:
    assert {file.path: analysed.outcome(file.path) for file in files} == {file.path: file.outcome for file in files}
    assert {*analysed.sounds, *analysed.reasons} <= {file.path for file in files}
    assert not {*analysed.sounds} & {*analysed.reasons}


def test_every_reason_and_every_note_says_what_is_the_matter(files: list[Hostile], analysed: Analysed) -> None:
    said = {path: sound["note"] for path, sound in analysed.sounds.items()} | analysed.reasons
    for file in files:
        if file.outcome != PASS_OVER:
            assert re.search(file.words or "^$", said[file.path]), (file.path, said[file.path])


def test_every_sound_is_as_long_as_it_is_and_lies_on_the_map(files: list[Hostile], analysed: Analysed) -> None:
    for file in files:
        if file.seconds is not None:
            assert analysed.sounds[file.path]["duration"] == pytest.approx(file.seconds, abs=0.001), file.path
    places = np.array([[sound["x"], sound["y"]] for sound in analysed.sounds.values()])
    assert ((places >= 0) & (places <= 1)).all()


def test_sounds_that_are_the_same_lie_on_the_same_spot(analysed: Analysed) -> None:
    same = [sound for path, sound in analysed.sounds.items() if "the same sound" in path]
    assert len(same) == 12
    assert len({(sound["x"], sound["y"]) for sound in same}) == 1


def test_every_name_comes_back_from_the_table_as_the_same_bytes(files: list[Hostile], analysed: Analysed) -> None:
    text = io.StringIO(analysed.table.decode("utf-8", "surrogateescape"), newline="")
    assert {row["path"] for row in csv.DictReader(text)} == {file.path for file in files if file.outcome == LOAD}


def test_nothing_of_a_name_or_a_decoders_chatter_reaches_the_terminal(analysed: Analysed) -> None:
    assert analysed.told.stdout == b""
    assert b"Traceback" not in analysed.told.stderr
    assert b"\x1b" not in analysed.told.stderr
    assert not re.search(rb"mpg123|Xing|Warning", analysed.told.stderr)
    assert analysed.told.stderr.count(b"skipped ") == len(analysed.reasons)


def test_the_scan_chooses_them_and_every_spectrum_is_finite(folder: Path, files: list[Hostile]) -> None:
    found = {file.path for file in finish(scan([folder])).files}
    assert {file.path for file in files if file.outcome == LOAD} <= found
    for file in files:
        if file.outcome == LOAD:
            assert np.isfinite(frames(decode(folder / file.path, 1.0).samples).power).all(), file.path
        elif file.path in found:
            with pytest.raises(DecodeError):
                decode(folder / file.path, 1.0)


GROWTH = """
import resource, sys
from tuimap.corpus.decode import decode
from tuimap.errors import DecodeError

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

plain, *others = sys.argv[1:]
decode(plain, 2.0)
before = peak()
for path in others:
    try:
        decode(path, 2.0)
    except DecodeError:
        pass
    if peak() - before > 32:
        sys.exit(f"{path}: {peak() - before:.0f} MB more")
"""


def test_a_claim_takes_no_memory_and_of_a_thousand_channels_only_a_block_is_held(tmp_path: Path) -> None:
    paths = [tmp_path / "plain.wav"]
    paths[0].write_bytes(wav(bytes(4 * 44_100), rate=22_050))
    for file in hostile_files():
        if file.path.startswith(("headers/", "cut/", "rotten/")):
            paths.append(tmp_path / file.path.replace("/", " "))
            paths[-1].write_bytes(file.content)
    for channels in (2, 255, 1024):
        paths.append(tmp_path / f"{channels}.wav")
        paths[-1].write_bytes(wav(b"", size=0x7FFF0000, channels=channels))
        os.truncate(paths[-1], 44 + 2 * 44_100 * 2 * channels)  # a hole, as large as two seconds are
    told = subprocess.run([sys.executable, "-c", GROWTH, *paths], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not (SHARED / "tools" / "make_torture.py").is_file(), reason="tools/make_torture.py is not there")
def test_every_file_of_the_shared_generator_ends_as_its_manifest_says(tmp_path: Path) -> None:
    made = tmp_path / "made"
    generator = [sys.executable, SHARED / "tools" / "make_torture.py", made, "--no-long"]
    subprocess.run(generator, check=True, capture_output=True, timeout=120)
    items = json.loads((made / "manifest.json").read_text())["items"]
    analysed = Analysed(made / "in", tmp_path)
    wrong = []
    for item in items:
        path = os.fsdecode(bytes.fromhex(item["path_bytes_hex"]))
        outcome = analysed.outcome(path)
        allowed = {"ignore": {PASS_OVER}, "either": {LOAD, SKIP}}.get(item["expect"], {item["expect"]})
        length = analysed.sounds[path]["duration"] if outcome == LOAD else None
        right_length = length is None or "secs" not in item or abs(length - item["secs"]) < 0.1
        if outcome not in allowed or not right_length:
            wrong.append((path, item["expect"], outcome, length))
    assert wrong == []
