"""How one listens, as keys change it and files keep it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ui_fakes import sound

from tuimap.players import Manner
from tuimap.sound import Traits
from tuimap.ui.listening import (
    AUDITIONS,
    CHOICES,
    MODES,
    MOST_MATCHED_DB,
    MUTED_DB,
    READERS,
    SPEEDS,
    Changeable,
    Listening,
    gain_for,
    listening_of,
)

CHOSEN = Listening("grains", "at rest", 4.5, -21.0, 0.5, True, True, True, 96.0)


@pytest.mark.parametrize("name", CHOICES)
def test_a_key_goes_round_and_what_is_ordinary_comes_first(name: Changeable) -> None:
    gone = [Listening()]
    for _ in CHOICES[name]:
        gone.append(gone[-1].after(name))
    assert gone[0] == gone[-1]
    assert len(set(gone)) == len(CHOICES[name])


def test_the_volume_goes_in_steps_of_3_db_to_silence_and_back() -> None:
    down = [Listening()]
    for _ in range(22):
        down.append(down[-1].turned(-1))
    assert [each.volume_db for each in down[:3]] == [0, -3, -6]
    assert [each.volume_db for each in down[-3:]] == [-60, MUTED_DB, MUTED_DB]
    assert down[-1].turned(1).volume_db == -60
    assert Listening().turned(1).volume_db == 0


@pytest.mark.parametrize(
    ("loudness", "gain"), [(-18.0, 0), (-30.0, 12), (-9.0, -9), (-70.0, MOST_MATCHED_DB), (None, 0), (-math.inf, 0)]
)
def test_a_sound_is_brought_to_the_loudness_of_all_within_bounds(loudness: float | None, gain: float) -> None:
    assert gain_for(loudness) == gain
    heard = sound("a.wav", traits=Traits(loudness=loudness))
    assert Listening(matched=True).manner(heard).gain_db == gain
    assert Listening().manner(heard) == Manner()


def test_how_a_sound_is_heard_follows_from_what_was_chosen() -> None:
    assert CHOSEN.manner(sound("a.wav", traits=Traits())) == Manner("grains", 0.5, True, True, 0.0)


@given(
    st.builds(
        Listening,
        st.sampled_from(MODES),
        st.sampled_from(AUDITIONS),
        st.floats(0.5, 50),
        st.just(MUTED_DB) | st.floats(-60, 0),
        st.sampled_from(SPEEDS),
        *[st.booleans()] * 3,
        st.none() | st.floats(10, 960),
    )
)
def test_it_is_read_as_it_was_written(listening: Listening) -> None:
    assert listening_of(json.loads(json.dumps(listening._asdict()))) == listening


def test_every_field_is_read() -> None:
    assert set(READERS) == set(CHOSEN._asdict())


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("mode", "drone"),
        ("mode", ["shot"]),
        ("audition", "sometimes"),
        ("rate", 0),
        ("rate", float("nan")),
        ("volume_db", 12),
        ("volume_db", -80),
        ("volume_db", True),
        ("speed", 3.0),
        ("speed", True),
        ("reverse", 1),
        ("matched", "yes"),
        ("tempo", 0),
        ("tempo", "fast"),
    ],
)
def test_what_is_damaged_is_ordinary_and_the_rest_stays(name: str, damage: object) -> None:
    read = listening_of({**CHOSEN._asdict(), name: damage})
    assert read == CHOSEN._replace(**{name: getattr(Listening(), name)})


@pytest.mark.parametrize("stored", [None, [], "loop", 3, {}])
def test_what_tells_nothing_is_ordinary(stored: object) -> None:
    assert listening_of(stored) == Listening()
