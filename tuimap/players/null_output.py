"""No device: frames are taken in real time and dropped. For tests, and for machines without sound."""

from __future__ import annotations

import time
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix

RATE = 48_000
PERIOD = 0.01
"""Seconds of one step."""


class NullOutput:
    """A thread that plays to nobody."""

    rate = RATE
    occupies = True

    def __init__(self, mix: Mix) -> None:
        self._mix = mix
        self._closed = Event()
        self._thread = Thread(target=self._run, name="null output", daemon=True)
        self._thread.start()

    def failure(self) -> str:
        """Give the empty text: there is nothing to fail."""
        return ""

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._closed.wait(max(0.0, due - time.monotonic())):
            self._mix(round(RATE * PERIOD))
            # after a suspended machine wakes up, the lost time is not made up for
            due = max(due + PERIOD, time.monotonic() - 1.0)


def open_null(mix: Mix, _device: str) -> NullOutput:
    """Open nothing; cannot fail."""
    return NullOutput(mix)
