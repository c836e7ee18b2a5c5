"""Search while somebody types: each letter more costs one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from tuimap.finding.fuzzy import Trail, begun, best, grown
from tuimap.finding.texts import Texts, folded

_ROW_BITS, _LENGTH_BITS = 28, 16
"""For the number of a sound, and the length of its path."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search has found."""

    query: str
    order: NDArray[np.int64]
    """[sounds found] their numbers: the best first, among equals the shorter path, then the path."""
    lit: NDArray[np.bool_]
    """[sounds] whether each is found."""


class Search:
    """Finds sounds whose texts hold all words of a query, each in one of the texts.

    Words are set apart by spaces; one with a large letter tells large from small. Not for two threads at a time.
    """

    def __init__(self, fields: Sequence[Texts]) -> None:
        """Take texts of the same sounds; the first are their paths."""
        self._fields = fields
        self._lengths = np.diff(fields[0].starts)
        self._trails: dict[tuple[int, str, bool], Trail] = {}
        """By number of the field, beginning of a word, and whether large letters count."""

    def find(self, query: str, wanted: Callable[[], bool] = lambda: True) -> Found | None:
        """Give what a query finds; an empty one finds all. None as soon as it is not `wanted` any more."""
        words = normalize("NFC", query).split()
        scores = np.zeros(len(self._lengths), np.int64)
        lit = np.ones(len(self._lengths), bool)
        used: dict[tuple[int, str, bool], Trail] = {}
        for word in words:
            reached = np.full(len(scores), -1, np.int64)
            for number in range(len(self._fields)):
                trail = self._trail(number, word, used, wanted)
                if trail is None:
                    return None
                rows, good = best(trail, len(word))
                reached[rows] = np.maximum(reached[rows], good)
            lit &= reached >= 0
            scores += reached
        self._trails = used
        order = np.flatnonzero(lit)
        return Found(query, self._ranked(order, scores[order]) if words else order, lit)

    def _ranked(self, rows: NDArray[np.int64], scores: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sort by score, the length of the path, and its number: packed into one, three times as fast as one by one."""
        worse = scores.max(initial=0) - scores
        packed = (worse << (_LENGTH_BITS + _ROW_BITS)) + (self._lengths[rows] << _ROW_BITS) + rows
        return np.sort(packed) & ((1 << _ROW_BITS) - 1)

    def _trail(
        self, number: int, word: str, used: dict[tuple[int, str, bool], Trail], wanted: Callable[[], bool]
    ) -> Trail | None:
        """Follow a word through the texts of a field, from where it was followed to before."""
        exact = any(letter.isupper() for letter in word)
        texts = self._fields[number]
        trail: Trail | None = None
        for end in range(1, len(word) + 1):
            key = (number, word[:end] if exact else folded(word[:end]), exact)
            known = used.get(key) or self._trails.get(key)
            if known is None:
                if not wanted():
                    return None
                letter = word[end - 1]
                known = begun(texts, letter, exact=exact) if trail is None else grown(texts, trail, letter, exact=exact)
            trail = used[key] = known
        return trail
