"""Hold the sample corpus to what its README promises."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile

CORPUS = Path(__file__).parent.parent / "sample_corpus"
SOUNDS = sorted(path for path in CORPUS.glob("*/*") if path.suffix in {".wav", ".flac"})
NAMES = [path.relative_to(CORPUS).as_posix() for path in SOUNDS]


@pytest.fixture(scope="module")
def written_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample corpus")
    command = [sys.executable, "-W", "error", str(CORPUS / "generate.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


def test_writing_it_again_gives_the_same_files_and_no_others(written_again: Path) -> None:
    again = sorted(path.relative_to(written_again).as_posix() for path in written_again.glob("*/*"))
    assert again == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_writing_a_sound_again_gives_equal_samples(name: str, written_again: Path) -> None:
    stored, stored_rate = soundfile.read(CORPUS / name, dtype="int32")
    again, again_rate = soundfile.read(written_again / name, dtype="int32")
    assert again_rate == stored_rate
    np.testing.assert_array_equal(again, stored)


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_is_short_heard_and_not_clipped(name: str) -> None:
    samples, rate = soundfile.read(CORPUS / name)
    assert 0.05 <= len(samples) / rate <= 3
    assert np.isfinite(samples).all()
    assert 0.15 < np.abs(samples).max() < 0.95
    assert np.sqrt(np.mean(samples**2)) > 0.005
    assert np.abs(samples[-1]).max() < 0.02  # no click at its end


def test_every_class_has_twelve_sounds() -> None:
    counts = Counter(path.parent.name for path in SOUNDS)
    assert len(counts) >= 14
    assert set(counts.values()) == {12}


def test_no_two_sounds_are_alike() -> None:
    assert len({soundfile.read(path, dtype="int32")[0].tobytes() for path in SOUNDS}) == len(SOUNDS)


def test_formats_rates_and_channels_vary_within_every_class() -> None:
    for folder in {path.parent for path in SOUNDS}:
        stored = [soundfile.info(path) for path in SOUNDS if path.parent == folder]
        assert {sound.format for sound in stored} == {"WAV", "FLAC"}
        assert {sound.samplerate for sound in stored} >= {22050, 44100}
        assert {sound.channels for sound in stored} == {1, 2}


def test_both_16_and_24_bits_occur() -> None:
    assert {soundfile.info(path).subtype for path in SOUNDS} == {"PCM_16", "PCM_24"}


def test_the_whole_folder_is_at_most_6_megabytes() -> None:
    assert sum(path.stat().st_size for path in SOUNDS) <= 6_000_000


def test_names_are_plain_ascii_and_carry_the_class() -> None:
    for path in SOUNDS:
        assert re.fullmatch(rf"{re.escape(path.parent.name)}_\d\d", path.stem)
        assert re.fullmatch(r"[a-z_ ]+", path.parent.name)


def test_the_readme_lists_the_classes_and_their_number() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    classes = {path.parent.name for path in SOUNDS}
    assert set(re.findall(r"^\| `([^`]+)`", readme, re.MULTILINE)) == classes
    assert f"{len(SOUNDS)} small sounds" in readme
    assert f"{len(classes)} folders" in readme
