"""`tuimap similar`: the sounds most like one, for people and for scripts."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from tuimap.cli.analysis import with_map
from tuimap.cli.collection_options import collection
from tuimap.collection import Collection
from tuimap.errors import TuimapError
from tuimap.safe import printable
from tuimap.sounds import Sounds


def run(chosen: Namespace) -> int:
    """Print path and distance of the sounds most like one, the nearest first."""
    sounds = collection(chosen)
    _, lines = with_map(sounds, chosen.progress, lambda: _lines(sounds, chosen))
    for line in lines:
        if sys.stdout.isatty():
            print(printable(line[0]), *line[1:], sep="\t")  # noqa: T201
        else:
            sys.stdout.buffer.write("\t".join(line).encode("utf-8", "surrogateescape") + b"\n")
    return 0


def _lines(sounds: Collection, chosen: Namespace) -> list[tuple[str, ...]]:
    """Give path and distance of each, and of a slice where it begins."""
    found = sounds.load()
    assert found is not None
    index = _index_of(sounds, found.sounds, chosen.sound, getattr(chosen, "at", 0.0))
    lines = []
    for number, distance in sounds.descriptions().nearest(index, chosen.count):
        sound = found.sounds[number]
        start = (f"{sound.start:.3f}",) if sound.slice else ()
        lines.append((sound.path, f"{distance:.4f}", *start))
    return lines


def _index_of(sounds: Collection, known: Sounds, wanted: Path, at: float) -> int:
    """Find a sound by its path from the folder, or from where one is; of its slices the one that holds a second."""
    paths = known.joined_paths().split("\0")[:-1]
    named = (os.fspath(wanted), os.path.relpath(os.path.realpath(wanted), os.path.realpath(sounds.root)))
    for name in named:
        rows = [row for row, path in enumerate(paths) if path == name.replace(os.sep, "/")]
        if rows:
            return max((row for row in rows if known[row].start <= at), default=rows[0])
    alike = _called_alike(known, wanted.name)
    raise TuimapError(f"{printable(str(wanted))} is not on the map of {sounds.title}", alike)


def _called_alike(known: Sounds, name: str) -> str:
    """Say which path is most like a name; empty where none is."""
    from tuimap.finding.search import Search
    from tuimap.finding.texts import texts_of

    found = Search([texts_of(known.joined_paths())]).find(Path(name).stem.lower())
    if found is None or not len(found.order):
        return ""
    return f"Is it {printable(known[int(found.order[0])].path)}?"
