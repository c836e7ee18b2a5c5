from __future__ import annotations

import os
import pickle
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.sound import Sound, Traits
from tuimap.sounds import Sounds

FINITE = st.floats(0, 1e6)
NAMES = st.binary(min_size=1, max_size=8).filter(lambda name: b"\0" not in name)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: os.fsdecode(b"/".join(parts)))
SOUNDS = st.builds(
    Sound,
    path=PATHS,
    start=FINITE,
    duration=FINITE,
    sample_rate=st.integers(1, 400_000),
    channels=st.integers(1, 64),
    encoding=st.text(max_size=4),
    level=st.floats(allow_nan=False),
    overview=st.just(b""),
    note=st.text(max_size=4),
    described=FINITE,
    traits=st.builds(Traits, *[st.none() | st.floats(-1e6, 1e6)] * len(Traits._fields)),
    slice=st.booleans(),
)


def sound(path: str, **changes: object) -> Sound:
    return Sound(path, 0.0, 1.0, 44_100, 2, "WAV", -3.0, bytes(256))._replace(**changes)  # type: ignore[arg-type]


@given(st.lists(SOUNDS), st.lists(SOUNDS))
def test_what_goes_in_comes_out_also_of_two_that_are_joined_and_sent_to_another_process(one, other) -> None:
    joined = Sounds(one).joined(Sounds(other))
    assert list(pickle.loads(pickle.dumps(joined))) == [*one, *other]
    assert joined.folders() == [each.folder for each in (*one, *other)]


@given(st.lists(SOUNDS, min_size=1), st.data())
def test_each_sound_is_found_by_its_path_and_start(sounds, chosen) -> None:
    wanted = chosen.draw(st.sampled_from(sounds))
    found = Sounds(sounds).index_of(wanted)
    assert found is not None
    assert (sounds[found].path, sounds[found].start) == (wanted.path, wanted.start)


def test_a_path_that_ends_or_begins_another_is_not_taken_for_it() -> None:
    sounds = Sounds(sound(path) for path in ("kick/a.wav", "a.wav.wav", "a.wa"))
    assert sounds.index_of(sound("a.wav")) is None


def test_stretches_of_one_file_are_told_apart() -> None:
    sounds = Sounds(sound("a.wav", start=start) for start in (0.0, 0.5))
    assert [sounds.index_of(sound("a.wav", start=start)) for start in (0.5, 0.0, 0.7)] == [1, 0, None]


def test_overviews_are_left_out() -> None:
    assert Sounds([sound("a.wav")])[0].overview == b""


def test_there_is_no_sound_past_the_last() -> None:
    with pytest.raises(IndexError):
        Sounds([sound("a.wav")])[1]


def test_a_hundred_thousand_sounds_take_some_ten_megabytes() -> None:
    tracemalloc.start()
    try:
        sounds = Sounds(sound(f"d{n % 100:05}/s{n:07}.wav") for n in range(100_000))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(sounds) == 100_000
    assert held < 15e6
