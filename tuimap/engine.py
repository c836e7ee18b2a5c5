"""The analysis in a process of its own, so that nothing in it can freeze or crash the screen."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, Protocol, TypeAlias

from tuimap.child_process import child_command, child_environment
from tuimap.collection import Collection
from tuimap.progress import Progress

_GRACE_SECONDS = 2.0


class Finished(NamedTuple):
    """The analysis is done; the map is in the library."""

    sounds: int
    skipped: int


class Failed(NamedTuple):
    """The analysis ended without a map."""

    message: str
    mend: str = ""


Message: TypeAlias = Progress | Finished | Failed


class Engine(Protocol):
    """Runs one analysis at a time."""

    def messages(self) -> Iterator[Message]:
        """Start at once, and give what the engine says; the last is Finished or Failed, or none after `cancel`.

        Asking for the next message blocks.
        """

    def cancel(self) -> None:
        """End the analysis soon; what is finished stays stored. May be called from any thread, more than once."""


class EngineProcess:
    """An Engine in a child process; messages come over its standard output."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    def messages(self) -> Iterator[Message]:
        """Start the child, and give what it says until it ends."""
        if self._cancelled:
            return iter(())
        process = self._process = _start()
        if self._cancel_asked():
            process.kill()
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            pickle.dump(self._collection, process.stdin)
            process.stdin.flush()
        return self._said_by(process)

    def _said_by(self, process: subprocess.Popen[bytes]) -> Iterator[Message]:
        assert process.stdin is not None
        assert process.stdout is not None
        with process, process.stdin, process.stdout:
            yield from _until_the_end(process.stdout)
        if process.returncode and not self._cancelled:
            yield Failed(
                f"the analysis ended unexpectedly ({_ending(process.returncode)})",
                f"Run again to go on; see {log_path()}",
            )

    def _cancel_asked(self) -> bool:
        return self._cancelled  # another thread may have set it since it was looked at last

    def cancel(self) -> None:
        """End the child: at once, but after it has stored what is finished."""
        self._cancelled = True
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _start() -> subprocess.Popen[bytes]:
    with _log() as errors:
        return subprocess.Popen(
            child_command("tuimap.engine_child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=child_environment(),
            start_new_session=True,
        )


def log_path() -> Path:
    """Give the file that holds what the engine of the latest run printed."""
    from platformdirs import user_log_path

    return Path(user_log_path("tuimap")) / "engine.log"


def _log() -> IO[bytes]:
    """Open the log; where there is no place for one, what would be in it is dropped."""
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        return log_path().open("wb")
    except OSError:
        return open(os.devnull, "wb")  # noqa: PTH123


def _until_the_end(stream: IO[bytes]) -> Iterator[Message]:
    while True:
        try:
            message: Message = pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return
        yield message


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
