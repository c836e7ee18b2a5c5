"""Pictures of sounds for the screen: the newest that was asked for, read by a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread
from typing import Generic, TypeVar

from tuimap.child_process import child_command, child_environment
from tuimap.players import Clip
from tuimap.spectrogram import RECORD

Asker = TypeVar("Asker")
"""What whoever asks calls the clip."""

KEPT = 32
"""Pictures; the latest looked at."""

PATIENCE_SECONDS = 0.4
"""A file that takes longer is given up for one that is asked for meanwhile."""

ATTEMPTS = 2
"""A process may have died before it was asked."""

CLOSE_SECONDS = 0.5


class Pictures(Generic[Asker]):
    """Has pictures made, one at a time; the process starts with the first that is asked for.

    `told` is called, in a thread, with a picture: uint8 [BANDS, COLUMNS], or empty where there is none.
    """

    def __init__(self, told: Callable[[Asker, bytes], object]) -> None:
        self._told = told
        self._kept: OrderedDict[Clip, bytes] = OrderedDict()
        self._wanted: tuple[Clip, Asker] | None = None
        self._begun = 0.0
        self._child: subprocess.Popen[bytes] | None = None
        self._thread: Thread | None = None
        self._closing = False
        self._changed = Condition()

    def ask(self, clip: Clip, asker: Asker) -> None:
        """Have a picture made, and forget what was asked for before and has not been begun; does not block."""
        with self._changed:
            self._wanted = clip, asker
            if self._begun and time.monotonic() - self._begun > PATIENCE_SECONDS:
                self._kill()
            if self._thread is None:
                self._thread = Thread(target=self._run, name="pictures", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """End the process; waits at most CLOSE_SECONDS."""
        with self._changed:
            self._closing = True
            self._kill()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while wanted := self._next():
            clip, asker = wanted
            picture = self._kept.get(clip)
            for _ in range(ATTEMPTS):
                if picture is None and not self._given_up:
                    picture = self._made(clip)
            if not self._given_up:
                picture = picture or b""
                self._keep(clip, picture)
                self._told(asker, picture)
        self._bury()

    @property
    def _given_up(self) -> bool:
        """Whether something else is wanted by now."""
        return self._closing or self._wanted is not None

    def _next(self) -> tuple[Clip, Asker] | None:
        """Wait for what is to be pictured; None while closing."""
        with self._changed:
            self._begun = 0.0
            self._changed.wait_for(lambda: self._closing or self._wanted)
            wanted, self._wanted = self._wanted, None
            self._begun = time.monotonic()
            return None if self._closing else wanted

    def _keep(self, clip: Clip, picture: bytes) -> None:
        self._kept[clip] = picture
        self._kept.move_to_end(clip)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _made(self, clip: Clip) -> bytes | None:
        """Give the picture of a clip, empty where its file gives none; None where the process ended meanwhile."""
        from tuimap.players.wire import Order

        with suppress(OSError, ValueError):  # its pipes are closed
            child = self._running()
            if child is not None and child.stdin is not None and child.stdout is not None:
                child.stdin.write(Order(1, "play", clip).line())
                child.stdin.flush()
                answer = child.stdout.read(RECORD)
                if len(answer) == RECORD:
                    return answer[1:] if answer[0] else b""
        self._bury()
        return None

    def _running(self) -> subprocess.Popen[bytes] | None:
        """Give the process, a new one where there is none; None while closing."""
        with self._changed:
            if self._closing:
                return None
            if self._child is None:
                self._child = subprocess.Popen(
                    child_command("tuimap.spectrogram.child"),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=child_environment(),
                    start_new_session=sys.platform != "win32",
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            return self._child

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _bury(self) -> None:
        """Wait for the end of the process, and let go of it."""
        with self._changed:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            with suppress(OSError):
                child.communicate()
