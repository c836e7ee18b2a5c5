import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.ui.words.wave_cells import silent_share, time_labels, wave_rows


def overview(low: list[int], high: list[int]) -> bytes:
    return np.stack([low, high], axis=1).astype(np.int8).tobytes()


def test_a_full_square_wave_fills_every_dot() -> None:
    assert wave_rows(overview([-127] * 8, [127] * 8), 4, 2, "unicode") == ["⣿⣿⣿⣿", "⣿⣿⣿⣿"]


def test_silence_is_a_line_in_the_middle() -> None:
    assert wave_rows(overview([0] * 8, [0] * 8), 4, 2, "unicode") == ["⣀⣀⣀⣀", "⠀⠀⠀⠀"]
    assert wave_rows(overview([0] * 8, [0] * 8), 4, 2, "ascii") == ["....", "    "]


def test_a_decay_falls_from_left_to_right() -> None:
    decay = [127, 90, 60, 30]
    assert wave_rows(overview([-value for value in decay], decay), 4, 2, "ascii") == ["||..", "||''"]


def test_a_positive_pulse_stays_above_the_middle() -> None:
    assert wave_rows(overview([0, 0], [127, 0]), 2, 2, "ascii") == ["|.", "  "]


@given(
    st.binary(max_size=600).map(lambda raw: raw[: len(raw) // 2 * 2]),
    st.integers(1, 90),
    st.integers(1, 9),
    st.sampled_from(["unicode", "ascii"]),
)
def test_every_overview_fills_every_size(raw: bytes, width: int, height: int, charset: str) -> None:
    rows = wave_rows(raw, width, height, charset)  # type: ignore[arg-type]
    assert [len(row) for row in rows] == [width] * height


@pytest.mark.parametrize("width", [20, 38])
def test_the_time_scale_ends_at_the_right(width: int) -> None:
    labels = time_labels(0.42, width)
    assert len(labels) == width
    assert labels.startswith("0 ")
    assert labels.endswith("0.42 s")


def test_a_short_time_scale_names_the_end_only() -> None:
    assert time_labels(75.0, 10) == "    75.0 s"


def test_silence_at_the_beginning_and_at_the_end_of_a_stretch_is_found() -> None:
    peaks = np.zeros((128, 2), np.int8)
    peaks[32:64] = (-127, 100)
    peaks[64:80] = (-1, 1)
    overview = peaks.tobytes()
    assert silent_share(overview, 0.0, 1.0) == 32 / 128
    assert silent_share(overview, 0.0, 1.0, from_end=True) == 64 / 128
    assert silent_share(overview, 0.2, 0.6) == pytest.approx((32 - 25) / 128)
    assert silent_share(overview, 0.7, 1.0) == 0.0
