"""How much may be under way on the line at once: enough to fill it, not so much that a stop has to wait.

As LEDBAT and TCP Vegas do: the time until an answer, over the shortest one seen, tells how long what is sent stands in
a queue somewhere. What stands there is in front of everything that the user does next.
"""

from __future__ import annotations

from collections import deque

QUEUE_SECONDS = 0.08
"""More than this should not stand in a queue."""
FIRST, LEAST, MOST = 32 << 10, 8 << 10, 4 << 20
"""Bytes that may be under way: at first, at least, at most."""
MEMORY_SECONDS = 10.0
"""The shortest time is that of the last ten to twenty seconds: lines change."""


class Window:
    """Counts what is under way. `now` is a monotonic time in seconds, `answered` a count of bytes since the start."""

    def __init__(self) -> None:
        self.size = FIRST
        self._sent = self._answered = 0
        self._under_way: deque[tuple[int, float]] = deque()
        self._shortest: list[float] = []
        self._turned = self._shrunk = -MEMORY_SECONDS

    @property
    def under_way(self) -> int:
        """Bytes sent and not answered."""
        return self._sent - self._answered

    @property
    def room(self) -> int:
        """Bytes that may be sent now; below zero when there is none."""
        return self.size - self.under_way

    def begin(self) -> None:
        """Start counting anew on a new connection; what was learned of the line stays."""
        self._sent = self._answered = 0
        self._under_way.clear()

    def sent(self, n_bytes: int, now: float) -> None:
        """Count what has been sent."""
        self._sent += n_bytes
        self._under_way.append((self._sent, now))

    def answered(self, total: int, now: float) -> None:
        """Take the answer that `total` bytes have arrived."""
        if not self._answered < total <= self._sent:
            return
        busy = self.room < self.size // 2
        news, self._answered = total - self._answered, total
        seconds = None
        while self._under_way and self._under_way[0][0] <= total:
            seconds = now - self._under_way.popleft()[1]
        if seconds is not None:
            self._learn(seconds, news if busy else 0, now)

    def _learn(self, seconds: float, news: int, now: float) -> None:
        if now - self._turned > MEMORY_SECONDS:
            self._turned = now
            self._shortest = [*self._shortest[-1:], seconds]
        self._shortest[-1] = min(self._shortest[-1], seconds)
        queued = seconds - min(self._shortest)
        if queued < QUEUE_SECONDS / 2:
            self.size = min(MOST, self.size + news)
        elif queued > QUEUE_SECONDS and now - self._shrunk > seconds:
            self._shrunk = now
            kept = (seconds - queued + QUEUE_SECONDS / 2) / seconds
            self.size = max(LEAST, int(self.size * kept))
