"""Worker processes: tasks go out, results come back in any order.

A task that kills or hangs its worker costs itself only.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, TypeAlias

from tuimap.errors import DecodeError

Work: TypeAlias = Callable[[Any, Any], Any]
"""(context, task) -> result; a function at the top of a module. What it raises becomes the task's Failure."""

_ASLEEP_SECONDS = 2.0
_BURIAL_SECONDS = 1.0
_MOST_DESCRIPTORS = 4096
_AHEAD = 16
"""Tasks given to a worker before its results are back, so that it never waits for the next one."""


@dataclass(frozen=True)
class Failure:
    """A task that gave no result."""

    reason: str
    needs: str = ""
    """A program that would have helped."""
    may_pass: bool = False
    """Whether trying again later makes sense."""


@dataclass
class _Worker:
    process: Any
    connection: Connection
    tasks: deque[Any] = field(default_factory=deque)
    """Given and not answered, oldest first."""
    since: float = 0.0
    """When the oldest of them can have begun."""
    version: int = 0
    """Of the context it knows."""


class Pool:
    """A few processes that do `work`; a context manager that leaves none behind."""

    def __init__(self, work: Work, context: Any, jobs: int = 0, task_seconds: float = 60.0) -> None:
        """Start `jobs` processes, one for each core when 0; a task may take `task_seconds`."""
        self._work = work
        self._context = context
        self._version = 0
        self._task_seconds = task_seconds
        self._workers: list[_Worker] = []
        self._suspects: set[Any] = set()
        """Tasks whose worker died once; it may have been for another reason, such as a lack of memory."""
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
        slow = Failure(f"reading it took longer than {self._task_seconds:g} s", may_pass=True)
        results += [self._give_up(worker, slow) for worker in late]
        return [result for result in results if result is not None]

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.connection.close()
            _end(worker.process)
        for worker in self._workers:
            worker.process.join(_BURIAL_SECONDS)
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
        return bool(worker.tasks) and time.monotonic() - worker.since > self._task_seconds

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
        return worker.tasks.popleft(), result

    def _bury(self, worker: _Worker) -> tuple[Any, Any] | None:
        """Replace a worker that died: its oldest task gets a second try, and fails if that dies as well."""
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
        worker.connection.close()
        _end(worker.process)
        worker.process.join(_BURIAL_SECONDS)
        self._workers.remove(worker)
        fresh = self._start()
        self._workers.append(fresh)
        for task in tasks:
            self._give(fresh, task)

    def _start(self) -> _Worker:
        forking = _may_fork()
        context: Any = mp.get_context("fork" if forking else "spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._work, self._context, forking), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, version=self._version)


def cores() -> int:
    """Give how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    """Forking is quick, and safe on Linux before any thread has been started and JAX loaded."""
    return sys.platform == "linux" and threading.active_count() == 1 and "jax" not in sys.modules


def _end(process: Any) -> None:
    """Kill a worker and what it has started; it holds nothing that could be lost."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()


def _serve(connection: Connection, work: Work, context: Any, forked: bool) -> None:
    """Do tasks until the other end closes; nothing a decoder prints reaches the screen."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    silence = open(os.devnull, "r+")  # noqa: SIM115, PTH123 (for as long as the process lives)
    for descriptor in (0, 1, 2):
        os.dup2(silence.fileno(), descriptor)
    sys.stdout = sys.stderr = silence
    if forked:
        _close_inherited({connection.fileno(), silence.fileno()})
    while True:
        try:
            kind, message = connection.recv()
        except (EOFError, OSError):
            return
        if kind == "context":
            context = message
            continue
        try:
            result = work(context, message)
        except DecodeError as error:
            result = Failure(error.message, error.needs, error.may_pass)
        except (OSError, MemoryError) as error:
            result = Failure(f"{type(error).__name__}: {error}", may_pass=True)
        except Exception as error:  # noqa: BLE001 (one file's trouble must not end the worker)
            result = Failure(f"{type(error).__name__}: {error}")
        connection.send(result)


def _close_inherited(kept: set[int]) -> None:
    """Let go of the parent's pipes and files: their other ends must see when the parent is gone."""
    last = max(kept) + 1
    for descriptor in set(range(3, last)) - kept:
        with suppress(OSError):
            os.close(descriptor)
    os.closerange(last, _MOST_DESCRIPTORS)
