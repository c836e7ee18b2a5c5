"""What is to be done later, while keys are waited for."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class Alarms:
    """At most one of each name."""

    def __init__(self) -> None:
        self._set: dict[str, tuple[float, Callable[[], None]]] = {}

    def set(self, name: str, seconds: float, do: Callable[[], None]) -> None:
        """Have something done after so many seconds, instead of what was to be done under this name."""
        self._set[name] = monotonic() + seconds, do

    def drop(self, name: str) -> None:
        """Have it not done."""
        self._set.pop(name, None)

    def wait(self) -> float | None:
        """Give the seconds until something is to be done, at least 0; None where there is nothing."""
        return max(0.0, min(when for when, _ in self._set.values()) - monotonic()) if self._set else None

    def ring(self) -> None:
        """Do what is due."""
        now = monotonic()
        for name, (when, do) in list(self._set.items()):
            if when <= now and self._set.get(name) == (when, do):
                self.drop(name)
                do()
