"""From raw coordinates to positions in the unit square, where the screen draws them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BULK = 0.9
"""The share of points that decides how large the map is."""

REACH = 4.0
"""Points farther from the middle than so many times the bulk's radius are drawn in to that distance."""


def scatter(raw: NDArray[np.floating]) -> NDArray[np.float32]:
    """Fit raw coordinates [sounds, 2] into the unit square: positions [sounds, 2], y upwards.

    Both axes are scaled alike, so that distances keep their proportions; the longer one fills the
    square, the other is centred. A few points very far away do not shrink the rest: they are drawn
    in along the line to the middle. Equal points, or a single one, lie in the centre.
    """
    points = np.asarray(raw, np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError(f"raw coordinates must be finite and of shape [sounds, 2], not {points.shape} {points[:1]}")
    if len(points) == 0:
        return np.zeros((0, 2), np.float32)
    points = _drawn_in(points - np.median(points, axis=0))
    low, high = points.min(axis=0), points.max(axis=0)
    span = (high - low).max()
    square: NDArray[np.float64] = (points - (low + high) / 2) / (span if span > 0 else 1.0) + 0.5
    return square.clip(0, 1).astype(np.float32)


def _drawn_in(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring far points of a map [sounds, 2] around 0 to within REACH times the bulk's radius."""
    radius = np.abs(points).max(axis=1)  # of a square, as the map is
    if not radius.any():
        return points
    bulk = np.quantile(radius[radius > 0], BULK, method="lower")
    shrink: NDArray[np.float64] = np.minimum(1.0, REACH * bulk / np.where(radius > 0, radius, 1.0))
    return points * shrink[:, None]
