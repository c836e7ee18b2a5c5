"""Where a recording changes, against what was synthesised, and Foote's novelty against its definition."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tuimap.corpus.changes import calm_before, novelty, onset_strength, peaks
from tuimap.settings import SAMPLE_RATE


def checkerboard(rows: NDArray[np.float32], reach: int) -> NDArray[np.float64]:
    """The kernel moved along the diagonal of the whole self-similarity, as Foote defines it."""
    similarity = rows.astype(float) @ rows.T
    places = np.arange(-reach, reach) + 0.5
    half = np.exp(-0.5 * (2 * places / reach) ** 2)
    step = np.sign(places) * half / half[:reach].sum()
    kernel = np.outer(step, step)
    middles = range(reach, len(rows) - reach)
    squares = [np.vdot(kernel, similarity[at - reach : at + reach, at - reach : at + reach]) for at in middles]
    return np.sqrt(np.maximum(squares, 0) / rows.shape[1])


def test_novelty_is_that_of_the_checkerboard_along_the_self_similarity() -> None:
    rows = np.random.default_rng(0).normal(0, 1, (80, 7)).astype(np.float32)
    rows[40:] += 2
    assert novelty(rows, 9)[9:-9] == pytest.approx(checkerboard(rows, 9), rel=1e-4)
    assert int(novelty(rows, 9).argmax()) == 40


@pytest.mark.parametrize("n_rows", [1, 3, 10])
def test_a_recording_shorter_than_the_reach_has_novelty_too(n_rows: int) -> None:
    rows = np.random.default_rng(0).normal(0, 1, (n_rows, 4)).astype(np.float32)
    assert novelty(rows, 34).shape == onset_strength(rows).shape == (n_rows,)
    assert np.isfinite(novelty(rows, 34)).all()


def test_peaks_keep_their_distance_and_the_stronger_stays() -> None:
    strength = np.array([0, 1, 0, 3, 0, 0, 0, 2, 2, 0, 0.4, 0], np.float32)
    assert peaks(strength, 0.5, 1).tolist() == [1, 3, 7]
    assert peaks(strength, 0.5, 2).tolist() == [3, 7]
    assert peaks(strength, 0.1, 1).tolist() == [1, 3, 7, 10]
    assert peaks(strength, 4.0, 1).tolist() == []


def test_a_cut_lies_just_before_the_attack() -> None:
    generator = np.random.default_rng(0)
    samples = generator.normal(0, 1e-3, SAMPLE_RATE).astype(np.float32)
    attack = 20_000
    samples[attack:] += 0.5 * np.sin(np.arange(SAMPLE_RATE - attack) / 20).astype(np.float32)
    assert attack - 128 <= calm_before(samples, attack + 400) <= attack
