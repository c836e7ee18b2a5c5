from __future__ import annotations

import numpy as np
import pytest
from sounds_found import DRUMS, facts

from tuimap.finding.order import COLUMNS, ordered


def names(column: str, *, reverse: bool = False, here: int = 4) -> list[str]:
    rows = ordered(facts(), np.arange(len(DRUMS)), column, here, reverse=reverse)
    return [DRUMS[row].name.partition(".")[0] for row in rows]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("name", ["Kick 2", "kick 10", "kick loop", "rim", "vox"]),
        ("folder", ["vox", "Kick 2", "kick 10", "rim", "kick loop"]),
        ("length", ["rim", "kick 10", "Kick 2", "vox", "kick loop"]),
        ("loudness", ["Kick 2", "kick 10", "rim", "kick loop", "vox"]),
        ("centroid", ["Kick 2", "kick 10", "kick loop", "vox", "rim"]),
        ("pitch", ["Kick 2", "kick 10", "vox", "kick loop", "rim"]),
        ("distance", ["vox", "kick loop", "rim", "kick 10", "Kick 2"]),
    ],
)
def test_each_column_sorts_in_its_own_order(column: str, expected: list[str]) -> None:
    assert names(column) == expected


def test_the_other_way_round_what_is_not_known_still_comes_last() -> None:
    assert names("pitch", reverse=True) == ["vox", "kick 10", "Kick 2", "kick loop", "rim"]
    assert names("loudness", reverse=True)[-1] == "vox"


@pytest.mark.parametrize("column", COLUMNS)
def test_some_of_the_sounds_are_sorted_as_they_are_among_all(column: str) -> None:
    known, some = facts(), np.array([0, 2, 3])
    among_all = ordered(known, np.arange(len(DRUMS)), column, 1)
    assert ordered(known, some, column, 1).tolist() == [row for row in among_all.tolist() if row in some]
