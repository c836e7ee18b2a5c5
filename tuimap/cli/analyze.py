"""`tuimap analyze`: the map without a screen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tuimap.cli.analysis import with_map
from tuimap.cli.collection_options import collection
from tuimap.collection import Collection
from tuimap.errors import TuimapError
from tuimap.export import as_csv, write
from tuimap.safe import printable

SOME_SKIPPED = 3
"""Exit code where the user is strict about files that gave no sound."""


def run(chosen: Namespace) -> int:
    """Analyse the paths and write every output asked for."""
    sounds = collection(chosen)
    for output in chosen.outputs:
        _check(output, sounds.library_path)
    n_skipped, _ = with_map(sounds, chosen.progress, lambda: _write(sounds, chosen.outputs))
    return SOME_SKIPPED if chosen.strict and n_skipped else 0


def _write(sounds: Collection, outputs: Sequence[str]) -> None:
    for output in outputs:
        if output == "-":
            sys.stdout.buffer.write(as_csv(sounds).encode("utf-8", "surrogateescape"))
        else:
            write(sounds, Path(output))


def _check(output: str, library: Path) -> None:
    """Say before the work, not after it, that an output has no place to go."""
    folder = Path(output).parent
    if output != "-" and os.path.realpath(output) == os.path.realpath(library):
        raise TuimapError(f"{printable(output)} is the library itself", "Name another file with -o")
    if output != "-" and not folder.is_dir():
        raise TuimapError(
            f"{printable(output)} cannot be written: there is no folder {printable(str(folder))}", "Make it first"
        )
