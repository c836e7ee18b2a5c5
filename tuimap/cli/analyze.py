"""`tuimap analyze`: the map without a screen."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tuimap.cli.analysis import bring_up_to_date
from tuimap.cli.collection_options import collection
from tuimap.errors import TuimapError
from tuimap.export import as_csv, write
from tuimap.safe import printable

SOME_SKIPPED = 3
"""Exit code where the user is strict about files that gave no sound."""


def run(chosen: Namespace) -> int:
    """Analyse the paths and write every output asked for."""
    for output in chosen.outputs:
        _check(output)
    sounds = collection(chosen)
    n_skipped = bring_up_to_date(sounds, chosen.progress)
    for output in chosen.outputs:
        if output == "-":
            sys.stdout.buffer.write(as_csv(sounds).encode("utf-8", "surrogateescape"))
        else:
            write(sounds, Path(output))
    return SOME_SKIPPED if chosen.strict and n_skipped else 0


def _check(output: str) -> None:
    """Say before the work, not after it, that an output has no place to go."""
    folder = Path(output).parent
    if output != "-" and not folder.is_dir():
        raise TuimapError(
            f"{printable(output)} cannot be written: there is no folder {printable(str(folder))}", "Make it first"
        )
