"""A way from one sound to another over sounds in between, each a small step from the one before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.finding.descriptions import Descriptions

_BETWEEN = 600
"""The way goes over so many sounds at most: those for which the detour is smallest."""

_POWER = 4.0
"""Of a step's length is its cost: several small steps are cheaper than a large one.

Sounds lie about equally far from each other where there are hundreds of dimensions, and straight between two of them
lies hardly ever a third: on 1,280 sounds the shortest way has no stop, and a straight line finds none. By the fourth
power it has five, each step is three quarters as long as the whole, and nine in ten lead away from the one end and
towards the other; by the sixth it has nine, and wanders.
"""


def way(descriptions: Descriptions, first: int, last: int) -> list[int]:
    """Give the sounds on the way, both ends among them."""
    detour = descriptions.distances(first) + descriptions.distances(last)
    detour[[first, last]] = -1.0
    among = np.sort(np.argsort(detour, kind="stable")[:_BETWEEN])
    cost = descriptions.between(among).astype(np.float64) ** _POWER
    start, end = (int(np.searchsorted(among, index)) for index in (first, last))
    return [int(among[place]) for place in _cheapest(cost, start, end)]


def _cheapest(cost: NDArray[np.float64], start: int, end: int) -> list[int]:
    """Find the cheapest way through all pairs, cost [places, places], as Dijkstra (1959) does."""
    total = np.full(len(cost), np.inf)
    total[start] = 0.0
    before = np.full(len(cost), -1)
    left = np.ones(len(cost), bool)
    while left[end]:
        here = int(np.argmin(np.where(left, total, np.inf)))
        left[here] = False
        shorter = left & (total[here] + cost[here] < total)
        total[shorter] = total[here] + cost[here][shorter]
        before[shorter] = here
    found = [end]
    while found[-1] != start:
        found.append(int(before[found[-1]]))
    return found[::-1]
