"""From descriptors of very different sizes to one vector for each sound, whose Euclidean distances mean something.

A descriptor's columns come in groups of statistics (of the whole sound, of its time segments, of its
energy segments). Every group weighs the same, whatever its number of columns and the units behind it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

CLIP = 5.0
"""Standard scores beyond this are cut."""

MIDDLE = 1e-6
"""A row shorter than this part of the longest is rounding around the middle, and stays there."""

_ROWS = 1024


@dataclass(frozen=True)
class Block:
    """One descriptor of every sound."""

    values: NDArray[np.float32]
    """[sounds, columns]; columns = all statistics x features, statistic by statistic. Scaling overwrites it."""
    weight: float = 1.0
    """Root mean square length of the rows that each group gets."""
    standardise: Literal["soft", "zscore", "none"] = "soft"
    """`soft` divides a column by the root of its standard deviation: columns that vary more still count for more.
    `zscore` divides by the whole, and cuts at CLIP. `none` leaves columns as large as they are."""
    groups: tuple[int, ...] = (1,)
    """How many statistics each group holds, such as (8, 10, 4) for frame descriptors."""


def scale(blocks: Sequence[Block]) -> None:
    """Bring `blocks` to one measure, each column of mean 0: what stands in them are parts of the sounds' vectors.

    What is equal in all sounds becomes 0. It is done in place, a few columns at a time, for there may be very many
    sounds. Raises ValueError for values that are not finite, for columns that do not divide into the statistics,
    and for blocks of unequal length.
    """
    for number, block in enumerate(blocks):
        _check(number, block, sounds=len(blocks[0].values))
    for block in blocks:
        for group in _groups(block):
            _scale_group(group, block)


def even(vectors: NDArray[np.float32]) -> None:
    """Bring the rows of `vectors` [sounds, dims], columns of mean 0, to length 1 in place; rows of zeros stay.

    So sounds are compared by how they differ from the middle of the collection, not by how much. Otherwise the most
    unlike sounds lie alone, and the middling ones are neighbours of them all.
    """
    lengths = np.empty(len(vectors))
    for start in range(0, len(vectors), _ROWS):
        rows = vectors[start : start + _ROWS]
        lengths[start : start + _ROWS] = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    least = MIDDLE * lengths.max(initial=0.0)
    vectors /= np.where(lengths > least, lengths, 1.0).astype(np.float32)[:, None]


def _check(number: int, block: Block, sounds: int) -> None:
    """Raise ValueError where a block cannot be scaled, naming what was received."""
    values = block.values
    if values.ndim != 2 or len(values) != sounds or values.shape[1] % sum(block.groups):
        wanted = f"[{sounds}, a multiple of {sum(block.groups)}]"
        raise ValueError(f"block {number} must be of shape {wanted}, not {values.shape}")
    if not np.isfinite(values).all():
        sound, column = np.argwhere(~np.isfinite(values))[0]
        raise ValueError(f"block {number} must be finite, but row {sound}, column {column} is {values[sound, column]}")


def _groups(block: Block) -> list[list[NDArray[np.float32]]]:
    """Give the statistics, views [sounds, features], that each group holds."""
    statistics = np.split(block.values, sum(block.groups), axis=1)
    ends = np.cumsum(block.groups)
    return [statistics[end - size : end] for end, size in zip(ends, block.groups, strict=True)]


def _scale_group(statistics: Sequence[NDArray[np.float32]], block: Block) -> None:
    """Standardise each statistic, and bring the rows of them all to the root mean square length of the weight."""
    standardise = {"soft": _soft, "zscore": _standard_score, "none": _centre}[block.standardise]
    squares = 0.0
    for values in statistics:
        standard = standardise(values)
        squares += float(np.square(standard).sum())
        values[:] = standard
    length = math.sqrt(squares / max(len(statistics[0]), 1))
    for values in statistics:
        values *= np.float32(block.weight / length if length > 0 else 1.0)


def _soft(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Centre columns and divide them by the root of their standard deviation; the root mean square becomes 1."""
    centred, deviation = _deviations(values)
    least = max(1e-3 * deviation.max(initial=0.0), 1e-9)
    return _unit(centred / np.sqrt(np.maximum(deviation, least))) * math.sqrt(values.shape[1])


def _standard_score(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Centre columns and divide them by their standard deviation, cut at CLIP."""
    centred, deviation = _deviations(values)
    scores = np.clip(centred / np.where(deviation > 0, deviation, 1.0), -CLIP, CLIP)
    centre: NDArray[np.float64] = scores.sum(axis=0) / max(len(scores), 1)
    return scores - centre


def _centre(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Centre columns; what varies no more than float32 rounds becomes 0."""
    return _deviations(values)[0]


def _deviations(values: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give columns less their mean, [sounds, columns], and their standard deviation, [columns].

    A column that varies no more than float32 rounds counts as constant: 0.
    """
    if not len(values):
        return values.astype(np.float64), np.zeros(values.shape[1])
    largest = np.abs(values).max(axis=0).astype(np.float64)
    centred = values - values.mean(axis=0, dtype=np.float64)
    centred[:, centred.max(axis=0) - centred.min(axis=0) <= 2e-7 * largest] = 0.0
    return centred, centred.std(axis=0)


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide all by the root mean square length of the rows; zeros stay zeros."""
    length = np.sqrt(np.square(values).sum() / max(len(values), 1))
    return values / length if length > 0 else values
