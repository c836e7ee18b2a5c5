"""Write a map for other programs: CSV and JSON. Needs neither NumPy nor JAX."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tuimap.atomic import replace_file
from tuimap.collection import Collection
from tuimap.descriptors import encoder_recipe
from tuimap.errors import TuimapError
from tuimap.library import Library
from tuimap.safe import printable

_DIGITS = 6


def as_csv(collection: Collection) -> str:
    """Give `path,start,duration,x,y,cluster`, a row for each sound; undecodable bytes of a path as surrogates."""
    rows = ["path,start,duration,x,y,cluster\n"]
    with Library(collection.library_path) as library:
        names = library.cluster_names(collection.map_key)
        for sound, x, y, cluster in library.placed_sounds(collection.map_key, collection.reading_recipe):
            numbers = (f"{number:.{_DIGITS}f}" for number in (sound.start, sound.duration, x, y))
            name = "" if cluster is None else names.get(cluster, "")
            rows.append(",".join([_quoted(sound.path), *numbers, _quoted(name)]) + "\n")
    return "".join(rows)


def _quoted(text: str) -> str:
    """Quote as CSV does; Python's own writer leaves a carriage return bare."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def as_json(collection: Collection) -> str:
    """Give settings, the course of the training, the sounds and the files left out, as one JSON object."""
    encoder = encoder_recipe(collection.settings)
    with Library(collection.library_path) as library:
        placed = list(library.placed_sounds(collection.map_key, collection.reading_recipe))
        names = library.cluster_names(collection.map_key)
        losses = library.losses(encoder) if encoder else []
        skipped, favourites = library.skipped(), library.favourites()
    sounds: list[dict[str, Any]] = [
        {
            "path": sound.path,
            "start": round(sound.start, _DIGITS),
            "duration": round(sound.duration, _DIGITS),
            "x": round(x, _DIGITS),
            "y": round(y, _DIGITS),
            "sample_rate": sound.sample_rate,
            "channels": sound.channels,
            "encoding": sound.encoding,
            "level": round(sound.level, 2) if math.isfinite(sound.level) else None,
            "note": sound.note,
            "favourite": sound.key in favourites,
            "cluster": None if cluster is None else names.get(cluster),
        }
        for sound, x, y, cluster in placed
    ]
    whole = {
        "settings": asdict(collection.settings),
        "loss": [round(loss, _DIGITS) for loss in losses],
        "sounds": sounds,
        "skipped": [{"path": each.path, "reason": each.reason} for each in skipped],
    }
    return json.dumps(whole, indent=1) + "\n"


EXPORTERS: dict[str, Callable[[Collection], str]] = {".csv": as_csv, ".json": as_json}
"""By the suffix of the file to write."""


def write(collection: Collection, path: Path) -> None:
    """Write the map into a file, whole or not at all. Raises TuimapError where the file cannot be written."""
    text = EXPORTERS[path.suffix.lower()](collection)
    try:
        replace_file(path, text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise TuimapError(
            f"{printable(str(path))} cannot be written: {error.strerror}", "Name another file with -o"
        ) from error
