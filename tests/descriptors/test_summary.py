from __future__ import annotations

import numpy as np
import pytest

from tuimap.descriptors import STATISTICS
from tuimap.descriptors.summary import ENVELOPE, envelope, level, summarise
from tuimap.settings import HOP, SAMPLE_RATE


def test_a_ramp_has_the_statistics_of_a_ramp() -> None:
    values = np.arange(100, dtype=np.float32)[:, None]
    summary = summarise(values, np.ones(100, np.float32)).ravel()
    mean, deviation = 49.5, np.sqrt((100**2 - 1) / 12)
    assert summary == pytest.approx(
        [
            mean, deviation, 0, 99, 1, 0, 1, 1,
            0, 1, 2.5, 5.5, 11.5, 23.5, 47.5, np.arange(64, 100).mean(), 99, 99,
            np.arange(0, 30).mean(), np.arange(30, 80).mean(), np.arange(80, 99).mean(), deviation,
        ],
        rel=1e-5,
    )  # fmt: skip


@pytest.mark.parametrize("n_frames", [1, 2, 5, 18, 71])
@pytest.mark.parametrize("features", [1, 12])
def test_a_summary_has_one_length_whatever_the_sounds_and_is_finite(n_frames: int, features: int) -> None:
    generator = np.random.default_rng(n_frames)
    summary = summarise(generator.normal(size=(n_frames, features)).astype(np.float32), np.zeros(n_frames, np.float32))
    assert summary.shape == (sum(STATISTICS), features)
    assert np.isfinite(summary).all()


def test_features_read_together_have_the_same_summary_bit_for_bit_as_alone() -> None:
    generator = np.random.default_rng(0)
    amplitude = generator.random(93).astype(np.float32)
    values = generator.normal(size=(93, 25)).astype(np.float32)
    together = summarise(values, amplitude)
    for part in (slice(0, 12), slice(12, 24), slice(24, 25)):
        assert np.array_equal(summarise(values[:, part], amplitude), together[:, part])


def test_a_single_frame_is_its_own_mean_in_every_stretch_of_time() -> None:
    summary = summarise(np.array([[3.0, -1.0]], np.float32), np.ones(1, np.float32))
    for row in (0, 2, 3, *range(8, 21)):
        assert summary[row] == pytest.approx([3, -1])
    for row in (1, 4, 5, 6, 7, 21):
        assert summary[row] == pytest.approx([0, 0])


def test_a_late_attack_is_seen_in_the_envelope() -> None:
    early, late = np.zeros(64, np.float32), np.zeros(64, np.float32)
    early[0], late[40] = 1, 1
    assert envelope(early, 1.0)[1] == 0
    assert envelope(late, 1.0)[1] == pytest.approx(np.log2(41))
    assert envelope(early, 2.0)[0] - envelope(early, 1.0)[0] == pytest.approx(1)
    assert len(envelope(early, 1.0)) == ENVELOPE


def test_the_envelope_of_silence_is_finite() -> None:
    assert np.isfinite(envelope(np.zeros(10, np.float32), 0.0)).all()
    assert envelope(np.zeros(10, np.float32), 0.0)[0] == pytest.approx(np.log2(HOP / SAMPLE_RATE))


def test_a_tenth_of_the_amplitude_is_20_decibels_less() -> None:
    amplitude = np.array([0.2, 1.0, 0.5], np.float32)
    assert level(amplitude, 1) - level(amplitude / 10, 1) == pytest.approx(20, abs=1e-4)
    assert level(amplitude, 4) - level(amplitude, 1) == pytest.approx(20 * np.log10(4), abs=1e-4)
