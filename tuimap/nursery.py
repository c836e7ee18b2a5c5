"""Where worker processes come from.

On Linux a process is forked while this one has neither threads nor JAX. It imports what the workers need, while this
one goes on, and forks a worker whenever one is wanted, whatever this process has become by then. Elsewhere, and
should that process be gone, every worker is a fresh Python.
"""

from __future__ import annotations

import gc
import multiprocessing as mp
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeAlias

from tuimap.errors import DecodeError

Work: TypeAlias = Callable[[Any, Any], Any]
"""(context, task) -> result; a function at the top of a module. What it raises becomes the task's Failure."""

_MOST_DESCRIPTORS = 4096


@dataclass(frozen=True)
class Failure:
    """A task that gave no result."""

    reason: str
    needs: str = ""
    """A program that would have helped."""
    may_pass: bool = False
    """Whether trying again later makes sense."""


class Nursery:
    """Starts processes that do `work`; a context manager that leaves none behind."""

    def __init__(self, work: Work, prepare: Callable[[], None] | None = None) -> None:
        """`prepare` is called once before the first worker starts: it imports what `work` needs."""
        self._work = work
        self._control: socket.socket | None = None
        self._pid = 0
        if _may_fork():
            self._control, theirs = socket.socketpair()
            self._pid = os.fork()
            if not self._pid:
                _be(lambda: _run_nursery(theirs, work, prepare))
            theirs.close()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> tuple[Connection, Any]:
        """Start a worker: its connection, and its process where that is a child of this one.

        The worker says its process number first. Then it answers ("task", task) with the result, and
        ("context", context) not at all.
        """
        ours, theirs = mp.Pipe()
        with theirs:
            if self._control is not None and _hand_over(self._control, theirs):
                return ours, None
            process = mp.get_context("spawn").Process(target=serve, args=(theirs, self._work), daemon=True)
            process.start()
        return ours, process

    def close(self) -> None:
        """End every worker that was forked."""
        if self._control is None:
            return
        self._control.close()
        self._control = None
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def end(pid: int) -> None:
    """Kill a worker and what it has started; it holds nothing that could be lost."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def serve(connection: Connection, work: Work) -> None:
    """Do tasks until the other end closes; nothing a decoder prints reaches the screen."""
    _stand_alone()
    context: Any = None
    try:
        connection.send(os.getpid())
        while True:
            kind, message = connection.recv()
            if kind == "context":
                context = message
            else:
                connection.send(_done(work, context, message))
    except (EOFError, OSError):
        return


def _done(work: Work, context: Any, task: Any) -> Any:
    try:
        return work(context, task)
    except DecodeError as error:
        return Failure(error.message, error.needs, error.may_pass)
    except (OSError, MemoryError) as error:
        return Failure(f"{type(error).__name__}: {error}", may_pass=True)
    except Exception as error:  # noqa: BLE001 (one file's trouble must not end the worker)
        return Failure(f"{type(error).__name__}: {error}")


def _may_fork() -> bool:
    """Forking is quick, and safe on Linux before any thread has been started and JAX loaded."""
    return sys.platform == "linux" and threading.active_count() == 1 and "jax" not in sys.modules


def _hand_over(control: socket.socket, theirs: Connection) -> bool:
    """Ask for a worker at the other end of `theirs`; False where nobody is there any more."""
    try:
        socket.send_fds(control, [b"w"], [theirs.fileno()])
    except OSError:
        return False
    return True


def _run_nursery(control: socket.socket, work: Work, prepare: Callable[[], None] | None) -> None:
    """Be the process that workers are forked from, until the other end of `control` closes."""
    _stand_alone()
    _close_inherited(kept=control.fileno())
    if prepare is not None:
        with suppress(Exception):  # each task will say what is missing
            prepare()
    gc.freeze()  # what is there now stays shared with the workers
    workers: set[int] = set()
    with suppress(OSError):
        while (request := socket.recv_fds(control, 1, 1))[0]:
            pid = os.fork()
            if not pid:
                control.close()
                _be(lambda: serve(Connection(request[1][0]), work))
            os.close(request[1][0])
            workers.add(pid)
            workers -= set(_reaped())
    for pid in workers:
        end(pid)
    for pid in workers:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _be(process: Callable[[], None]) -> NoReturn:
    """Do what a forked process is for and end it, whatever happens: it must never go on as a second program."""
    try:
        process()
    finally:
        os._exit(0)


def _reaped() -> list[int]:
    """Give the process numbers of the children that have ended."""
    ended = []
    with suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            ended.append(pid)
    return ended


def _stand_alone() -> None:
    """Leave the terminal's process group, its Ctrl-C, and standard input, output and error."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)
    os.close(silence)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 (for as long as the process lives)


def _close_inherited(kept: int) -> None:
    """Let go of the parent's pipes and files: their other ends must see when the parent is gone."""
    os.closerange(3, kept)
    os.closerange(kept + 1, _MOST_DESCRIPTORS)
