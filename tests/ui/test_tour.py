"""When the next sound of a tour is due."""

from __future__ import annotations

import pytest
from ui_fakes import sound

from tuimap.ui.tour import BREATH_SECONDS, LONGEST_SECONDS, next_beat, seconds_of, tempo_of


def test_a_hundred_steps_each_a_little_late_do_not_drift() -> None:
    due = 50.0
    for _ in range(100):
        due = next_beat(due, due + 0.07, 120)
    assert due == pytest.approx(100.0)


def test_beats_that_were_missed_are_left_out_and_the_beat_stays() -> None:
    assert next_beat(10.0, 10.0, 60) == 11.0
    assert next_beat(10.0, 13.2, 60) == 14.0


def test_a_sound_is_heard_to_its_end_but_not_for_ever() -> None:
    assert seconds_of(sound("a.wav", duration=3.0), 1.0) == 3.0 + BREATH_SECONDS
    assert seconds_of(sound("a.wav", duration=3.0), 0.5) == 6.0 + BREATH_SECONDS
    assert seconds_of(sound("a.wav", duration=float("inf")), 1.0) == LONGEST_SECONDS + BREATH_SECONDS


@pytest.mark.parametrize(("line", "tempo"), [("", None), ("  ", None), ("120", 120.0), ("92.5 ", 92.5)])
def test_a_tempo_is_read(line: str, tempo: float | None) -> None:
    assert tempo_of(line) == tempo


@pytest.mark.parametrize("line", ["fast", "0", "-120", "1e9", "nan", "inf"])
def test_what_is_no_tempo_is_told(line: str) -> None:
    with pytest.raises(ValueError, match="beats a minute from 10 to 960"):
        tempo_of(line)
