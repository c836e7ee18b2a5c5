"""Texts that hold the letters of a word in their order, and how well: as fzf does it, for all texts at once.

A letter after the other, the best way to have come so far is kept for each place where the last one stands. So a
word that has grown by a letter costs one more step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.finding.texts import CAPITAL, IN_NAME, Texts, folded

MATCH, CONSECUTIVE = 16, 8
"""For each letter found; for one that stands right after the one before, unless its place is worth more."""

GAP, GAP_MORE = 3, 1
"""The cost of leaving letters out between two: of the first, of each further one."""

LEAST = MATCH // 2
"""For each letter of the word a text must reach so much: letters strewn over a long path are no find."""

_ROW = 1 << 24
"""More than any score or any length of a text."""


class Trail(NamedTuple):
    """Where the last letter of a word stands, and how well the word is found up to there."""

    places: NDArray[np.int64]
    """[finds] rising places in the letters of the texts."""
    rows: NDArray[np.int64]
    """[finds] the numbers of their texts."""
    scores: NDArray[np.int64]
    """[finds] of the best way to each place."""


def begun(texts: Texts, letter: str, *, exact: bool) -> Trail:
    """Find the first letter of a word; `exact` tells large from small ones."""
    places = _standing(texts, letter, exact)
    worth = _worth(texts, places)
    return Trail(places, texts.rows(places), MATCH + 2 * worth)


def grown(texts: Texts, trail: Trail, letter: str, *, exact: bool) -> Trail:
    """Find one more letter, after the word that left the trail."""
    places = _standing(texts, letter, exact)
    if not len(places) or not len(trail.places):
        return Trail(*(np.zeros(0, np.int64) for _ in Trail._fields))
    before = np.searchsorted(trail.places, places) - 1
    places, before = places[before >= 0], before[before >= 0]
    same = places < texts.starts[trail.rows[before] + 1]
    places, before = places[same], before[same]
    rows = trail.rows[before]
    reach = np.maximum.accumulate(trail.scores + GAP_MORE * trail.places + _ROW * trail.rows)
    jumped = reach[before] - _ROW * rows - GAP_MORE * (places - 2) - GAP
    worth = _worth(texts, places)
    at_once = trail.places[before] == places - 1
    gained = np.where(at_once, np.maximum(worth, CONSECUTIVE + (worth & IN_NAME)), np.iinfo(np.int32).min)
    return Trail(places, rows, MATCH + np.maximum(jumped + worth, trail.scores[before] + gained))


def best(trail: Trail, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the texts that hold a word of some length well enough, rising, and their scores, [texts found] each."""
    if not len(trail.rows):
        return trail.rows, trail.scores
    first = np.flatnonzero(np.diff(trail.rows, prepend=-1))
    rows, scores = trail.rows[first], np.maximum.reduceat(trail.scores, first)
    enough = scores >= LEAST * length
    return rows[enough], scores[enough]


def _standing(texts: Texts, letter: str, exact: bool) -> NDArray[np.int64]:
    places = np.flatnonzero(texts.letters == ord(folded(letter)))
    if not exact:
        return places
    large = (texts.marks[places] & CAPITAL) > 0
    return places[large if letter.isupper() else ~large]


def _worth(texts: Texts, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return (texts.marks[places] & ~np.uint8(CAPITAL)).astype(np.int64)
