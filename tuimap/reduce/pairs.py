"""Gradient descent of t-SNE over all pairs of a few hundred points, in NumPy.

Up to POINTS points this takes less time than it takes to import and trace JAX. The steps are those of `descent.py`,
the forces those that its mesh comes near to; no product goes through BLAS, so that threads cannot show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.affinities import Affinities
from tuimap.reduce.neighbours import blocks
from tuimap.reduce.schedule import LONGEST, MOMENTUM, RATE, Call
from tuimap.reduce.start import Beginning

POINTS = 512
"""Points at most: there the steps cost .5 s, and JAX 1.4 s before the first."""

BLOCK = 64
"""Rows taken at a time: a block of pairs stays in the processor's cache."""

Plane = NDArray[np.float32]


def descended(beginning: Beginning, calls: Sequence[Call]) -> Iterator[Plane]:
    """Go down t-SNE's gradient; give the places [points, 2] after each call."""
    places: Plane = np.ascontiguousarray(beginning.start, np.float32)
    plane: Plane = beginning.plane.astype(np.float32)
    velocity, gains = np.zeros_like(places), np.ones_like(places)
    for call in calls:
        rate = RATE * len(places) / call.exaggeration
        for _ in range(call.steps):
            held = 4 * _attraction(places, beginning.graph) + beginning.lean * _away(places, plane)
            slope = call.exaggeration * held + _repulsion(places)
            velocity, gains = _pushed(velocity, gains, slope, rate)
            places = places + velocity
        places = places - places.mean(axis=0)
        yield places


def _pushed(velocity: Plane, gains: Plane, slope: Plane, rate: float) -> tuple[Plane, Plane]:
    """Give the next step and its gains, [points, 2] each: faster down the slope where the last steps went that way."""
    gains = np.where(slope * velocity < 0, gains + np.float32(0.2), gains * np.float32(0.8))
    gains = np.maximum(gains, np.float32(0.01))
    velocity = MOMENTUM * velocity - rate * gains * slope
    length: Plane = np.sqrt(np.square(velocity).sum(axis=1, keepdims=True))
    shorter: Plane = np.minimum(1, LONGEST / (length + np.float32(1e-9)))
    return velocity * shorter, gains


def _attraction(places: Plane, graph: Affinities) -> Plane:
    """Give sum over partners j of p_ij (y_i - y_j) / (1 + d_ij^2), [points, 2]."""
    points = places.view(np.complex64)[:, 0]  # one look-up for both coordinates
    apart = points[:, None] - points[graph.partners]  # [points, width]
    pull = graph.weights / (1 + apart.real**2 + apart.imag**2)
    total: NDArray[np.complex64] = np.einsum("ij,ij->i", pull, apart)
    return total.view(np.float32).reshape(-1, 2)


def _repulsion(places: Plane) -> Plane:
    """Give t-SNE's repelling slope at each point, [points, 2]."""
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
        near *= near
        apart[rows, 0], apart[rows, 1] = (np.einsum("ij,ij->i", near, each) for each in (across, along))
    return apart * (-4 / max(total - len(places), np.float32(1e-6)))


def _away(places: Plane, plane: Plane) -> Plane:
    """Give how far each point lies from where it would in its `plane` [points, 2], brought to the map's size."""
    size = (places * plane).sum() / max((plane * plane).sum(), np.float32(1e-9))
    away: Plane = (places - max(size, np.float32(0)) * plane) / np.float32(len(places))
    return away
