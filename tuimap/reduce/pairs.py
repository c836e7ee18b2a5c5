"""Gradient descent over all pairs of a few hundred points, in NumPy: of t-SNE, or of a graph of springs.

Up to POINTS points this takes less time than it takes to import and trace JAX. The steps are those of `descent.py`,
the forces those that its mesh comes near to; no product goes through BLAS, so that threads cannot show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.neighbours import blocks
from tuimap.reduce.schedule import LONGEST, MOMENTUM, RATE, STRENGTH, Call
from tuimap.reduce.start import Beginning

POINTS = 512
"""Points at most: there the steps cost .5 s, and JAX 1.4 s before the first."""

BLOCK = 64
"""Rows taken at a time: a block of pairs stays in the processor's cache."""

Plane = NDArray[np.float32]


def descended(beginning: Beginning, calls: Sequence[Call]) -> Iterator[Plane]:
    """Go down the gradient; give the places [points, 2] after each call."""
    places: Plane = np.ascontiguousarray(beginning.start, np.float32)
    plane: Plane = beginning.plane.astype(np.float32)
    velocity, gains = np.zeros_like(places), np.ones_like(places)
    for call in calls:
        rate = RATE * len(places) / call.exaggeration
        for _ in range(call.steps):
            held = 4 * _attraction(places, beginning) + np.float32(beginning.lean) * _away(places, plane)
            slope = np.float32(call.exaggeration) * held + _repulsion(places, beginning.springs)
            velocity, gains = _pushed(velocity, gains, slope, rate)
            places = places + velocity
        places = places - places.mean(axis=0)
        yield places


def _pushed(velocity: Plane, gains: Plane, slope: Plane, rate: float) -> tuple[Plane, Plane]:
    """Give the next step and its gains, [points, 2] each: faster down the slope where the last steps went that way."""
    gains = np.where(slope * velocity < 0, gains + np.float32(0.2), gains * np.float32(0.8)).astype(np.float32)
    gains = np.maximum(gains, np.float32(0.01))
    faster: Plane = np.float32(MOMENTUM) * velocity - np.float32(rate) * gains * slope
    length: Plane = np.sqrt(np.square(faster).sum(axis=1, keepdims=True))
    shorter: Plane = np.minimum(1, LONGEST / (length + np.float32(1e-9)))
    return faster * shorter, gains


def _attraction(places: Plane, beginning: Beginning) -> Plane:
    """Give sum over partners j of p_ij (y_i - y_j), divided by 1 + d_ij^2 but for springs: [points, 2]."""
    points = places.view(np.complex64)[:, 0]  # one look-up for both coordinates
    apart = points[:, None] - points[beginning.graph.partners]  # [points, width]
    far: Plane = np.float32(1) + apart.real**2 + apart.imag**2
    pull = beginning.graph.weights if beginning.springs else beginning.graph.weights / far
    total: NDArray[np.complex64] = np.einsum("ij,ij->i", pull, apart)
    return total.view(np.float32).reshape(-1, 2)


def _repulsion(places: Plane, springs: bool) -> Plane:
    """Give the repelling slope at each point, [points, 2]."""
    x, y = np.ascontiguousarray(places.T)
    apart = np.empty_like(places)
    total = np.float32(0)
    for rows in blocks(len(places), BLOCK):
        across, along = x[rows, None] - x, y[rows, None] - y  # [rows, points]
        near = across * across
        near += along * along
        near += 1
        np.reciprocal(near, out=near)
        total += near.sum()
        if not springs:
            near *= near
        apart[rows, 0], apart[rows, 1] = (np.einsum("ij,ij->i", near, each) for each in (across, along))
    strength = STRENGTH / len(places) ** 2 if springs else 4 / max(float(total) - len(places), 1e-6)
    return apart * np.float32(-strength)


def _away(places: Plane, plane: Plane) -> Plane:
    """Give how far each point lies from where it would in its `plane` [points, 2], brought to the map's size."""
    size = (places * plane).sum() / max((plane * plane).sum(), np.float32(1e-9))
    away: Plane = (places - max(size, np.float32(0)) * plane) / np.float32(len(places))
    return away
