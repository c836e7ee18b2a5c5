"""Nearest neighbours of many vectors, nearly exact: rows are sorted into lists around centres found
by a short k-means, and a row is compared with the lists nearest to its own (Sivic and Zisserman 2003;
Jegou, Douze and Schmid 2011, without the quantiser).

Candidates are chosen by coarse vectors of whole numbers, which are compared without rounding; the
nearest among them are found by the vectors themselves. The same vectors give the same neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuimap.reduce.coarse import coarse
from tuimap.reduce.neighbours import Neighbours, blocks, in_threads, rank_candidates, squared_lengths

SEED = 0
"""Which rows are the first centres; the search is no place for chance that a user sees."""

ROUNDS = 4
"""Rounds of k-means: the lists need not be good, only near."""

LEAST_LISTS = 24
"""Lists that are searched at least: 12 found 92 % of 45 neighbours of real sounds, 20 found 96 %, 30 found 98 %."""

PER_NEIGHBOUR = 4
"""Rows compared for each neighbour wanted, at least."""

MOST = 2.0**25
"""More than any difference of whole numbers here."""

CANDIDATES = 2
"""Rows compared by their own vectors for each neighbour wanted."""


BLOCK = 128
"""Rows compared at a time: a block of products and its keys stay in the processor's cache."""


class Lists(NamedTuple):
    """Rows sorted by the centre nearest to them."""

    members: NDArray[np.intp]
    """[points] rows, list by list, ascending in each."""
    starts: NDArray[np.intp]
    """[lists] where each list begins."""
    sizes: NDArray[np.intp]
    """[lists] rows in each."""

    def of(self, number: int) -> NDArray[np.intp]:
        """Give the rows of one list."""
        return self.members[self.starts[number] : self.starts[number] + self.sizes[number]]


def search_lists(vectors: NDArray[np.float32], size: np.float32, found: Neighbours) -> None:
    """Fill `found` with almost all of the nearest neighbours of `vectors` [points, dims], divided by `size`."""
    short = coarse(vectors)
    squares = squared_lengths(short)
    centres = _find_centres(short)
    lists = _sort_into_lists(short, centres)
    order = np.argsort(_distances(centres, centres, squared_lengths(centres)), axis=1, kind="stable")  # [lists, lists]
    wanted = found.rows.shape[1]

    def search(number: NDArray[np.intp]) -> None:
        rows = lists.of(int(number[0]))
        among = _neighbouring_rows(lists, order[number[0]], PER_NEIGHBOUR * wanted)
        vicinity, lengths = short[among], squares[among]
        for part in blocks(len(rows), BLOCK):
            rough = _distances(short[rows[part]], vicinity, lengths)
            rough[np.arange(len(part)), np.searchsorted(among, rows[part])] = MOST
            rank_candidates(vectors, found, rows[part], among[_smallest(rough, CANDIDATES * wanted)], size)

    in_threads(search, np.flatnonzero(lists.sizes)[:, None])


def _find_centres(short: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give about .8 sqrt(points) centres [lists, dims], whole numbers too, by a few rounds of k-means."""
    count = int(0.8 * np.sqrt(len(short)))
    centres = short[np.random.default_rng(SEED).choice(len(short), count, replace=False)]
    for _ in range(ROUNDS):
        lists = _sort_into_lists(short, centres)
        filled = lists.sizes > 0
        sums = np.add.reduceat(short[lists.members], lists.starts[filled], axis=0, dtype=np.float64)
        centres[filled] = np.round(sums / lists.sizes[filled, None])
    return centres


def _sort_into_lists(short: NDArray[np.float32], centres: NDArray[np.float32]) -> Lists:
    """Give each row to its nearest centre."""
    nearest_centre = np.empty(len(short), np.intp)
    squares = squared_lengths(centres)

    def assign(rows: NDArray[np.intp]) -> None:
        nearest_centre[rows] = _distances(short[rows], centres, squares).argmin(axis=1)

    in_threads(assign, blocks(len(short), 4096))
    sizes = np.bincount(nearest_centre, minlength=len(centres))
    return Lists(np.argsort(nearest_centre, kind="stable"), np.cumsum(sizes) - sizes, sizes)


def _distances(
    short: NDArray[np.float32], others: NDArray[np.float32], squares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Give squared distances to `others`, of squared lengths `squares`, less the rows' own: [points, others], exact."""
    products: NDArray[np.float32] = short @ others.T
    products *= -2
    products += squares
    return products


def _neighbouring_rows(lists: Lists, order: NDArray[np.intp], wanted: int) -> NDArray[np.intp]:
    """Give the rows, ascending, of the first lists in `order`: LEAST_LISTS, and until `wanted` rows are reached."""
    count = max(LEAST_LISTS, int(np.searchsorted(np.cumsum(lists.sizes[order]), wanted)) + 1)
    return np.sort(np.concatenate([lists.of(number) for number in order[:count]]))


def _smallest(rough: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Give the columns of the `count` smallest whole numbers in each row, ascending; of equal ones the first count."""
    columns = rough.shape[1]
    count = min(count, columns - 1)  # the last is the row itself
    keys = rough.astype(np.int64)
    keys <<= 32
    keys |= np.arange(columns)
    keys.partition(count - 1, axis=1)
    return np.sort(keys[:, :count] & (2**32 - 1), axis=1)
