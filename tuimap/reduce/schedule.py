"""How t-SNE's descent is paced, whichever engine takes its steps: by pairs of points, or on a mesh.

Momentum and gains follow van der Maaten and Hinton 2008, section 3.4, and Jacobs 1988; the step length follows
Belkina et al. 2019 (points / 12).
"""

from __future__ import annotations

from typing import NamedTuple

MOMENTUM = 0.8

RATE = 0.08
"""Step length, times the points."""

LONGEST = 5.0
"""No point moves farther than this in one step; a map is some 50 to 200 wide."""


STRENGTH = 32.0
"""How strongly points of a graph of springs repel each other, divided by the square of their number: springs become
some 3 long, longer than the distance of 1 below which repulsion is dulled."""


class Call(NamedTuple):
    """Some steps that are taken at once; the mesh keeps its place for so long."""

    exaggeration: float
    """How much more points attract each other than they should."""
    steps: int


EXAGGERATION = 4.0
"""How much more at first, while the large picture forms."""

FRESH = (
    *[Call(EXAGGERATION, 2)] * 20,
    *[Call(EXAGGERATION, 10)] * 4,
    *[Call(1.0, 2)] * 20,
    *[Call(1.0, 10)] * 13,
)
"""From a fresh start: 80 steps with and 170 without exaggeration. While a map grows, at the beginning of either, it is
looked at anew every other step: in ten it would outgrow its mesh."""

SPRINGS = (*[Call(1.0, 2)] * 20, *[Call(1.0, 10)] * 21)
"""The same steps for a graph of springs, which needs no exaggeration."""

WARM = (Call(1.0, 10),) * 6
"""From an earlier map: enough for new sounds to settle, so few that the others stay."""
