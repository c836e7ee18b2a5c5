"""What the analysis has told so far, added up: rates, time left, losses, files skipped."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from tuimap.progress import STAGES, Progress, StageName
from tuimap.sound import Skipped

TOO_EARLY = 0.05
"""No time left is told before so much of a stage is done: the first files say little about the rest."""

SMOOTHING = 2.0
"""Seconds over which a rate is averaged."""

State: TypeAlias = Literal["idle", "running", "stopping", "stopped", "finished", "failed"]


class StageState(NamedTuple):
    """How far one stage is."""

    done: int = 0
    total: int | None = None
    rate: float = 0.0
    """Units a second, smoothed; 0 while unknown."""
    heard: float = 0.0
    """When it was last heard of, on the feed's clock."""
    note: str = ""
    """What happens in it now."""

    @property
    def complete(self) -> bool:
        """Whether nothing of it is left."""
        return self.total is not None and self.done >= self.total

    @property
    def share(self) -> float:
        """Give how much is done, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else float(self.complete)

    @property
    def seconds_left(self) -> float | None:
        """Give the time left at the present rate; None while unknown."""
        if self.total is None or not self.rate or self.share < TOO_EARLY:
            return None
        return max(0, self.total - self.done) / self.rate

    def after(self, progress: Progress, now: float) -> StageState:
        """Add one report."""
        rate = self._rate(progress.done - self.done, now - self.heard) if self.heard else 0.0
        return StageState(progress.done, progress.total, rate, now, progress.note)

    def _rate(self, units: int, seconds: float) -> float:
        if seconds <= 0 or units < 0:
            return self.rate
        latest = units / seconds
        weight = 1 - exp(-seconds / SMOOTHING) if self.rate else 1.0
        return self.rate + weight * (latest - self.rate)


class Analysis(NamedTuple):
    """The whole analysis so far."""

    state: State = "idle"
    stages: Mapping[StageName, StageState] = MappingProxyType({})
    losses: tuple[float, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    message: str = ""
    """What went wrong, when it failed."""
    mend: str = ""
    notice: str = ""
    """What the user has to know besides."""

    @property
    def running(self) -> bool:
        """Whether anything more is to come."""
        return self.state in ("running", "stopping")

    @property
    def told(self) -> str:
        """Give what the user has to know: why it failed and what to do, or the notice; empty where all is well."""
        if self.state == "failed":
            return f"{self.message}. {self.mend}" if self.mend else self.message
        return self.notice

    @property
    def stage(self) -> StageName | None:
        """Name the stage worked on: the first that is begun and not complete, else the last begun."""
        begun = [name for name in STAGES if name in self.stages]
        return next((name for name in begun if not self.stages[name].complete), begun[-1] if begun else None)

    def after(self, progress: Progress, now: float) -> Analysis:
        """Add one report of one stage."""
        known = self.stages.get(progress.stage, StageState())
        return self._replace(
            stages={**self.stages, progress.stage: known.after(progress, now)},
            losses=self.losses if progress.loss is None else (*self.losses, progress.loss),
            skipped=self.skipped + progress.skipped,
            notice=progress.notice or self.notice,
        )

    def failed(self, message: str, mend: str) -> Analysis:
        """Close the account with what went wrong."""
        return self._replace(state="failed", message=message, mend=mend)
