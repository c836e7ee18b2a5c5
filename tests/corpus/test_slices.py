"""Files cut into slices: where, and that nothing depends on how they are read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tuimap.corpus import slices
from tuimap.corpus.decode import decode
from tuimap.corpus.slices import Piece, pieces, survey
from tuimap.errors import DecodeError
from tuimap.settings import SAMPLE_RATE, Settings

Samples = NDArray[np.float32]


def clicks(seconds: float) -> tuple[Samples, list[float]]:
    """Short bursts of noise over a quiet one."""
    generator = np.random.default_rng(1)
    samples = generator.normal(0, 1e-3, round(seconds * SAMPLE_RATE)).astype(np.float32)
    places = np.cumsum(generator.uniform(0.15, 0.6, 500))
    places = places[places < seconds - 0.2]
    for at in np.round(places * SAMPLE_RATE).astype(int):
        samples[at : at + 2000] += (np.exp(-np.arange(2000) / 300) * generator.normal(0, 0.3, 2000)).astype(np.float32)
    return samples, places.tolist()


def tones(seconds: float) -> tuple[Samples, list[float]]:
    """One steady tone after the other."""
    generator = np.random.default_rng(2)
    places = np.cumsum(generator.uniform(0.6, 1.5, 500))
    places = places[places < seconds - 0.6]
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    order = np.searchsorted(places, time, side="right")
    pitches = 220 * 2 ** (np.arange(len(places) + 1) * 5 % 13 / 4)
    return (0.3 * np.sin(2 * np.pi * pitches[order] * time)).astype(np.float32), places.tolist()


def alternation(seconds: float) -> tuple[Samples, list[float]]:
    """A tone and noise by turns, equally loud."""
    generator = np.random.default_rng(3)
    places = np.cumsum(generator.uniform(0.7, 1.6, 500))
    places = places[places < seconds - 0.7]
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    is_noise = np.searchsorted(places, time, side="right") % 2 == 1
    noise, tone = generator.normal(0, 0.2, len(time)), 0.28 * np.sin(2 * np.pi * 440 * time)
    return np.where(is_noise, noise, tone).astype(np.float32), places.tolist()


def write(path: Path, samples: Samples, rate: int = SAMPLE_RATE) -> Path:
    soundfile.write(path, samples, rate, subtype="FLOAT" if path.suffix == ".wav" else None)
    return path


def cut(path: Path, how: str, **settings: float) -> list[Piece]:
    return list(pieces(path, Settings(slice=how, **settings)))  # type: ignore[arg-type]


def f_measure(found: list[float], true: list[float], seconds: float = 0.05) -> float:
    left = list(found)
    for place in true:
        near = min(left, key=lambda each: abs(each - place), default=np.inf)
        if abs(near - place) <= seconds:
            left.remove(near)
    n_hits = len(found) - len(left)
    return 2 * n_hits / (len(found) + len(true))


@pytest.mark.parametrize(
    ("how", "synthesised", "least"),
    [
        ("onset", clicks, 0.97),
        ("onset", tones, 0.9),
        ("novelty", tones, 0.9),
        ("novelty", alternation, 0.97),
    ],
)
def test_cuts_are_where_the_sound_was_made_to_change(
    tmp_path: Path, how: str, synthesised: Callable[[float], tuple[Samples, list[float]]], least: float
) -> None:
    samples, places = synthesised(20.0)
    found = [piece.start for piece in cut(write(tmp_path / "a.wav", samples), how)]
    assert f_measure(found[1:], places) >= least


@pytest.mark.parametrize("how", ["onset", "novelty"])
def test_a_steady_sound_is_one_sound(tmp_path: Path, how: str) -> None:
    tone = 0.3 * np.sin(np.arange(8 * SAMPLE_RATE) / 20)
    (piece,) = cut(write(tmp_path / "a.wav", tone.astype(np.float32)), how)
    assert (piece.start, piece.audio.duration, piece.is_slice) == (0.0, 8.0, False)


@pytest.mark.parametrize("how", ["onset", "novelty"])
def test_a_higher_threshold_cuts_less(tmp_path: Path, how: str) -> None:
    path = write(tmp_path / "a.wav", clicks(20.0)[0] + alternation(20.0)[0] / 3)
    counts = [len(cut(path, how, threshold=threshold)) for threshold in (0.2, 0.4, 1.5)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.mark.parametrize("how", ["onset", "novelty", "0.7"])
def test_slices_leave_no_gap_and_none_is_too_short(tmp_path: Path, how: str) -> None:
    found = cut(write(tmp_path / "a.wav", clicks(20.3)[0]), how, least_slice=0.5)
    ends = [piece.start + piece.audio.duration for piece in found]
    assert [piece.start for piece in found[1:]] == pytest.approx(ends[:-1], abs=2e-6)
    assert ends[-1] == pytest.approx(20.3)
    assert all(piece.is_slice for piece in found)
    assert min(piece.audio.duration for piece in found) >= 0.5 - 1e-6


def test_equal_slices_take_in_a_rest_that_is_too_short(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", np.zeros(round(4.2 * SAMPLE_RATE), np.float32))
    assert [piece.audio.duration for piece in cut(path, "2", least_slice=0.1)] == [2.0, 2.0, 0.2]
    assert [piece.audio.duration for piece in cut(path, "2", least_slice=0.5)] == [2.0, 2.2]
    (whole,) = cut(path, "4", least_slice=0.5)
    assert not whole.is_slice


def test_a_file_shorter_than_two_slices_stays_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", clicks(20.0)[0][: SAMPLE_RATE * 3])
    assert len(cut(path, "onset", least_slice=0.4)) > 1
    (piece,) = cut(path, "onset", least_slice=1.6)
    assert not piece.is_slice


def test_a_slice_is_what_a_file_with_just_it_would_be(tmp_path: Path) -> None:
    samples = clicks(6.0)[0] * np.float32(4)
    path = write(tmp_path / "a.wav", samples)
    for number, piece in enumerate(cut(path, "onset", max_seconds=0.2)):
        first = round(piece.start * SAMPLE_RATE)
        alone = samples[first : first + round(piece.audio.duration * SAMPLE_RATE)]
        same = decode(write(tmp_path / f"{number}.wav", alone), 0.2)
        assert piece.audio.peak == pytest.approx(same.peak)
        assert np.allclose(piece.audio.samples, same.samples, atol=1e-6)


@pytest.mark.parametrize(("how", "synthesised"), [("onset", clicks), ("novelty", alternation), ("0.7", clicks)])
def test_the_seams_between_stretches_do_not_show(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
    synthesised: Callable[[float], tuple[Samples, list[float]]],
) -> None:
    path = write(tmp_path / "a.wav", synthesised(24.0)[0])
    at_once = cut(path, how)
    monkeypatch.setattr(slices, "STRETCH_SECONDS", 5)
    in_parts = cut(path, how)
    places = [piece.start for piece in at_once]
    assert f_measure([piece.start for piece in in_parts], places, 1e-4) > 0.95
    same = {piece.start: piece for piece in in_parts}
    for piece in at_once:
        other = same.get(piece.start)
        if other is not None and other.audio.duration == piece.audio.duration:
            assert np.allclose(piece.audio.samples, other.audio.samples, atol=1e-6)


def test_a_slice_longer_than_a_stretch_is_one_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "STRETCH_SECONDS", 4)
    tone = 0.1 * np.sin(np.arange(20 * SAMPLE_RATE) / 20).astype(np.float32)
    tone[: 2 * SAMPLE_RATE] = np.random.default_rng(0).normal(0, 0.2, 2 * SAMPLE_RATE)
    noise, steady = cut(write(tmp_path / "a.wav", tone), "novelty", max_seconds=9.0)
    assert steady.start == pytest.approx(2.0, abs=0.05)
    assert steady.audio.duration == pytest.approx(20 - steady.start)
    assert len(steady.audio.samples) == 9 * SAMPLE_RATE
    assert len(noise.audio.samples) == round(steady.start * SAMPLE_RATE)


@pytest.mark.parametrize(
    ("name", "rate"), [("a.flac", 48_000), ("a.ogg", 44_100), ("a.mp3", 44_100), ("a.m4a", 44_100)]
)
def test_every_format_is_cut_at_the_same_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, rate: int
) -> None:
    samples = clicks(15.0)[0]
    if rate != SAMPLE_RATE:
        samples = np.interp(np.arange(15 * rate) / rate, np.arange(len(samples)) / SAMPLE_RATE, samples).astype("f4")
    path = tmp_path / name
    if path.suffix == ".m4a":
        if shutil.which("ffmpeg") is None:
            pytest.skip("needs ffmpeg")
        from subprocess import run

        source = write(tmp_path / "source.wav", samples)
        run(["ffmpeg", "-v", "error", "-i", source, path], check=True)
    else:
        write(path, samples, rate)
    at_once = [piece.start for piece in cut(path, "onset")]
    assert f_measure(at_once[1:], clicks(15.0)[1]) > 0.95
    monkeypatch.setattr(slices, "STRETCH_SECONDS", 4)
    assert f_measure([piece.start for piece in cut(path, "onset")], at_once, 0.005) > 0.95


def test_a_file_damaged_in_a_later_stretch_gives_what_comes_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "STRETCH_SECONDS", 3)
    path = write(tmp_path / "a.flac", clicks(12.0)[0])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    found = cut(path, "onset")
    end = found[-1].start + found[-1].audio.duration
    assert 4.0 < end < 8.0
    assert found[-1].audio.note
    assert found[0].audio.samples.any()


def test_a_file_that_is_no_sound_is_refused_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"no sound")
    with pytest.raises(DecodeError):
        cut(path, "onset")


def test_a_survey_takes_all_of_a_short_file_and_moments_of_a_long_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.wav", np.linspace(0, 1, 20 * SAMPLE_RATE, dtype=np.float32))
    assert np.concatenate(list(survey(path))).size == 20 * SAMPLE_RATE
    monkeypatch.setattr(slices, "STRETCH_SECONDS", 6)
    monkeypatch.setattr(slices, "_MOMENTS", 3)
    monkeypatch.setattr(slices, "_MOMENT_SECONDS", 2)
    moments = list(survey(path))
    assert [round(20 * float(each[0])) for each in moments] == [0, 1, 9, 10, 18, 19]
