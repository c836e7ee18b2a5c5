"""The descriptions that a map was made from: which sounds are alike in all that was heard, not only on the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.errors import LibraryError
from tuimap.safe import printable
from tuimap.vectors import scaled_vectors

if TYPE_CHECKING:
    from tuimap.library import Library
    from tuimap.settings import Settings

_ROWS = 1024
_SPARE = 32
"""So many more than asked for are measured exactly."""


class Alike(NamedTuple):
    """A sound and how far it is from another one."""

    sound: int
    """Its number on the map."""
    distance: float
    """In the description: 0 for equal sounds, 2 for the most unlike."""


@dataclass(frozen=True, eq=False)
class Descriptions:
    """What each sound of a map sounds like, in numbers."""

    vectors: NDArray[np.float16]
    """[sounds, dims], scaled over the collection; half as large as they came, and fine enough to rank by."""

    def __len__(self) -> int:
        return len(self.vectors)

    @cached_property
    def _squares(self) -> NDArray[np.float32]:
        """[sounds] squared lengths."""
        return np.concatenate([np.square(rows).sum(axis=1) for rows in self._blocks()] or [np.zeros(0, np.float32)])

    def distances(self, index: int) -> NDArray[np.float32]:
        """Give how far all sounds are from one, [sounds]; right to a few thousandths."""
        there = self.vectors[index].astype(np.float32)
        products = np.concatenate([rows @ there for rows in self._blocks()])
        apart: NDArray[np.float32] = np.sqrt(np.maximum(self._squares + self._squares[index] - 2 * products, 0))
        return apart

    def between(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Give how far some sounds are from each other, [rows, rows]."""
        some = self.vectors[rows].astype(np.float32)
        squares = self._squares[rows]
        apart: NDArray[np.float32] = np.sqrt(np.maximum(squares[:, None] + squares - 2 * (some @ some.T), 0))
        return apart

    def nearest(self, index: int, count: int) -> list[Alike]:
        """Give the sounds most like one, without itself, the nearest first; among equals by their numbers."""
        rough = self.distances(index)
        rough[index] = np.inf
        n_close = min(count + _SPARE, len(rough))
        close = np.sort(np.argpartition(rough, n_close - 1)[:n_close])
        close = close[close != index]
        apart = self.vectors[close].astype(np.float32) - self.vectors[index].astype(np.float32)
        exact = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        order = np.argsort(exact, kind="stable")[:count]
        return [Alike(int(close[place]), float(exact[place])) for place in order]

    def _blocks(self) -> Iterator[NDArray[np.float32]]:
        return (self.vectors[start : start + _ROWS].astype(np.float32) for start in range(0, len(self), _ROWS))


def read_descriptions(library: Library, settings: Settings, ids: Sequence[int]) -> Descriptions:
    """Give the descriptions of sounds, by their ids in the library. Raises LibraryError where some are not there."""
    described, vectors = scaled_vectors(library, settings)
    rows = {sound: row for row, sound in enumerate(described)}
    missing = sum(sound not in rows for sound in ids)
    if missing:
        place = printable(str(library.path))
        raise LibraryError(f"{place}: {missing} sounds of the map are not described", "Run tuimap analyze again")
    order = np.array([rows[sound] for sound in ids], np.intp)
    halved = np.empty((len(ids), vectors.shape[1]), np.float16)
    for start in range(0, len(ids), _ROWS):
        halved[start : start + _ROWS] = vectors[order[start : start + _ROWS]]
    return Descriptions(halved)
