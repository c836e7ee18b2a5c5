"""Back and forward through what was heard."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from ui_fakes import sound

from tuimap.sounds import Sounds
from tuimap.ui import heard
from tuimap.ui.heard import Heard
from tuimap.ui.map.subset import Subset


def sounds(*names: str) -> Sounds:
    return Sounds(sound(name) for name in names)


def after(*indices: int, n: int = 10) -> Heard:
    remembered = Heard()
    remembered.renumber(sounds(*map(str, range(n))))
    for index in indices:
        remembered.hear(index)
    return remembered


def test_one_goes_back_to_the_first_and_forward_to_the_last() -> None:
    remembered = after(3, 1, 4)
    assert [remembered.go(offset) for offset in (-1, -1, -1, 1, 1, 1)] == [1, 3, None, 1, 4, None]


def test_hearing_another_sound_forgets_what_lay_ahead() -> None:
    remembered = after(3, 1, 4)
    remembered.go(-1)
    remembered.hear(5)
    assert [remembered.go(offset) for offset in (1, -1, -1)] == [None, 1, 3]


def test_the_same_sound_again_is_one_entry() -> None:
    assert after(3, 3, 3).go(-1) is None


def test_only_so_many_are_remembered(monkeypatch) -> None:
    monkeypatch.setattr(heard, "MOST", 3)
    remembered = after(*range(6))
    assert [remembered.go(-1) for _ in range(3)] == [4, 3, None]


def test_a_newer_map_keeps_the_sounds_it_still_holds() -> None:
    remembered = after(3, 1, 4, 5)
    remembered.go(-1)
    remembered.renumber(sounds("5", "3", "4", "9"))
    assert remembered.go(1) == 0
    assert [remembered.go(-1), remembered.go(-1), remembered.go(-1)] == [2, 1, None]


@given(st.integers(1, 30), st.randoms(use_true_random=False), st.data())
def test_every_sound_comes_once_before_any_comes_again(n: int, chance: Random, data: st.DataObject) -> None:
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    remembered, within = after(n=n), Subset(mask)
    drawn = []
    for _ in range(within.count):
        drawn.append(remembered.unheard(chance, within))
        remembered.hear(drawn[-1])
    assert sorted(drawn) == within.indices.tolist()
    again = remembered.unheard(chance, within)
    assert again in within if within.count else again is None
