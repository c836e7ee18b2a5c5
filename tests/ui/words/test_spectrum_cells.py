import numpy as np
import pytest

from tuimap.spectrogram import BANDS, COLUMNS
from tuimap.ui.charset import ASCII, CHARSETS, UNICODE
from tuimap.ui.line import width_of
from tuimap.ui.words.spectrum_cells import spectrum_lines


def drawn(levels: np.ndarray, width: int, height: int, name: str) -> list[str]:
    lines = spectrum_lines(levels.astype(np.uint8).tobytes(), width, height, CHARSETS[name])  # type: ignore[index]
    return ["".join(text for text, _ in line) for line in lines]


@pytest.mark.parametrize("name", ["unicode", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(1, 1), (38, 2), (200, 9)])
def test_every_size_is_filled(name: str, width: int, height: int) -> None:
    levels = np.random.default_rng(1).integers(0, 256, (BANDS, COLUMNS))
    assert [len(row) for row in drawn(levels, width, height, name)] == [width] * height


def test_a_low_tone_is_at_the_bottom_and_a_high_one_at_the_top() -> None:
    levels = np.zeros((BANDS, COLUMNS))
    levels[: BANDS // 2, : COLUMNS // 2] = 255
    levels[BANDS // 2 :, COLUMNS // 2 :] = 255
    assert drawn(levels, 4, 2, "ascii") == ["  ##", "##  "]
    assert drawn(levels, 4, 2, "unicode") == ["⠀⠀⣿⣿", "⣿⣿⠀⠀"]


def test_the_louder_the_denser() -> None:
    levels = np.tile(np.linspace(0, 255, COLUMNS), (BANDS, 1))
    dots = [(ord(glyph) & 0xFF).bit_count() for glyph in drawn(levels, 16, 1, "unicode")[0]]
    assert dots == sorted(dots)
    assert (dots[0], dots[-1]) == (0, 8)
    assert drawn(levels, 8, 1, "ascii") == [" .:-=+*#"]


def test_loud_cells_have_another_colour_than_faint_ones() -> None:
    levels = np.zeros((BANDS, COLUMNS))
    levels[:, : COLUMNS // 2] = 255
    (line,) = spectrum_lines(levels.astype(np.uint8).tobytes(), 4, 1, ASCII)
    assert line == (("##", "strong"), ("  ", "quiet"))


def test_without_a_picture_its_room_stays_empty() -> None:
    assert [width_of(line) for line in spectrum_lines(b"", 20, 3, UNICODE)] == [0, 0, 0]
