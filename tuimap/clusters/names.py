"""What groups of sounds are called: what their files' names share and others' do not, or how they sound."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from tuimap.clusters.impressions import impressions, readings_of
from tuimap.clusters.words import words_of
from tuimap.sound import Sound

MOST_WORDS = 3
"""Of a name."""

UNREMARKABLE = "mixed"
"""The name of a group of which nothing is clear."""

_LIFT = 2.0
"""A word is so many times as frequent in a group as in the rest."""

_NEW_SHARE, _ENOUGH, _LEAST_TOLD = 0.1, 0.75, 0.3
"""Of a group's sounds: what a further word has to add, what needs no further word, what names need to tell."""


def names(sounds: Iterable[tuple[int, Sound]]) -> dict[int, str]:
    """Name the groups of a collection, whose sounds come with the number of their group, -1 for none; no two alike."""
    words: list[frozenset[str]] = []
    readings: list[list[float]] = []
    group: list[int] = []
    for number, sound in sounds:
        group.append(number)
        words.append(words_of(sound.path))
        readings.append(readings_of(sound))
    everywhere = Counter(word for each in words for word in each)
    table = np.array(readings)
    found: dict[int, str] = {}
    numbers = np.array(group)
    groups = {number: np.flatnonzero(numbers == number) for number in sorted(set(group) - {-1})}
    for number, members in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        candidates = _candidates([words[member] for member in members], everywhere, len(words), table, members)
        found[number] = next(name for name in candidates if name not in found.values())
    return found


def _candidates(
    words: Sequence[frozenset[str]],
    everywhere: Counter[str],
    n_sounds: int,
    readings: NDArray[np.float64],
    members: NDArray[np.intp],
) -> Iterator[str]:
    """Give names for a group, the best first, without end."""
    telling = _telling(words, everywhere, n_sounds)
    heard = impressions(readings, members)
    told = sorted(telling, key=lambda word: (-telling[word], word))
    chosen = _chosen(words, telling) or heard[:MOST_WORDS] or told[:1]
    if chosen:
        yield ", ".join(chosen)
    for word in (*heard, *told):
        if word not in chosen:
            yield ", ".join([*chosen[: MOST_WORDS - 1], word])
    plain = ", ".join(chosen) or UNREMARKABLE
    yield plain
    for number in count(2):
        yield f"{plain} {number}"


def _telling(words: Sequence[frozenset[str]], everywhere: Counter[str], n_sounds: int) -> dict[str, float]:
    """Give for each word that a group's names have more often than the others' how well it tells them apart.

    A word of which most lies elsewhere, such as the name of a library, tells less than one that is at home here.
    """
    here = Counter(word for each in words for word in each)
    telling = {}
    for word, n_here in here.items():
        rest = (everywhere[word] - n_here + 0.5) / (n_sounds - len(words) + 1)
        lift = n_here / len(words) / rest
        if lift >= _LIFT and n_here >= max(2, _NEW_SHARE * len(words)):
            telling[word] = math.log(lift) * n_here / everywhere[word]
    return telling


def _chosen(words: Sequence[frozenset[str]], telling: dict[str, float]) -> list[str]:
    """Choose words so that as many names as possible hold one, each telling; none where too few names do."""
    left = list(words)
    chosen: list[str] = []
    while len(chosen) < MOST_WORDS and len(left) > (1 - _ENOUGH) * len(words):
        shares = Counter(word for each in left for word in each if word in telling)
        if not shares:
            break
        best = min(shares, key=lambda word: (-shares[word] * telling[word], word))
        if shares[best] < _NEW_SHARE * len(words):
            break
        chosen.append(best)
        left = [each for each in left if best not in each]
    return chosen if len(left) <= (1 - _LEAST_TOLD) * len(words) else []
