"""Run the analysis in this process, with progress on standard error."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from tuimap.cli.reports import Reporter, open_reporter
from tuimap.cli.signals import end_if_asked
from tuimap.collection import Collection
from tuimap.library import Library

if TYPE_CHECKING:
    from tuimap.nursery import Nursery


def bring_up_to_date(collection: Collection, progress: str) -> None:
    """Make the map of a collection unless the stored one still fits; tell progress in the way asked for."""
    started = time.monotonic()
    with closing(open_reporter(progress)) as reporter:
        if not collection.is_current():
            _analyse(collection, reporter)
        with Library(collection.library_path) as library:
            n_sounds, n_skipped = library.count_sounds(), len(library.skipped())
        reporter.finish(n_sounds, n_skipped, time.monotonic() - started)


def _analyse(collection: Collection, reporter: Reporter) -> None:
    from tuimap.compile_cache import keep_compiled_programs
    from tuimap.describers import open_nursery

    keep_compiled_programs()  # before NumPy is imported: it settles how many threads NumPy uses
    with open_nursery() as nursery:
        _follow(collection, nursery, reporter)


def _follow(collection: Collection, nursery: Nursery, reporter: Reporter) -> None:
    from tuimap.pipeline import analyse

    with closing(analyse(collection, nursery)) as stage:
        for report in stage:
            end_if_asked()
            reporter.report(report)
