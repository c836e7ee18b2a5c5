"""Worker processes: tasks go out, results come back in any order.

A task that kills or hangs its worker costs itself only.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from tuimap.nursery import Failure, Nursery, end

_ASLEEP_SECONDS = 2.0
_BURIAL_SECONDS = 1.0
_MOST_STILLBORN = 20
_AHEAD = 16
"""Tasks given to a worker before its results are back, so that it never waits for the next one."""


@dataclass
class _Worker:
    connection: Connection
    process: Any
    """None for one that is not a child of this process."""
    pid: int = 0
    """0 until it has said its number."""
    tasks: deque[Any] = field(default_factory=deque)
    """Given and not answered, oldest first."""
    since: float = 0.0
    """When the oldest of them can have begun."""
    version: int = -1
    """Of the context it knows."""


class Pool:
    """A few processes of a nursery at work; a context manager that leaves none behind."""

    def __init__(
        self,
        nursery: Nursery,
        context: Any,
        jobs: int = 0,
        task_seconds: float = 60.0,
        more_seconds: Callable[[Any], float] = lambda _: 0.0,
    ) -> None:
        """Start `jobs` processes, one for each core when 0; a task may take `task_seconds` and `more_seconds` of it."""
        self._nursery = nursery
        self._context = context
        self._version = 0
        self._task_seconds = task_seconds
        self._more_seconds = more_seconds
        self._workers: list[_Worker] = []
        self._suspects: set[Any] = set()
        """Tasks whose worker died once; it may have been for another reason, such as a lack of memory."""
        self._stillborn = 0
        """How many workers in a row died before they began."""
        self._awake = time.monotonic()
        for _ in range(jobs or cores()):
            self._workers.append(self._start())

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def share(self, context: Any) -> None:
        """Give the workers another context; tasks submitted from now on are done with it."""
        self._context = context
        self._version += 1

    def has_room(self) -> bool:
        """Tell whether a task would be begun soon."""
        return self._next() is not None

    def submit(self, task: Any) -> None:
        """Give a task to the least busy worker; call only while there is room."""
        worker = self._next()
        if worker is None:
            raise RuntimeError("no worker has room")
        self._give(worker, task)

    def busy(self) -> bool:
        """Tell whether results are still to come."""
        return any(worker.tasks for worker in self._workers)

    def results(self, timeout: float) -> list[tuple[Any, Any]]:
        """Wait until there are some, at most `timeout` seconds: (task, its result or Failure)."""
        by_connection = {worker.connection: worker for worker in self._workers}
        ready = wait(list(by_connection), timeout)
        self._excuse_sleep()
        results = [self._receive(worker) for connection, worker in by_connection.items() if connection in ready]
        late = [worker for worker in self._workers if self._is_late(worker)]
        results += [self._give_up(worker, self._slow(worker)) for worker in late]
        return [result for result in results if result is not None]

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def _next(self) -> _Worker | None:
        """Give the least busy worker that may take a task; one with an old context must be idle to learn the new."""
        open_to = [w for w in self._workers if len(w.tasks) < (_AHEAD if w.version == self._version else 1)]
        return min(open_to, key=lambda worker: len(worker.tasks), default=None)

    def _excuse_sleep(self) -> None:
        """Count no time against a task that passed while this very process slept: a stopped job, a closed lid."""
        slept, self._awake = time.monotonic() - self._awake, time.monotonic()
        if slept > _ASLEEP_SECONDS:
            for worker in self._workers:
                worker.since += slept

    def _is_late(self, worker: _Worker) -> bool:
        begun = bool(worker.pid and worker.tasks)  # one that still imports what it needs is not late
        return begun and time.monotonic() - worker.since > self._limit(worker)

    def _limit(self, worker: _Worker) -> float:
        return self._task_seconds + self._more_seconds(worker.tasks[0])

    def _slow(self, worker: _Worker) -> Failure:
        return Failure(f"reading it took longer than {round(self._limit(worker), 1):g} s", may_pass=True)

    def _give(self, worker: _Worker, task: Any) -> None:
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        try:
            if worker.version != self._version:
                worker.connection.send(("context", self._context))
                worker.version = self._version
            worker.connection.send(("task", task))
        except OSError:
            return  # the worker is gone; `results` finds out and says so

    def _receive(self, worker: _Worker) -> tuple[Any, Any] | None:
        try:
            result = worker.connection.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        worker.since = time.monotonic()
        if not worker.pid:
            worker.pid, self._stillborn = result, 0
            return None
        return worker.tasks.popleft(), result

    def _bury(self, worker: _Worker) -> tuple[Any, Any] | None:
        """Replace a worker that died: its oldest task gets a second try, and fails if that dies as well.

        One that died before it began has met none of its tasks, unless not one can begin any more.
        """
        if not worker.pid and self._stillborn < _MOST_STILLBORN:
            self._stillborn += 1
            self._replace(worker, list(worker.tasks))
            return None
        if not worker.tasks or worker.tasks[0] in self._suspects:
            return self._give_up(worker, Failure("the decoder crashed on it"))
        self._suspects.add(worker.tasks[0])
        self._replace(worker, list(worker.tasks))
        return None

    def _give_up(self, worker: _Worker, failure: Failure) -> tuple[Any, Any] | None:
        """Replace a worker: its oldest task has failed, the others are given again."""
        self._replace(worker, list(worker.tasks)[1:])
        return (worker.tasks[0], failure) if worker.tasks else None

    def _replace(self, worker: _Worker, tasks: Sequence[Any]) -> None:
        _end(worker)
        self._workers.remove(worker)
        fresh = self._start()
        self._workers.append(fresh)
        for task in tasks:
            self._give(fresh, task)

    def _start(self) -> _Worker:
        return _Worker(*self._nursery.start())


def _end(worker: _Worker) -> None:
    """End a worker; one that has not said its number yet ends when its connection does."""
    worker.connection.close()
    if worker.pid:
        end(worker.pid)
    if worker.process is not None:
        worker.process.kill()
        worker.process.join(_BURIAL_SECONDS)


def cores() -> int:
    """Give how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
