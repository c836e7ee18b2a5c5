"""Progress bars on a terminal, drawn with Rich."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from tuimap.cli.reports import notice_line, outcome_line, skip_line
from tuimap.progress import Progress as Report
from tuimap.safe import printable
from tuimap.sound import Skipped

_MOST_NAMED = 10


class Bars:
    """A bar for each stage; the skipped files are named at the end.

    Nothing is drawn by a thread: the decoders are forked from this process.
    """

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bars = Progress(
            TextColumn("{task.description:<7}", markup=False),
            BarColumn(40),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            TextColumn("{task.fields[note]}", markup=False),
            console=self._console,
            auto_refresh=False,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._skipped: list[Skipped] = []

    def report(self, progress: Report) -> None:
        """Move the stage's bar."""
        if not self._tasks:
            self._bars.start()
        if progress.notice:
            self._say(notice_line(progress.notice))
        self._skipped += progress.skipped
        note = f"loss {progress.loss:.3f}" if progress.loss is not None else printable(progress.note)
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._bars.add_task(progress.stage, total=None, note="")
        self._bars.update(self._tasks[progress.stage], completed=progress.done, total=progress.total, note=note)
        self._bars.refresh()

    def finish(self, sounds: int, skipped: int, seconds: float) -> None:
        """Say what was skipped, and the outcome."""
        self.close()
        for each in self._skipped[:_MOST_NAMED]:
            self._say(skip_line(each))
        if len(self._skipped) > _MOST_NAMED:
            self._say(f"... and {len(self._skipped) - _MOST_NAMED:,} more; -o map.json names them all")
        self._say(outcome_line(sounds, skipped, seconds))

    def close(self) -> None:
        """Take the bars away."""
        self._bars.stop()

    def _say(self, line: str) -> None:
        self._console.print(Text(line), soft_wrap=True)
