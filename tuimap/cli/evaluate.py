"""`tuimap evaluate`: which descriptor and which reducer suit these sounds."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tuimap.atomic import replace_file
from tuimap.cli.collection_options import collection
from tuimap.cli.reports import Reporter, open_reporter
from tuimap.cli.signals import end_if_asked
from tuimap.collection import Collection
from tuimap.errors import TuimapError
from tuimap.evaluate.labels import FOLDER, Labels, LabelsError, from_folders, from_table, read_labels
from tuimap.evaluate.results import WRITERS
from tuimap.safe import printable

if TYPE_CHECKING:
    from tuimap.evaluate.evaluation import Labelling
    from tuimap.evaluate.results import Evaluation
    from tuimap.progress import Stage

_STANDARD_OUTPUT = Path("-")
_WRONG = 2
"""Exit code for a command that cannot be meant."""


def run(chosen: Namespace) -> int:
    """Judge all maps asked for, and tell it."""
    outputs = {kind: getattr(chosen, kind) for kind in WRITERS if getattr(chosen, kind) is not None}
    if list(outputs.values()).count(_STANDARD_OUTPUT) > 1:
        print("tuimap: --json - and --csv - cannot share standard output", file=sys.stderr)  # noqa: T201
        return _WRONG
    sounds = collection(chosen)
    for path in (*outputs.values(), chosen.plot):
        _check_place(path, sounds.library_path)
    if chosen.plot is not None and find_spec("matplotlib") is None:
        raise TuimapError("--plot needs matplotlib, which is not installed", "Get it: pip install 'tuimap[plot]'")
    labelling = _labelling(chosen.labels)
    found = _evaluate(sounds, chosen, labelling)
    for kind, path in outputs.items():
        _write(path, WRITERS[kind](found))
    if chosen.plot is not None:
        from tuimap.evaluate.plot import picture

        _replace(chosen.plot, picture(found, chosen.plot.suffix.lower()[1:]))
    if _STANDARD_OUTPUT not in outputs.values():
        from tuimap.cli.table import print_table

        print_table(found)
    return 0


def _labelling(asked: Path | None) -> Labelling:
    """Give how labels are found, after reading their file: what is wrong with it is said before the work."""
    if asked is None or str(asked) == FOLDER:
        return lambda paths: from_folders(paths, asked=asked is not None)
    table = read_labels(asked)

    def labelling(paths: Sequence[str]) -> Labels:
        found = from_table(paths, table, printable(asked.name))
        if not any(found.labels):
            where = printable(str(asked))
            raise LabelsError(f"{where}: it has no label for any of the sounds", "Its paths have to end as theirs do")
        return found

    return labelling


def _evaluate(sounds: Collection, chosen: Namespace, labelling: Labelling) -> Evaluation:
    from tuimap.compile_cache import keep_compiled_programs
    from tuimap.describers import open_nursery

    keep_compiled_programs()  # before NumPy is imported: it settles how many threads NumPy uses
    started = time.monotonic()
    with closing(open_reporter(chosen.progress)) as reporter, open_nursery() as nursery:
        from tuimap.evaluate.evaluation import Plan, evaluate

        plan = Plan(chosen.descriptors, chosen.reducers, chosen.seeds)
        found = _followed(reporter, evaluate(sounds, plan, labelling, nursery))
        reporter.finish(len(found.labels), found.n_skipped, time.monotonic() - started)
    return found


def _followed(reporter: Reporter, stage: Stage[Evaluation]) -> Evaluation:
    with closing(stage):
        while True:
            try:
                report = next(stage)
            except StopIteration as end:
                found: Evaluation = end.value
                return found
            end_if_asked()
            reporter.report(report)


def _check_place(path: Path | None, library: Path) -> None:
    """Say before the work, not after it, that a file has no place to go."""
    if path is None or path == _STANDARD_OUTPUT:
        return
    where = printable(str(path))
    if os.path.realpath(path) == os.path.realpath(library):
        raise TuimapError(f"{where} is the library itself", "Name another file")
    if path.is_dir():
        raise TuimapError(f"{where} cannot be written: it is a folder", "Name a file in it")
    if not path.parent.is_dir():
        raise TuimapError(
            f"{where} cannot be written: there is no folder {printable(str(path.parent))}", "Make it first"
        )


def _write(path: Path, text: str) -> None:
    if path == _STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        _replace(path, text.encode())


def _replace(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content)
    except OSError as error:
        where = printable(str(path))
        raise TuimapError(f"{where} cannot be written: {error.strerror}", "Name another file") from error
