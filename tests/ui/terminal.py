"""A program on a real terminal, for tests."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time

PATIENCE = 60.0

TAKE_TERMINAL = "import os, sys; os.close(os.open(os.ttyname(0), os.O_RDWR)); os.execv(sys.argv[1], sys.argv[1:])"
"""In a new session, whoever opens a terminal is ruled by it; then the program takes over."""


def set_size(terminal: int, columns: int, rows: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Terminal:
    """Python, or another program, on a real PTY of 80 x 24, read with pyte; `variables` change its environment."""

    def __init__(self, *arguments: str, program: str = sys.executable, **variables: str) -> None:
        import pty
        import termios

        import pyte

        self.raw = b""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        set_size(slave, 80, 24)
        self.before = termios.tcgetattr(slave)
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **variables}
        self.process = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, program, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        self.slave = slave

    def read(self, seconds: float) -> None:
        if select.select([self.master], [], [], seconds)[0]:
            written = os.read(self.master, 1 << 16)
            self.raw += written
            self.stream.feed(re.sub(rb"\x1b\[[?>=<][0-9;:]*[\$ ]?[puqtmcn]", b"", written))

    def until(self, text: str, gone: str = "\0") -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.text or gone in self.text:
            assert time.monotonic() < deadline, "\n".join(self.screen.display)
            self.read(0.1)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def resize(self, columns: int, rows: int) -> None:
        set_size(self.slave, columns, rows)
        self.screen.resize(rows, columns)

    def until_stopped(self) -> None:
        """Wait until the program is stopped, as by Ctrl-Z."""
        deadline = time.monotonic() + PATIENCE
        while not os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT):
            assert time.monotonic() < deadline, "it does not stop"
            self.read(0.1)
        self.read(0.1)

    def send(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def end(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "it does not end"
            self.read(0.1)
        self.read(0.1)
        return self.process.returncode

    def left_on(self) -> set[bytes]:
        modes = {match[0]: match[1] for match in re.findall(rb"\x1b\[\?(\d+)([hl])", self.raw)}
        wanted = {b"25": b"h", b"7": b"h"}
        return {mode for mode, state in modes.items() if state != wanted.get(mode, b"l")}

    def attributes(self) -> list[object]:
        import termios

        return termios.tcgetattr(self.slave)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)
