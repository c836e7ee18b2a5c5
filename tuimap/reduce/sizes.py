"""Sizes of the compiled t-SNE program: few different ones, so that few programs are compiled and kept."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)

NODES = (96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024)
"""Nodes that a side of the mesh may have: products of small primes, which Fourier transforms are fast for.
With less than 96, maps of 512 points came out up to .1 (Procrustes) from those made over all pairs; with 96, .02."""

NODES_PER_ROOT = 1.7
"""Nodes along a side for each root of the rows: a map is about that wide, and finer meshes gave no truer ones."""


def rows_for(points: int) -> int:
    """Give the rows of the program for so many points; those beyond the points stay empty.

    Two sizes an octave where a step is short, four beyond 8192, where empty rows would cost more than compiling.
    """
    octave = max(256, 1 << max(points - 1, 0).bit_length())
    step = octave // (4 if octave <= 8192 else 8)
    return max(256, -(-points // step) * step)


def nodes_for(rows: int) -> int:
    """Give the nodes along a side of the mesh for so many rows."""
    return next((nodes for nodes in NODES if nodes >= NODES_PER_ROOT * rows**0.5), NODES[-1])


def padded(array: NDArray[Number], rows: int) -> NDArray[Number]:
    """Add rows of zeros to `array` [points, ...]: [rows, ...]."""
    return np.concatenate([array, np.zeros((rows - len(array), *array.shape[1:]), array.dtype)])
