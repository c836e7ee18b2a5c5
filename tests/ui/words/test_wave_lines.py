from __future__ import annotations

import numpy as np
import pytest
from ui_fakes import overview, sound

from tuimap.spectrogram import BANDS, COLUMNS
from tuimap.ui.charset import ASCII, CHARSETS, UNICODE
from tuimap.ui.line import Line, width_of
from tuimap.ui.passage import Passage
from tuimap.ui.pictured import Pictured
from tuimap.ui.words.wave_lines import wave_lines

PICTURE = np.full((BANDS, COLUMNS), 255, np.uint8).tobytes()


def shown(wave: bytes = b"", spectrum: bytes = b"") -> Pictured:
    return Pictured(sound("a.wav"), wave, spectrum)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_waveform_spectrum_and_time_fill_the_panel() -> None:
    lines = texts(wave_lines(shown(overview(), PICTURE), None, ASCII, 40, 8))
    assert lines[5:7] == ["#" * 40] * 2
    assert lines[7].split() == ["0", "0.21", "0.42", "s"]
    assert [len(line) for line in lines] == [40] * 8


def test_a_low_panel_has_no_spectrum() -> None:
    lines = texts(wave_lines(shown(overview(), PICTURE), None, ASCII, 40, 4))
    assert len(lines) == 4
    assert not any("#" in line for line in lines)


@pytest.mark.parametrize(("share", "column"), [(0.0, 0), (0.5, 20), (1.0, 39)])
def test_the_line_that_moves_is_drawn_over_every_row_but_the_last(share: float, column: int) -> None:
    lines = wave_lines(shown(overview()), share, ASCII, 40, 4)
    assert [row[column] for row in texts(lines)[:-1]] == [":"] * 3
    assert [width_of(line) for line in lines] == [40] * 4
    assert all(("accent" in [role for _, role in line]) == (line is not lines[-1]) for line in lines)


def test_what_lies_under_the_line_stays_to_be_seen() -> None:
    plain = texts(wave_lines(shown(overview(), PICTURE), None, UNICODE, 40, 8))
    headed = texts(wave_lines(shown(overview(), PICTURE), 0.1, UNICODE, 40, 8))
    for before, after in zip(plain[:-1], headed[:-1], strict=True):
        assert ord(after[4]) == ord(before[4]) | 0x47
        assert (before[:4], before[5:]) == (after[:4], after[5:])


@pytest.mark.parametrize("name", ["unicode", "ascii"])
def test_before_the_waveform_is_read_there_is_only_its_room(name: str) -> None:
    lines = texts(wave_lines(shown(), 0.5, CHARSETS[name], 20, 6))  # type: ignore[index]
    assert [line.strip() for line in lines[:-1]] == [""] * 5


@pytest.mark.parametrize("name", ["unicode", "ascii"])
@pytest.mark.parametrize("width", [6, 12, 20, 40, 77])
@pytest.mark.parametrize(
    ("begin", "end"), [(0.0, 0.1), (0.1, None), (0.1, 0.3), (0.4, 0.41), (0.4, None), (0.41, 0.42)]
)
def test_a_passage_keeps_its_colours_and_the_scale_tells_its_bounds(
    name: str, width: int, begin: float, end: float | None
) -> None:
    charset = CHARSETS[name]  # type: ignore[index]
    passage = Passage(sound("a.wav").key, begin, end)
    lines = wave_lines(shown(overview(), PICTURE), None, charset, width, 8, passage)
    whole = wave_lines(shown(overview(), PICTURE), None, charset, width, 8)
    assert texts(lines[:-1]) == texts(whole[:-1])
    heard = round((0.42 if end is None else end) / 0.42 * width) - round(begin / 0.42 * width)
    for line in lines[:-1]:
        assert sum(len(text) for text, role in line if role != "dimmed") == max(0, heard)
    assert width_of(lines[-1]) <= width
    if width >= 12:
        assert f"[{begin:.2f}" in texts(lines)[-1]
        assert end is None or f" {end:.2f}]" in texts(lines)[-1]


def test_bounds_stand_below_the_first_and_the_last_column_where_there_is_room() -> None:
    passage = Passage(sound("a.wav").key, 0.105, 0.315)
    (*_, scale) = texts(wave_lines(shown(overview()), None, ASCII, 40, 4, passage))
    assert (scale.index("["), scale.index("]")) == (10, 29)
    assert scale.endswith(" 0.42 s")


def test_of_a_passage_beyond_what_is_pictured_nothing_is_bright() -> None:
    long = Pictured(sound("a.wav", duration=60.0, described=30.0), overview(), b"")
    lines = wave_lines(long, None, ASCII, 40, 4, Passage(long.sound.key, 45.0))
    assert {role for line in lines[:-1] for _, role in line} == {"dimmed"}
    assert "[45.0" in texts(lines)[-1]
