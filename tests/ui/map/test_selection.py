"""The selection: its order, and where it is in a newer map."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from ui_fakes import sound

from tuimap.sounds import Sounds
from tuimap.ui.map.selection import moved, selection, toggled

SOME = st.lists(st.integers(0, 19), max_size=8, unique=True)


def order(chosen: object) -> list[int]:
    return chosen.order.tolist() if chosen else []  # type: ignore[attr-defined]


@given(before=SOME, those=SOME)
def test_those_missing_come_behind_and_where_none_is_missing_all_are_taken_off(
    before: list[int], those: list[int]
) -> None:
    after = toggled(selection(before, 20), np.array(those, np.intp), 20)
    missing = [each for each in those if each not in before]
    assert order(after) == (before + missing if missing else [each for each in before if each not in those])
    if after:
        assert np.flatnonzero(after.mask).tolist() == sorted(order(after))


def test_a_selection_is_found_in_a_newer_map_by_path_and_start_in_its_order() -> None:
    paths = ["b.wav", "a.wav", "kick/a.wav", "c.wav"]
    slices = [sound("long.wav", start=start, duration=1.0, slice=True) for start in (0.5, 1.5)]
    former = Sounds([*(sound(path) for path in paths), *slices])
    newer = Sounds([*reversed(slices), *(sound(path) for path in sorted(paths) if path != "a.wav")])
    chosen = selection([5, 1, 2, 4], len(former))
    assert chosen is not None
    after = moved(chosen, former, newer)
    assert [newer[index].key for index in order(after)] == [former[index].key for index in (5, 2, 4)]
    assert moved(chosen, former, Sounds()) is None
