"""Sounds of which little is known behave as all others do."""

from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.opened.listed_sounds import ListedSounds
from tuimap.sound import Sound
from tuimap.sounds import Sounds

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=9)
PATHS = st.lists(NAMES, max_size=8)


def listed(*paths: str, **numbers: list[float]) -> ListedSounds:
    joined = bytearray("".join(f"{path}\0" for path in paths), "utf-8")
    return ListedSounds(len(paths), joined, {name: array("f", column) for name, column in numbers.items()})


@given(PATHS)
def test_paths_folders_and_places_are_those_of_other_sounds(paths: list[str]) -> None:
    ours, others = listed(*paths), Sounds(Sound(path, 0.0, math.inf, 0, 0, "", math.nan, b"") for path in paths)
    assert [sound.path for sound in ours] == paths
    assert ours.folders() == others.folders()
    assert ours.joined_paths() == others.joined_paths()
    places = [others.place_of(index) for index in range(len(paths))]
    assert [ours.place_of(index) for index in range(len(paths))] == places
    assert ours.indices_of(places) == others.indices_of(places)
    assert [ours.index_of(sound) for sound in ours] == [others.index_of(sound) for sound in others]


def test_without_paths_a_sound_is_found_by_its_number() -> None:
    ours = ListedSounds(3)
    assert [ours.index_of(sound) for sound in ours] == [0, 1, 2]
    assert ours.indices_of([(b"3", 0.0), (b"4", 0.0), (b"x", 0.0)]) == [2, None, None]
    assert (ours.joined_paths(), ours.folders()) == ("1\0002\0003\0", [""] * 3)


def test_numbers_are_columns_and_nan_is_none() -> None:
    ours = listed("a", "b", pitch=[math.nan, 220.0])
    assert [sound.traits.pitch for sound in ours] == [None, 220.0]
    assert ours.column("pitch")[1] == 220.0
    assert math.isnan(ours.column("centroid")[1])


def test_two_stretches_of_a_file_are_slices_with_keys_of_their_own() -> None:
    ours = listed("a", "a", "b", start=[0.0, 1.0, 0.0], duration=[1.0, 1.0, 5.0])
    assert [sound.slice for sound in ours] == [True, True, False]
    assert len({ours.key(index) for index in range(3)}) == 3


def test_there_is_none_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        ListedSounds(2)[2]
