"""Run the analysis in this process, with progress on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from tuimap.cli.reports import Reporter, open_reporter
from tuimap.cli.signals import end_if_asked
from tuimap.collection import Collection
from tuimap.errors import DamagedError
from tuimap.library import Library
from tuimap.progress import Progress

if TYPE_CHECKING:
    from tuimap.nursery import Nursery

Result = TypeVar("Result")


def with_map(collection: Collection, progress: str, use: Callable[[], Result]) -> tuple[int, Result]:
    """Bring the map of a collection up to date and use it; where it turns out damaged, mend it and use it then.

    Gives the number of files that were skipped, and what the use gives.
    """
    n_skipped = bring_up_to_date(collection, progress)
    try:
        return n_skipped, use()
    except DamagedError:
        return bring_up_to_date(collection, progress, mend=True), use()


def bring_up_to_date(collection: Collection, progress: str, *, mend: bool = False) -> int:
    """Make the map of a collection unless the stored one still fits; tell progress in the way asked for.

    Gives the number of files that were skipped.
    """
    started = time.monotonic()
    with closing(open_reporter(progress)) as reporter:
        current = not mend and collection.is_current()
        if not current:
            _analyse(collection, reporter)
        with Library(collection.library_path) as library:
            n_sounds, skipped = library.count_sounds(collection.reading_recipe), library.skipped()
            n_files = library.count_readable() + len(skipped)
        if current and skipped:
            reporter.report(Progress("scan", n_files, n_files, skipped=skipped))
        reporter.finish(n_sounds, len(skipped), time.monotonic() - started)
    return len(skipped)


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
