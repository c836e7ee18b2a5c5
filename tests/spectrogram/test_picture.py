"""What is seen of a sound's spectrum."""

import numpy as np
import pytest

from tuimap.spectrogram import BANDS, COLUMNS
from tuimap.spectrogram.picture import HIGHEST, LOWEST, picture

RATE = 44_100


def sine(hertz: float, seconds: float = 1.0, rate: int = RATE) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate).astype(np.float32)


@pytest.mark.parametrize("hertz", [110.0, 440.0, 3000.0, 12_000.0])
def test_a_tone_is_loudest_in_its_band_all_along(hertz: float) -> None:
    drawn = picture([sine(hertz)], RATE, RATE)
    band = int(BANDS * np.log(hertz / LOWEST) / np.log(HIGHEST / LOWEST))
    assert np.abs(drawn.argmax(axis=0).astype(int) - band).max() <= 1
    assert drawn.min(axis=0).max() < 100


@pytest.mark.parametrize("seconds", [0.05, 1.0, 90.0])
def test_what_sounds_in_the_second_half_is_dark_in_the_first(seconds: float) -> None:
    tone = sine(1000.0, seconds / 2)
    drawn = picture([np.zeros_like(tone), tone], 2 * len(tone), RATE)
    assert drawn[:, : COLUMNS // 2 - 40].max() == 0
    assert drawn[:, COLUMNS // 2 + 40 :].max(axis=0).min() > 200


def test_blocks_of_any_size_give_the_same_picture() -> None:
    noise = np.random.default_rng(1).normal(size=RATE // 2).astype(np.float32)
    whole = picture([noise], len(noise), RATE)
    assert np.array_equal(picture(np.array_split(noise, 37), len(noise), RATE), whole)


def test_silence_and_nothing_at_all_are_black() -> None:
    assert picture([np.zeros(500, np.float32)], 500, RATE).max() == 0
    assert picture([], RATE, RATE).shape == (BANDS, COLUMNS)


def test_a_sound_that_ends_early_is_dark_after_its_end() -> None:
    assert picture([sine(440.0, 0.5)], RATE, RATE)[:, COLUMNS // 2 + 8 :].max() == 0


def test_a_low_rate_has_no_treble() -> None:
    noise = np.random.default_rng(2).normal(size=8000).astype(np.float32)
    drawn = picture([noise], 8000, 8000)
    above = int(BANDS * np.log(4200 / LOWEST) / np.log(HIGHEST / LOWEST)) + 1
    assert drawn[above:].max() == 0
    assert drawn[:above].max() == 255
