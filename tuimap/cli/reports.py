"""How progress is told on standard error."""

from __future__ import annotations

import json
import sys
import time
from typing import Protocol, TextIO

from tuimap.progress import Progress
from tuimap.safe import printable
from tuimap.sound import Skipped


class Reporter(Protocol):
    """Tells a person or a program how far the analysis is."""

    def report(self, progress: Progress) -> None:
        """Tell one report."""

    def finish(self, sounds: int, skipped: int, seconds: float) -> None:
        """Tell the outcome."""

    def close(self) -> None:
        """Leave the terminal as it was; also after a failure."""


def open_reporter(kind: str) -> Reporter:
    """Give the reporter for `auto`, `plain`, `json` or `none`; auto draws bars where standard error is a terminal."""
    if kind == "auto" and sys.stderr.isatty():
        from tuimap.cli.bars import Bars

        return Bars()
    return {"auto": Plain, "plain": Plain, "json": JsonLines, "none": Silent}[kind](sys.stderr)


class Silent:
    """Says nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def report(self, progress: Progress) -> None:
        """Tell one report."""

    def finish(self, sounds: int, skipped: int, seconds: float) -> None:
        """Tell the outcome."""

    def close(self) -> None:
        """Nothing is left to do."""


class Plain(Silent):
    """A line when a stage begins or has gone on for a while, one for each skipped file, and one at the end."""

    _EVERY_SECONDS = 2.0

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._told: dict[str, tuple[float, int]] = {}

    def report(self, progress: Progress) -> None:
        """Write lines, few enough to be read."""
        if progress.notice:
            self._write(notice_line(progress.notice))
        for skipped in progress.skipped:
            self._write(skip_line(skipped))
        when, done = self._told.get(progress.stage, (-1e9, -1))
        if progress.done == done or (progress.done != progress.total and time.monotonic() - when < self._EVERY_SECONDS):
            return
        self._told[progress.stage] = (time.monotonic(), progress.done)
        self._write(stage_line(progress))

    def finish(self, sounds: int, skipped: int, seconds: float) -> None:
        """Write the outcome."""
        self._write(outcome_line(sounds, skipped, seconds))

    def _write(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class JsonLines(Silent):
    """One JSON object a line, for programs."""

    def report(self, progress: Progress) -> None:
        """Write one report."""
        told: dict[str, object] = {"stage": progress.stage, "done": progress.done, "total": progress.total}
        told |= {"note": progress.note} if progress.note else {}
        told |= {"loss": progress.loss} if progress.loss is not None else {}
        told |= {"notice": progress.notice} if progress.notice else {}
        self._write(told)
        for skipped in progress.skipped:
            self._write({"skipped": skipped.path, "reason": skipped.reason})

    def finish(self, sounds: int, skipped: int, seconds: float) -> None:
        """Write the outcome."""
        self._write({"sounds": sounds, "skipped": skipped, "seconds": round(seconds, 3)})

    def _write(self, told: dict[str, object]) -> None:
        print(json.dumps(told), file=self._stream, flush=True)


def stage_line(progress: Progress) -> str:
    """Give one report in words: `train 625 of 1,250, loss 0.231`."""
    total = f" of {progress.total:,}" if progress.total is not None else ""
    loss = f", loss {progress.loss:.3f}" if progress.loss is not None else ""
    note = f", {printable(progress.note)}" if progress.note else ""
    return f"{progress.stage} {progress.done:,}{total}{loss}{note}"


def notice_line(notice: str) -> str:
    """Give what the user has to know."""
    return f"tuimap: {printable(notice)}"


def skip_line(skipped: Skipped) -> str:
    """Give a skipped file and its reason."""
    return f"skipped {printable(skipped.path)}: {printable(skipped.reason)}"


def outcome_line(sounds: int, skipped: int, seconds: float) -> str:
    """Give the outcome in words."""
    left_out = f", {skipped:,} skipped" if skipped else ""
    return f"{sounds:,} {'sound' if sounds == 1 else 'sounds'} on the map{left_out}, {seconds:.1f} s"
