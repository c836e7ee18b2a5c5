"""Listens for OSC on this machine alone: a thread that keeps the newest command of each kind until it is fetched."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

from tuimap.osc.address import LOOPBACK
from tuimap.osc.packets import Command, commands_in

LARGEST_PACKET = 1 << 16

PACE_SECONDS = 1 / 60
"""It is told so often at most that there is something to fetch: a controller sends a thousand a second."""


CLOSE_SECONDS = 0.3


class Receiver:
    """Takes the port when it is made, and packets once somebody listens."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.problem = ""
        """Why nothing can be asked for; empty when all is well."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind((LOOPBACK, port))
        except OSError as error:
            self._socket.close()
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
            self.problem = f"OSC cannot move the map: port {port} {reason}; --osc-listen takes another"
        self._newest: dict[str, Command] = {}
        """By name; the one that came last stands last."""
        self._told = False
        self._changing = Lock()
        self._thread: Thread | None = None

    def listen(self, tell: Callable[[], object]) -> None:
        """Receive from now on; `tell` is called in a thread when there is something to take."""
        if not self.problem:
            self._thread = Thread(target=self._run, args=(tell,), name="osc receiver", daemon=True)
            self._thread.start()

    def take(self) -> list[Command]:
        """Give what was asked for since the last time, of each kind only the newest."""
        with self._changing:
            newest, self._newest, self._told = list(self._newest.values()), {}, False
        return newest

    def close(self) -> None:
        """Give the port back."""
        if self._thread is None:
            self._socket.close()
            return
        thread, self._thread = self._thread, None
        with suppress(OSError):
            self._socket.sendto(b"", self._socket.getsockname())  # wakes the thread
        thread.join(CLOSE_SECONDS)

    def _run(self, tell: Callable[[], object]) -> None:
        due = 0.0
        with self._socket:
            while self._thread is not None:
                self._receive(due)
                if self._untold() and (now := time.monotonic()) >= due:
                    due = now + PACE_SECONDS
                    self._told = True
                    tell()

    def _untold(self) -> bool:
        return bool(self._newest) and not self._told

    def _receive(self, due: float) -> None:
        """Wait for a packet; until a moment, if there is something to be told then."""
        with suppress(TimeoutError, OSError):  # an error belongs to a packet sent before, or to none
            self._socket.settimeout(max(0.001, due - time.monotonic()) if self._untold() else None)
            for command in commands_in(self._socket.recv(LARGEST_PACKET)):
                with self._changing:
                    self._newest.pop(command.name, None)
                    self._newest[command.name] = command
