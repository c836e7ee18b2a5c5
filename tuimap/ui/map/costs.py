"""What a step looks for: what cells cost, seen from another, and between which bounds that lies in a rectangle of them.

Cells are told by how far they lie `across` and `upward` from where one is, in widths of a cell.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from tuimap.sound_map import Direction

Ints: TypeAlias = NDArray[np.int32]
Costs: TypeAlias = NDArray[np.float64]


class Span(NamedTuple):
    """Numbers from `low` to `high`, both among them."""

    low: Ints
    high: Ints

    def __neg__(self) -> Span:
        return Span(-self.high, -self.low)

    @property
    def closest(self) -> Ints:
        """The least distance from 0."""
        return np.maximum(np.maximum(self.low, -self.high), 0)

    @property
    def furthest(self) -> Ints:
        """The greatest distance from 0."""
        return np.maximum(np.abs(self.low), np.abs(self.high))


class Cost(ABC):
    """What each cell costs; the cheapest is where one goes."""

    grows: bool
    """Whether no cell costs less than the square of its distance."""

    @abstractmethod
    def of(self, across: Ints, upward: Ints) -> Costs:
        """Give the cost of cells; inf where they do not count."""

    @abstractmethod
    def bounds(self, across: Span, upward: Span) -> tuple[Costs, Costs]:
        """Give the least that any cell in each rectangle can cost, and the most that every one costs at worst.

        Both are inf where no cell counts, the second also where some may not count.
        """


Turned = TypeVar("Turned", Ints, Span)


class Distance(Cost):
    """The square of the distance."""

    grows = True

    def of(self, across: Ints, upward: Ints) -> Costs:
        """Give the squares."""
        return across.astype(np.float64) ** 2 + upward.astype(np.float64) ** 2

    def bounds(self, across: Span, upward: Span) -> tuple[Costs, Costs]:
        """Give the squares for the nearest and the furthest corner."""
        return self.of(across.closest, upward.closest), self.of(across.furthest, upward.furthest)


@dataclass(frozen=True)
class Cone(Cost):
    """The square of the distance within the quarter of the plane around a direction; one of its edges belongs to it."""

    direction: Direction
    grows = True

    def of(self, across: Ints, upward: Ints) -> Costs:
        """Give the squares, inf outside."""
        forward, sideways = _turned(self.direction, across, upward)
        inside = (sideways > -forward) & (sideways <= forward)
        return np.where(inside, Distance().of(across, upward), math.inf)

    def bounds(self, across: Span, upward: Span) -> tuple[Costs, Costs]:
        """Give the squares for the nearest and the furthest corner of what reaches into the quarter."""
        forward, sideways = _turned(self.direction, across, upward)
        least, most = Distance().bounds(across, upward)
        reaches = (sideways.low <= forward.high) & (sideways.high > -forward.high)
        inside = (sideways.high <= forward.low) & (sideways.low > -forward.low)
        return np.where(reaches, least, math.inf), np.where(inside, most, math.inf)


@dataclass(frozen=True)
class Straying(Cost):
    """How far one would stray from a direction for each width of a cell ahead; what is not ahead does not count."""

    direction: Direction
    grows = False

    def of(self, across: Ints, upward: Ints) -> Costs:
        """Give the ratios, inf behind."""
        forward, sideways = _turned(self.direction, across, upward)
        return _ratio(np.abs(sideways), forward)

    def bounds(self, across: Span, upward: Span) -> tuple[Costs, Costs]:
        """Give the ratios for the corners."""
        forward, sideways = _turned(self.direction, across, upward)
        return _ratio(sideways.closest, forward.high), _ratio(sideways.furthest, forward.low)


def _turned(direction: Direction, across: Turned, upward: Turned) -> tuple[Turned, Turned]:
    """Give how far cells lie ahead, and to the left of that, for who looks in a direction."""
    turned = {
        "right": (across, upward),
        "left": (-across, -upward),
        "up": (upward, -across),
        "down": (-upward, across),
    }
    return turned[direction]


def _ratio(sideways: Ints, forward: Ints) -> Costs:
    return np.where(forward > 0, sideways / np.maximum(forward, 1), math.inf)
