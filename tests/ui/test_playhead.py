"""Where one listens, as the line in the waveform tells it."""

from __future__ import annotations

import pytest
from ui_fakes import ROOT, sound

from tuimap.players import Clip, Manner
from tuimap.ui.playhead import LATENCY_SECONDS, Playhead

PATH = ROOT / "a.wav"


def share(seconds: float, silence: float = 0.0, clip: Clip | None = None, **manner: object) -> float | None:
    """Of a sound of 10 seconds, so long after the first of it was heard."""
    heard = Playhead(sound("a.wav", duration=10.0), clip or Clip(PATH, 0.0, 10.0), 100.0, Manner(**manner))  # type: ignore[arg-type]
    return heard.share(100.0 + LATENCY_SECONDS + seconds, silence)


@pytest.mark.parametrize(
    ("manner", "shares"),
    [
        ({}, [0.0, 0.5, None, None]),
        ({"speed": 2.0}, [0.0, None, None, None]),
        ({"speed": 0.5}, [0.0, 0.25, 0.5, 0.75]),
        ({"reverse": True}, [1.0, 0.5, None, None]),
        ({"mode": "loop"}, [0.0, 0.5, 0.0, 0.5]),
        ({"mode": "loop", "reverse": True, "speed": 0.5}, [1.0, 0.75, 0.5, 0.25]),
        ({"mode": "grains"}, [None, None, None, None]),
    ],
)
def test_it_goes_as_the_sound_is_heard(manner: dict[str, object], shares: list[float | None]) -> None:
    heard = [share(seconds, **manner) for seconds in (0.0, 5.0, 10.0 + 1e-9, 15.0)]
    assert heard == [each if each is None else pytest.approx(each, abs=1e-6) for each in shares]


def test_it_goes_round_in_a_passage() -> None:
    clip = Clip(PATH, 4.0, 2.0)
    assert [share(seconds, clip=clip, mode="loop") for seconds in (0.0, 1.0, 3.0)] == pytest.approx([0.4, 0.5, 0.5])
    assert share(2.5, clip=clip) is None
    assert share(0.5, clip=clip, reverse=True) == pytest.approx(0.55)


def test_what_is_skipped_before_the_onset_is_not_listened_to() -> None:
    assert share(0.0, silence=2.0, from_onset=True) == pytest.approx(0.2)
    assert share(8.5, silence=2.0, from_onset=True) is None
    assert share(8.5, silence=2.0, from_onset=True, mode="loop") == pytest.approx(0.25)
    assert share(0.0, silence=2.0, from_onset=True, reverse=True) == pytest.approx(0.8)


def test_beyond_what_is_pictured_there_is_no_line_until_the_loop_begins_again() -> None:
    long = sound("a.wav", duration=40.0, described=30.0)
    heard = Playhead(long, Clip(PATH, 0.0, 40.0), 100.0, Manner("loop"))
    there = [heard.share(100.0 + LATENCY_SECONDS + seconds) for seconds in (15.0, 35.0, 55.0)]
    assert there == [pytest.approx(0.5), None, pytest.approx(0.5)]
    assert heard.moves(135.0)


def test_where_the_length_is_not_known_only_what_goes_forward_is_in_one_known_place() -> None:
    unknown = sound("a.wav", duration=float("inf"), described=30.0)
    shares = [
        Playhead(unknown, Clip(PATH), 100.0, Manner(**manner)).share(100.0 + LATENCY_SECONDS + 15.0)  # type: ignore[arg-type]
        for manner in ({}, {"mode": "loop"}, {"reverse": True})
    ]
    assert shares == [pytest.approx(0.5), None, None]
