"""What the rows of each table of a library must hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tuimap import library_rows as rows
from tuimap.settings import BANDS, BINS

_MOST_VECTOR = 1 << 18


def _file(number: Any, path: Any, size: Any, modified: Any, reason: Any, needs: Any, content: Any, gone: Any) -> None:
    rows.whole(number)
    rows.path_of(path)
    rows.known_file(size, modified, needs, content, gone)
    if reason is not None:
        rows.text(reason)


def _sound(number: Any, file: Any, *coded: Any) -> None:
    rows.whole(number)
    rows.whole(file)
    rows.coded(*coded)


def _reading(recipe: Any, sound: Any, *reading: Any) -> None:
    rows.text(recipe)
    rows.whole(sound)
    rows.reading(*reading)


def _vector(recipe: Any, sound: Any, row: Any) -> None:
    import numpy as np

    rows.text(recipe)
    rows.whole(sound)
    right = type(row) is bytes and len(row) % 4 == 0 and len(row) <= _MOST_VECTOR
    rows.demand(right and bool(np.isfinite(np.frombuffer(row, "<f4")).all()), "a description")


def _model(recipe: Any, encoder: Any, losses: Any, frames: Any) -> None:
    from tuimap.autoencoder.model import Encoder

    rows.text(recipe)
    Encoder.from_bytes(rows.model(encoder, frames).encoder, inputs=(BANDS, BINS))
    rows.losses(losses)


def _place(map_key: Any, sound: Any, raw_x: Any, raw_y: Any, x: Any, y: Any, cluster: Any) -> None:
    rows.text(map_key)
    rows.whole(sound)
    rows.raw_place(raw_x, raw_y)
    rows.place(x, y)
    rows.cluster(cluster)


def _map(map_key: Any, made: Any) -> None:
    rows.text(map_key)
    rows.whole(made)


def _cluster(map_key: Any, cluster: Any, name: Any) -> None:
    rows.text(map_key)
    rows.cluster_number(cluster)
    rows.text(name)


CHECKS: dict[str, tuple[str, str, Callable[..., object]]] = {
    "files": ("id, path, size, modified, reason, needs, content, gone", "id", _file),
    "sounds": ("id, file, start, duration, slice, sample_rate, channels, encoding", "id", _sound),
    "readings": (
        "recipe, sound, level, overview, note, described, centroid, loudness, pitch, confidence, flatness",
        "recipe, sound",
        _reading,
    ),
    "vectors": ("recipe, sound, row", "recipe, sound", _vector),
    "models": ("recipe, encoder, losses, frames", "recipe", _model),
    "places": ("map, sound, raw_x, raw_y, x, y, cluster", "map, sound", _place),
    "marks": ("content, start, duration, path, favourite, tags, note", "content, start, duration", rows.mark),
    "maps": ("map, made", "map", _map),
    "clusters": ("map, cluster, name", "map, cluster", _cluster),
}
"""For each table its columns, those that it is sorted by, and what raises DamagedError for a row that is not right.

In an order in which what is referred to comes first.
"""

SHOWN = ("sounds", "readings", "places", "marks", "maps", "clusters")
"""Tables that the screen reads, besides that of the files."""

EXAMINED = (*SHOWN, "models")
"""Tables looked through before an analysis: files and vectors it reads anyway."""
