"""Sizes of the compiled t-SNE program: few different ones, so that few programs are compiled and kept."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)

STEPS_AT_ONCE = 10
"""Steps in one call of the program, over which the mesh keeps its place."""

NODES = {256: 64, 4096: 128, 24_576: 256, 262_144: 512}
"""Nodes along a side of the mesh, for up to so many rows."""

MOST_NODES = 1024
"""For more rows still."""


def rows_for(points: int) -> int:
    """Give the rows of the program for so many points; those beyond the points stay empty.

    Two sizes an octave where a step is short, four beyond 8192, where empty rows would cost more than compiling.
    """
    octave = max(256, 1 << max(points - 1, 0).bit_length())
    step = octave // (4 if octave <= 8192 else 8)
    return max(256, -(-points // step) * step)


def nodes_for(rows: int) -> int:
    """Give the nodes along a side of the mesh for so many rows."""
    return next((nodes for limit, nodes in NODES.items() if rows <= limit), MOST_NODES)


def padded(array: NDArray[Number], rows: int) -> NDArray[Number]:
    """Add rows of zeros to `array` [points, ...]: [rows, ...]."""
    return np.concatenate([array, np.zeros((rows - len(array), *array.shape[1:]), array.dtype)])
