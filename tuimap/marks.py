"""The user's marks in a small file beside the library: whatever becomes of that, they are there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from tuimap.atomic import replace_file
from tuimap.errors import LibraryError
from tuimap.library_rows import Mark, mark
from tuimap.safe import printable

_MOST_BYTES = 1 << 28


def copy_of_marks(library: Path) -> Path:
    """Give the place of the file that holds the marks of a library."""
    return library.with_name(f"{library.name}.marks.json")


def read_copy(library: Path) -> list[Mark]:
    """Give what is in the copy, as far as it can be read; nothing where there is none."""
    path = copy_of_marks(library)
    try:
        if path.stat().st_size > _MOST_BYTES:
            return []
        stored = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    listed = stored.get("marks") if isinstance(stored, dict) else None
    return [right for each in listed if (right := _mark(each))] if isinstance(listed, list) else []


def write_copy(library: Path, marks: Iterable[Mark]) -> None:
    """Write the copy anew. Raises LibraryError."""
    lines = ",\n".join(map(_line, marks))  # written at once, JSON parted into lines takes five times as long
    path = copy_of_marks(library)
    try:
        replace_file(path, f'{{"version": 2, "marks": [\n{lines}\n]}}\n'.encode())
    except OSError as error:
        raise LibraryError(
            f"{printable(str(path))}: the copy of your marks cannot be written: {error.strerror}",
            "They are in the library itself",
        ) from error


def _line(mark: Mark) -> str:
    content, key, said = mark
    marks = {"favourite": said.favourite, "tags": sorted(said.tags), "note": said.note}
    return json.dumps({"content": content.hex(), **key._asdict(), **marks})


def _mark(stored: object) -> Mark | None:
    if not isinstance(stored, dict):
        return None
    content, path, favourite = (stored.get(key) for key in ("content", "path", "favourite"))
    tags, note = stored.get("tags", []), stored.get("note", "")  # version 1 had none
    if not (isinstance(content, str) and isinstance(path, str) and isinstance(favourite, bool)):
        return None
    try:
        start, duration = (float(stored.get(key, 0.0)) for key in ("start", "duration"))
        return mark(bytes.fromhex(content), start, duration, os.fsencode(path), int(favourite), _joined(tags), note)
    except (ValueError, TypeError, OverflowError, LibraryError):
        return None


def _joined(tags: object) -> str:
    if not isinstance(tags, list):
        raise TypeError("tags are a list")
    return " ".join(" ".join(tags).split())
