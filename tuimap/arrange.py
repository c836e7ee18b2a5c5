"""From raw coordinates to a stored map: positions, clusters and their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tuimap.clusters.names import names
from tuimap.clusters.regions import regions, settled
from tuimap.descriptors import map_key, reading_recipe, scatter_key
from tuimap.layout import scatter
from tuimap.layout.grid import Cells, cells_of, grid
from tuimap.library_entries import StoredPlace
from tuimap.library_rows import Place
from tuimap.library_writer import LibraryWriter
from tuimap.progress import Progress, Stage
from tuimap.settings import Settings


def arrange_scatter(
    library: LibraryWriter, settings: Settings, ids: Sequence[int], raw: NDArray[np.float32], *, afresh: bool
) -> Stage[None]:
    """Store the scattered map that raw coordinates [sounds, 2] give; clusters keep their numbers unless `afresh`."""
    yield Progress("layout", 0, len(ids))
    key = scatter_key(settings)
    positions = scatter(raw)
    numbers = regions(positions)
    if not afresh:
        numbers = settled(numbers, _earlier_clusters(library.places(key), ids))
    clusters = dict(zip(ids, numbers.tolist(), strict=True))
    sounds = library.sounds(reading_recipe(settings))
    named = names((clusters[sound], each) for sound, each in sounds if sound in clusters)
    library.store_places(key, _places(ids, raw, positions, numbers), named)
    yield Progress("layout", len(ids), len(ids))


def arrange_grid(library: LibraryWriter, settings: Settings, *, afresh: bool) -> Stage[None]:
    """Store the grid of the stored scattered map, unless there is one that will do.

    Sounds stay near the cells that they had on an earlier grid, unless it is to be `afresh`.
    """
    key = map_key(settings)
    if not afresh and library.is_grid_of(key, scatter_key(settings)):
        return
    placed = library.places(scatter_key(settings))
    ids, earlier = list(placed), {} if afresh else library.places(key)
    yield Progress("layout", 0, len(ids))
    raw = np.array([placed[sound].raw for sound in ids])
    positions = grid(raw, settings.aspect, settings.seed, _earlier_cells(earlier, ids))
    numbers = _earlier_clusters(placed, ids)
    library.store_places(key, _places(ids, raw, positions, numbers), library.cluster_names(scatter_key(settings)))
    yield Progress("layout", len(ids), len(ids))


def _earlier_cells(cells: Mapping[int, Place], ids: Sequence[int]) -> Cells | None:
    """Give the cells that sounds had, -1 for new ones, and for those that shared one; None where there were none."""
    known = [row for row, sound in enumerate(ids) if sound in cells]
    if not known:
        return None
    held = cells_of(np.array([(cells[ids[row]].x, cells[ids[row]].y) for row in known]))
    _, first = np.unique(held.row * held.columns + held.column, return_index=True)
    column, row = np.full((2, len(ids)), -1)
    own = np.array(known)[first]
    column[own], row[own] = held.column[first], held.row[first]
    return Cells(held.columns, held.rows, column, row)


def _places(
    ids: Sequence[int], raw: NDArray[np.floating], positions: NDArray[np.floating], numbers: NDArray[np.int64]
) -> Iterator[StoredPlace]:
    coordinates = np.concatenate([raw, positions], axis=1).astype(float).tolist()
    clusters = (None if number < 0 else number for number in numbers.tolist())
    return (
        StoredPlace(sound, raw_x, raw_y, x, y, cluster)
        for sound, (raw_x, raw_y, x, y), cluster in zip(ids, coordinates, clusters, strict=True)
    )


def _earlier_clusters(places: Mapping[int, Place], ids: Iterable[int]) -> NDArray[np.int64]:
    """Give the clusters that sounds had, -1 for none."""
    numbers = (places[sound].cluster if sound in places else None for sound in ids)
    return np.array([-1 if number is None else number for number in numbers], np.int64)
