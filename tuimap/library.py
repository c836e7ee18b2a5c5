"""The library: one SQLite file that keeps what was found out about a collection. This is its reading half.

Paths are stored as bytes relative to the collection's root, so that any file name fits and the file travels.
Vectors and coordinates are little-endian float32. Nothing in the file is executed or unpickled.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from tuimap.library_file import explained, open_to_read
from tuimap.sound import Skipped, Sound


class KnownFile(NamedTuple):
    """What the library remembers of a file, to tell whether it has changed."""

    size: int
    """In bytes; RETRY where the file is to be tried again."""
    modified: int
    needs: str | None
    """The program without which it could not be read."""


RETRY = -1
"""Stands for the size of a file that could not be opened for a reason that may pass."""


class Model(NamedTuple):
    """A stored encoder."""

    encoder: bytes
    frames: int
    """How many frames there were to train it on."""


class Library:
    """An open library; a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        return open_to_read(self.path)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with explained(self.path):
            return self._connection.execute(query, values).fetchall()

    def _stream(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with explained(self.path):
            yield from self._connection.execute(query, values)

    def known_files(self) -> dict[str, KnownFile]:
        """Give what is remembered of each file, by path."""
        rows = self._rows("SELECT path, size, modified, needs FROM files")
        return {os.fsdecode(path): KnownFile(size, modified, needs) for path, size, modified, needs in rows}

    def count_sounds(self) -> int:
        """Give the number of sounds."""
        ((count,),) = self._rows("SELECT count(*) FROM sounds")
        return int(count)

    def count_places(self, map_key: str) -> int:
        """Give the number of sounds that a map holds."""
        ((count,),) = self._rows("SELECT count(*) FROM places WHERE map = ?", map_key)
        return int(count)

    def finished_files(self, recipes: Sequence[str]) -> set[str]:
        """Give the paths whose sounds have a vector for each of `recipes`, and those known to be unreadable."""
        unreadable = self._rows("SELECT path FROM files WHERE reason IS NOT NULL AND size != ?", RETRY)
        marks = ", ".join("?" * len(recipes))
        described = self._rows(
            f"SELECT path FROM files JOIN sounds ON sounds.file = files.id JOIN vectors ON vectors.sound = sounds.id "
            f"WHERE recipe IN ({marks}) GROUP BY sounds.id HAVING count(*) = ?",
            *recipes,
            len(recipes),
        )
        return {os.fsdecode(path) for (path,) in (*unreadable, *described)}

    def skipped(self) -> tuple[Skipped, ...]:
        """Give the files that could not be read, by path."""
        rows = self._rows("SELECT path, reason FROM files WHERE reason IS NOT NULL ORDER BY path")
        return tuple(Skipped(os.fsdecode(path), str(reason)) for path, reason in rows)

    def model(self, recipe: str) -> Model | None:
        """Give a trained encoder, or None."""
        rows = self._rows("SELECT encoder, frames FROM models WHERE recipe = ?", recipe)
        return Model(*rows[0]) if rows else None

    def losses(self, recipe: str) -> list[float]:
        """Give the course of a training; empty where there was none."""
        rows = self._rows("SELECT losses FROM models WHERE recipe = ?", recipe)
        return [float(loss) for loss in json.loads(rows[0][0])] if rows else []

    def described(self, recipes: Sequence[str]) -> list[int]:
        """Give the ids of the sounds that have a vector for each of `recipes`, by path."""
        marks = ", ".join("?" * len(recipes))
        rows = self._rows(
            "SELECT sounds.id FROM sounds JOIN files ON files.id = sounds.file WHERE "
            f"(SELECT count(*) FROM vectors WHERE sound = sounds.id AND recipe IN ({marks})) = ? ORDER BY path, start",
            *recipes,
            len(recipes),
        )
        return [int(sound) for (sound,) in rows]

    def rows(self, recipe: str) -> Iterator[tuple[int, bytes]]:
        """Go through the vectors of a recipe: ids of sounds and rows, in no order that means anything."""
        return self._stream("SELECT sound, row FROM vectors WHERE recipe = ?", recipe)

    def raw_places(self, map_key: str) -> dict[int, tuple[float, float]]:
        """Give a map's raw coordinates by sound id: where a later map may start from."""
        rows = self._rows("SELECT sound, raw_x, raw_y FROM places WHERE map = ?", map_key)
        return {sound: (x, y) for sound, x, y in rows}

    def sounds(self, recipe: str) -> Iterator[tuple[int, Sound]]:
        """Go through the sounds as one recipe read them, with their ids, by path; their overviews are left out."""
        rows = self._stream(f"SELECT sounds.id, {_SOUND} WHERE recipe = ? ORDER BY path, start", recipe)
        return ((row[0], _sound(row[1:])) for row in rows)

    def placed_sounds(self, map_key: str, recipe: str) -> Iterator[tuple[Sound, float, float]]:
        """Go through the sounds of a map, with their place in the unit square, by path; overviews are left out."""
        query = f"SELECT x, y, {_SOUND} JOIN places ON places.sound = sounds.id WHERE map = ? AND recipe = ?"
        rows = self._stream(f"{query} ORDER BY path, start", map_key, recipe)
        return ((_sound(row[2:]), row[0], row[1]) for row in rows)

    def overview(self, recipe: str, sound: Sound) -> bytes:
        """Give the waveform picture that a recipe made of a sound; empty where there is none."""
        rows = self._rows(
            "SELECT overview FROM files JOIN sounds ON sounds.file = files.id "
            "JOIN readings ON readings.sound = sounds.id WHERE path = ? AND start = ? AND recipe = ?",
            os.fsencode(sound.path),
            sound.start,
            recipe,
        )
        return bytes(rows[0][0]) if rows else b""


_SOUND = (
    "path, start, duration, sample_rate, channels, encoding, level, x'', note, described "
    "FROM sounds JOIN files ON files.id = sounds.file JOIN readings ON readings.sound = sounds.id"
)


def _sound(row: tuple[Any, ...]) -> Sound:
    return Sound(os.fsdecode(row[0]), *row[1:])


def exists(path: Path) -> bool:
    """Tell whether there is a library to read."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False
