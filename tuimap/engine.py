"""The analysis in a process of its own, so that nothing in it can freeze or crash the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tuimap.progress import Progress


@dataclass(frozen=True)
class Finished:
    """The analysis is done; the map is in the library."""

    sounds: int
    skipped: int


@dataclass(frozen=True)
class Failed:
    """The analysis ended without a map."""

    message: str
    mend: str = ""


Message: TypeAlias = Progress | Finished | Failed


class Engine(Protocol):
    """Runs one analysis at a time."""

    def messages(self) -> Iterator[Message]:
        """Start, and give what the engine says; blocks; the last is Finished or Failed, or none after `cancel`."""

    def cancel(self) -> None:
        """End the analysis soon; what is finished stays stored. May be called from any thread, more than once."""
