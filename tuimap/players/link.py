"""One running audio child, seen from the screen's process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import IO

from tuimap.child_process import child_command, child_environment
from tuimap.players.wire import Order, Report

END_SECONDS = 0.4
"""What a child gets to let its last sound fade, and again to follow a request to end."""
UNANSWERED = 4
UNANSWERED_BYTES = 8_000
"""A child that owes so many answers, or answers to so much, gets no more orders: what it has not read and the longest
order fit into a pipe of 64 KiB, and sending never blocks."""


class Link:
    """A child process, the latest it reported, and when. Creating one takes milliseconds: not for an event loop."""

    def __init__(self, arguments: Sequence[str], tell: Callable[[], None]) -> None:
        self.report = Report()
        self.gone = False
        self.begun = self.heard_at = self.opening_at = time.monotonic()
        self.heard = False
        self._tell = tell
        self._sent = 0
        self._sizes: deque[int] = deque(maxlen=UNANSWERED)
        """Bytes of the newest orders."""
        windows = sys.platform == "win32"
        self._process = subprocess.Popen(
            [*child_command("tuimap.players.child"), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(**needed_environment()),
            # Ctrl-C in the terminal is for the screen, and a sound opens no window
            start_new_session=not windows,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.pid = self._process.pid
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipes to the audio child")
        self._orders: IO[bytes] = self._process.stdin
        Thread(target=self._listen, args=(self._process.stdout,), name="audio reports", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether an order can be sent without waiting."""
        unanswered = self._sent - self.report.answered
        waiting = sum(list(self._sizes)[-unanswered:]) if unanswered else 0
        return not self.gone and unanswered < UNANSWERED and waiting < UNANSWERED_BYTES

    def send(self, order: Order) -> None:
        """Give the child an order, whatever its number; whether the child lives is seen by `gone`."""
        self._sent += 1
        line = replace(order, number=self._sent).line()
        self._sizes.append(len(line))
        with suppress(OSError):
            self._orders.write(line)
            self._orders.flush()

    def excuse(self) -> None:
        """Count the child's time from now: it was this process that slept."""
        self.begun = self.heard_at = self.opening_at = time.monotonic()

    def end(self, *, at_once: bool = False) -> None:
        """End the child: by the end of its orders, then by request, then by force."""
        steps = (self._hang_up, self._process.terminate, self._process.kill)
        if at_once:
            self._process.kill()
        for step in steps:
            step()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(END_SECONDS)
                return

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._orders.close()

    def _listen(self, reports: IO[bytes]) -> None:
        """Keep the latest report until the child is gone, or says what nobody understands."""
        with reports, suppress(ValueError, KeyError, TypeError):
            for line in reports:
                report = Report.read(line)
                self.heard_at = time.monotonic()
                if report.opening != self.report.opening:
                    self.opening_at = self.heard_at
                self.report, self.heard = report, True
                self._tell()
        self.gone = True
        self._tell()


def needed_environment() -> dict[str, str]:
    """Give what keeps a child small, and what a back end needs: without it simpleaudio crashes from Python 3.12 on."""
    # otherwise glibc keeps the largest of what each thread ever held
    one_heap = {"MALLOC_ARENA_MAX": "1"}
    return one_heap | ({"PYTHONMALLOC": "malloc"} if sys.version_info >= (3, 12) else {})
