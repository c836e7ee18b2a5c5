"""The vectors of all sounds: one matrix, filled from the library and scaled where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tuimap.descriptors import PUBLISHED_STATISTICS, parts, recipes
from tuimap.descriptors.summary import ENVELOPE
from tuimap.errors import LibraryError
from tuimap.library import Library
from tuimap.library_writer import LibraryWriter
from tuimap.reduce.scale import Block, even, scale
from tuimap.safe import printable
from tuimap.settings import Settings

_ENVELOPE_WEIGHT = 0.3
_LEVEL_WEIGHT = 0.2

_ROWS_AT_ONCE = 1024


def scaled_vectors(library: Library, settings: Settings) -> tuple[list[int], NDArray[np.float32]]:
    """Give the sounds' ids and their vectors [sounds, dims], scaled over the collection and of length 1;
    those of 2019 as they are, of mean 0.

    Raises LibraryError where some are damaged, after removing these if the library can be written to, or gone since
    they were counted. No more than this matrix is held at a time: with 100,000 sounds it is the largest thing there is.
    """
    keys = list(recipes(settings).values())
    described = list(parts(settings).values())
    widths = [part.columns(settings) for part in described] + [ENVELOPE + 1]
    if all(part.statistics == PUBLISHED_STATISTICS for part in described):  # which was all there was in 2019
        keys, widths = keys[:-1], widths[:-1]
    ids = library.described(keys)
    vectors = np.full((len(ids), sum(widths)), np.nan, np.float32)
    columns = np.split(vectors, np.cumsum(widths)[:-1], axis=1)
    rows = {sound: row for row, sound in enumerate(ids)}
    for recipe, values in zip(keys, columns, strict=True):
        _fill(values, library, recipe, rows)
    if np.isnan(vectors).any():
        raise LibraryError(f"{printable(str(library.path))}: another tuimap changed it at this moment", "Run again")
    blocks = [
        Block(values, standardise=part.scaling, groups=part.statistics)
        for values, part in zip(columns, described, strict=False)
    ]
    if len(columns) > len(described):
        share, shape = len(described) ** 0.5, columns[-1]
        blocks += [
            Block(shape[:, :ENVELOPE], _ENVELOPE_WEIGHT * share, "zscore"),
            Block(shape[:, ENVELOPE:], _LEVEL_WEIGHT * share, "zscore"),
        ]
    scale(blocks)
    if len(columns) > len(described):
        even(vectors)
    return ids, vectors


def _fill(values: NDArray[np.float32], library: Library, recipe: str, rows: Mapping[int, int]) -> None:
    """Copy what is stored by a recipe into `values` [sounds, width], each sound into its row."""
    width = values.shape[1]
    unknown = np.full(width, np.nan, "<f4").tobytes()
    damaged: list[int] = []
    for stored in _batches((sound, row) for sound, row in library.rows(recipe) if sound in rows):
        sounds = [sound for sound, _ in stored]
        whole = [row if len(row) == 4 * width else unknown for _, row in stored]
        block = np.frombuffer(b"".join(whole), "<f4").reshape(-1, width)
        damaged += [sounds[place] for place in np.flatnonzero(~np.isfinite(block).all(axis=1))]
        values[[rows[sound] for sound in sounds]] = block
    if damaged:
        place = printable(str(library.path))
        if not isinstance(library, LibraryWriter):
            raise LibraryError(f"{place}: {len(damaged)} damaged descriptions", "Mend them: tuimap analyze --refit")
        library.remove_vectors(recipe, damaged)
        raise LibraryError(f"{place}: {len(damaged)} damaged descriptions were removed", "Run again to make them anew")


def _batches(rows: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _ROWS_AT_ONCE)):
        yield batch
