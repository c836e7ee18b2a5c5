"""A stretch of one sound: how it is marked and what is heard of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ui_fakes import sound

from tuimap.players import Clip
from tuimap.ui.passage import Passage, clip_of, marked, moved, of_sound

PATH = Path("/sounds/a.wav")
LONG = sound("a.wav", duration=16.0)
LENGTHY = sound("a.wav", duration=120.0, described=30.0)


def test_the_beginning_goes_by_sixteenths_and_stops_before_the_end() -> None:
    begun = [moved(None, LONG, 1)]
    for _ in range(20):
        begun.append(moved(begun[-1], LONG, 1))
    assert [each.begin for each in begun[:2]] == [1.0, 2.0]
    assert begun[-1] == Passage(LONG.key, 15.0)


def test_back_at_the_beginning_it_is_the_whole_sound_again() -> None:
    there = moved(None, LONG, 3)
    for _ in range(3):
        there = moved(there, LONG, -1)
    assert there is None
    assert moved(None, LONG, -1) is None


def test_the_end_stays_while_the_beginning_moves() -> None:
    there = marked(LONG, 0.25, 0.5)
    assert there == Passage(LONG.key, 4.0, 8.0)
    assert moved(there, LONG, 2) == Passage(LONG.key, 6.0, 8.0)
    assert moved(moved(there, LONG, 9), LONG, 9) == Passage(LONG.key, 7.0, 8.0)
    assert moved(there, LONG, -9) == Passage(LONG.key, 0.0, 8.0)


def test_a_passage_shorter_than_a_step_stays_where_it_begins() -> None:
    there = marked(LONG, 0.25, 0.26)
    assert there is not None
    assert moved(there, LONG, 1) == there


def test_what_is_marked_in_the_picture_of_a_long_sound_lies_in_what_is_pictured() -> None:
    assert marked(LENGTHY, 0.5, None) == Passage(LENGTHY.key, 15.0)
    assert marked(LENGTHY, 0.5, 1.0) == Passage(LENGTHY.key, 15.0, 30.0)
    assert marked(LONG, 0.5, 1.0) == Passage(LONG.key, 8.0)
    assert marked(LONG, 0.0, None) is None


@pytest.mark.parametrize(
    ("passage", "clip"),
    [
        (None, Clip(PATH, 2.0, 16.0)),
        (Passage(("a.wav", 2.0, 16.0), 4.0, 6.0), Clip(PATH, 6.0, 2.0)),  # type: ignore[arg-type]
        (Passage(("a.wav", 2.0, 16.0), 4.0), Clip(PATH, 6.0, 12.0)),  # type: ignore[arg-type]
        (Passage(("b.wav", 0.0, 0.0), 4.0), Clip(PATH, 2.0, 16.0)),  # type: ignore[arg-type]
    ],
)
def test_what_is_heard_of_a_slice_lies_within_it(passage: Passage | None, clip: Clip) -> None:
    cut = sound("a.wav", start=2.0, duration=16.0, slice=True)
    assert clip_of(PATH, cut, passage) == clip
    assert (of_sound(passage, cut) is None) == (clip.duration == 16.0)


def test_of_a_sound_whose_length_is_not_known_the_rest_is_heard() -> None:
    endless = sound("a.wav", duration=float("inf"), described=30.0)
    assert clip_of(PATH, endless, marked(endless, 0.5, None)) == Clip(PATH, 15.0, None)
