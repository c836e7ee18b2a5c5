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
from tuimap.notes import note_name
from tuimap.safe import printable
from tuimap.sound import Sound
from tuimap.sound_lists import quoted
from tuimap.sound_marks import NOTHING, SoundMarks

_DIGITS = 6


COLUMNS: dict[str, Callable[[Sound, float, float], float | None]] = {
    "start": lambda sound, _, __: sound.start,
    "duration": lambda sound, _, __: sound.duration,
    "x": lambda _, x, __: x,
    "y": lambda _, __, y: y,
    "loudness": lambda sound, _, __: sound.traits.loudness,
    "centroid": lambda sound, _, __: sound.traits.centroid,
    "pitch": lambda sound, _, __: sound.traits.pitch,
    "flatness": lambda sound, _, __: sound.traits.flatness,
}
"""The numbers told of a sound, from itself and its place, in CSV and JSON; None where it has none."""


def as_csv(collection: Collection) -> str:
    """Give path, COLUMNS and cluster, a row for each sound; undecodable bytes of a path as surrogates."""
    rows = [",".join(["path", *COLUMNS, "cluster"]) + "\n"]
    with Library(collection.library_path) as library:
        names = library.cluster_names(collection.map_key)
        for sound, x, y, cluster in library.placed_sounds(collection.map_key, collection.reading_recipe):
            numbers = (_text(give(sound, x, y)) for give in COLUMNS.values())
            name = "" if cluster is None else names.get(cluster, "")
            rows.append(",".join([quoted(sound.path), *numbers, quoted(name)]) + "\n")
    return "".join(rows)


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:.{_DIGITS}f}"


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)


def as_json(collection: Collection) -> str:
    """Give settings, the course of the training, the sounds and the files left out, as one JSON object."""
    encoder = encoder_recipe(collection.settings)
    with Library(collection.library_path) as library:
        placed = list(library.placed_sounds(collection.map_key, collection.reading_recipe))
        names = library.cluster_names(collection.map_key)
        losses = library.losses(encoder) if encoder else []
        skipped, marks = library.skipped(), library.sound_marks()
    sounds: list[dict[str, Any]] = [
        {
            "path": sound.path,
            **{name: _rounded(give(sound, x, y)) for name, give in COLUMNS.items()},
            "confidence": _rounded(sound.traits.confidence),
            "pitch_name": note_name(sound.traits.pitch) if sound.traits.pitch else None,
            "sample_rate": sound.sample_rate,
            "channels": sound.channels,
            "encoding": sound.encoding,
            "level": round(sound.level, 2) if math.isfinite(sound.level) else None,
            "note": sound.note,
            **_told(marks.get(sound.key, NOTHING)),
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


def _told(marks: SoundMarks) -> dict[str, Any]:
    """Give what the user says of a sound; `note` is what the reader of its file says."""
    return {"favourite": marks.favourite, "tags": sorted(marks.tags), "comment": marks.note}


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
