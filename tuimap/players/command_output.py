"""Sound through a program that plays raw samples, for machines where no library does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from select import select
from threading import Event, Thread
from typing import IO, TYPE_CHECKING

from tuimap.errors import PlayerError
from tuimap.players.commands import RATE, command_lines
from tuimap.safe import printable

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix
    from tuimap.players.voice import Frames

STEP = RATE // 100
"""Frames handed over at once."""
LEAD_SECONDS = 0.06
"""A player that does not hold them up itself gets frames so far ahead at most."""
PIPE_BYTES = 4096
"""What waits in the pipe still sounds after a stop: 21 ms."""
SILENT_SECONDS = 1.0
"""After so much silence the player ends."""
STUCK_SECONDS = 1.0
"""A player that takes nothing for so long hangs."""
PROOF_SECONDS = 1.2
"""What the players get, all of them, to play a moment of silence when they are tried."""
LAST_WORDS_SECONDS = 0.3
"""What the words of a player that has gone get to arrive."""
MOST_WORDS = 8_000
MOST_SHOWN = 120
"""Of what a player says so many bytes are kept, and so many characters of a line shown."""
F_SETPIPE_SZ = 1031


class Running:
    """A player at work; `write` raises PlayerError once it is gone or hangs."""

    def __init__(self, line: Sequence[str]) -> None:
        self.name = Path(line[0]).name
        reading, self._pipe = os.pipe()
        _keep_small(self._pipe)
        os.set_blocking(self._pipe, False)
        with os.fdopen(reading, "rb") as orders:
            try:
                self._process = subprocess.Popen(
                    line, stdin=orders, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
                )
            except OSError as error:
                os.close(self._pipe)
                raise PlayerError(f"{self.name} cannot be started ({error.strerror})") from error
        self._words = b""
        assert self._process.stderr is not None
        self._listener = Thread(target=self._listen, args=(self._process.stderr,), name="player's words", daemon=True)
        self._listener.start()

    def write(self, frames: Frames) -> None:
        """Hand frames over, and wait until they are taken."""
        left = (frames * 32767.0).astype("<i2").tobytes()
        while left:
            _, ready, _ = select([], [self._pipe], [], STUCK_SECONDS)
            if not ready:
                raise PlayerError(f"{self.name} does not answer")
            try:
                left = left[os.write(self._pipe, left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise PlayerError(self._why_gone()) from error

    def prove(self, seconds: float) -> None:
        """Raise PlayerError unless the player plays a moment of silence and ends in time."""
        from numpy import zeros

        until = time.monotonic() + seconds
        self.write(zeros((STEP, 2), "f4"))
        os.close(self._pipe)
        self._pipe = -1
        try:
            code = self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise PlayerError(f"{self.name} does not answer") from None
        self._listener.join(LAST_WORDS_SECONDS)
        if code or b"fail" in self._words.lower():  # ffplay calls it a success to have been silent
            raise PlayerError(self._why_gone())

    def end(self) -> None:
        """End the player, whatever it does."""
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1
        self.kill()
        self._process.wait()

    def kill(self) -> None:
        """End the player, for any thread."""
        self._process.kill()

    def _why_gone(self) -> str:
        """Give the first of the player's last words that are its own."""
        self._listener.join(LAST_WORDS_SECONDS)
        lines = _own_lines(self._words)
        return f"{self.name} stopped: {lines[0]}" if lines else f"{self.name} stopped"

    def _listen(self, errors: IO[bytes]) -> None:
        with errors:
            for line in errors:
                if len(self._words) < MOST_WORDS:
                    self._words += line[:MOST_WORDS]


class CommandOutput:
    """A thread that starts a player when something sounds, and ends it after a while of silence."""

    rate = RATE
    occupies = False

    def __init__(self, line: Sequence[str], mix: Mix) -> None:
        self._line = line
        self._mix = mix
        self._failure = ""
        self._closed = Event()
        self._running: Running | None = None
        Thread(target=self._run, name="command output", daemon=True).start()

    def failure(self) -> str:
        """Tell when the player has gone, or takes no more."""
        return self._failure

    def close(self) -> None:
        """Stop now; a player whose sound server hangs would outlive us."""
        self._closed.set()
        if self._running is not None:
            self._running.kill()

    def _run(self) -> None:
        try:
            while not self._closed.wait(STEP / RATE):
                first = self._mix(STEP)
                if first.any():
                    self._sound(first)
        except PlayerError as error:
            self._failure = error.message

    def _sound(self, frames: Frames) -> None:
        """Feed a player until silence."""
        running = self._running = Running(self._line)
        try:
            due = sounded = time.monotonic()
            while not self._closed.is_set() and time.monotonic() - sounded < SILENT_SECONDS:
                running.write(frames)
                if frames.any():
                    sounded = time.monotonic()
                due = max(due + STEP / RATE, time.monotonic() - LEAD_SECONDS)
                self._closed.wait(max(0.0, due - LEAD_SECONDS - time.monotonic()))
                frames = self._mix(STEP)
        finally:
            self._running = None
            running.end()


def open_command(mix: Mix, device: str) -> CommandOutput:
    """Take the first player that plays a moment of silence, or the one named."""
    if sys.platform == "win32":
        raise PlayerError("there is no command player for Windows")
    reasons = {}
    lines = command_lines(device)
    until = time.monotonic() + PROOF_SECONDS
    for place, line in enumerate(lines):
        try:
            _prove(line, (until - time.monotonic()) / (len(lines) - place))
        except PlayerError as error:
            reasons[line[0]] = error.message
        else:
            return CommandOutput(line, mix)
    raise PlayerError("; ".join(reasons.values()))


def command_devices() -> list[str]:
    """Give the names of the players that are installed; raises PlayerError."""
    return list(dict.fromkeys(Path(line[0]).name for line in command_lines()))


def _prove(line: Sequence[str], seconds: float) -> None:
    running = Running(line)
    try:
        running.prove(seconds)
    finally:
        running.end()


def _own_lines(words: bytes) -> list[str]:
    """Give what a player has said itself, without what ALSA says of its own accord."""
    lines = [printable(line.strip()) for line in words.decode("utf-8", "replace").splitlines()]
    return [line[:MOST_SHOWN] for line in lines if line and not line.startswith("ALSA lib")]


def _keep_small(pipe: int) -> None:
    """Let little wait in a pipe, where the system can."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, F_SETPIPE_SZ, PIPE_BYTES)
