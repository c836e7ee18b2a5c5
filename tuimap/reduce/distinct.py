"""The door of every reducer: vectors are checked, and equal sounds become one point."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Distinct(NamedTuple):
    """Sounds whose vectors are equal, bit by bit, share one point and so one place on the map."""

    rows: NDArray[np.float32]
    """[points, dims], in the order of the sounds."""
    point: NDArray[np.intp]
    """[sounds] the point that each sound belongs to."""


def distinct(vectors: NDArray[np.float32]) -> Distinct:
    """Check `vectors` [sounds, dims] and give the distinct ones among them.

    Raises ValueError for anything but a matrix of finite numbers.
    """
    rows = _checked(vectors)
    if rows.size == 0:
        return Distinct(rows[:1], np.zeros(len(rows), np.intp))
    number: dict[bytes, int] = {}
    point = np.array([number.setdefault(_digest(row), len(number)) for row in rows], np.intp)
    if len(number) == len(rows):
        return Distinct(rows, point)
    return Distinct(rows[np.unique(point, return_index=True)[1]], point)


def _digest(row: NDArray[np.float32]) -> bytes:
    """Give what only equal rows share; the two zeros are equal."""
    return blake2b((row + np.float32(0)).tobytes(), digest_size=16).digest()


def _checked(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give `vectors` as a contiguous float32 matrix, or raise ValueError."""
    rows = np.asarray(vectors)
    if rows.ndim != 2:
        raise ValueError(f"vectors must be a matrix [sounds, dims], not of shape {rows.shape}")
    finite = np.isfinite(rows)
    if not finite.all():
        sound, column = np.argwhere(~finite)[0]
        raise ValueError(f"vectors must be finite, but row {sound}, column {column} is {rows[sound, column]}")
    return np.ascontiguousarray(rows, np.float32)


def earlier_places(init: NDArray[np.floating] | None, point: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give each point's place on an earlier map, [points, 2], NaN where there is none.

    `init` [sounds, 2] holds the sounds' earlier raw coordinates, NaN for new sounds. Of several
    sounds in one point the first that has a place decides.
    """
    places = np.full((point.max(initial=-1) + 1, 2), np.nan)
    if init is None:
        return places
    if np.shape(init) != (len(point), 2):
        raise ValueError(f"init must be [sounds, 2] = ({len(point)}, 2), not {np.shape(init)}")
    known = np.flatnonzero(np.isfinite(init).all(axis=1))[::-1]
    places[point[known]] = init[known]  # the last write, of the first sound, stays
    return places
