"""Keys as they come from a terminal or a pipe, by the names that the table of keys uses."""

from __future__ import annotations

import os
import re
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}

SEQUENCES = {
    **{f"\x1b{lead}{letter}": name for lead in "[O" for letter, name in ARROWS.items()},
    **{f"\x1b[1;5{letter}": f"ctrl+{name}" for letter, name in ARROWS.items()},
    "\x1b[Z": "shift+tab",
    "\t": "tab",
    "\r": "enter",
    "\n": "enter",
    " ": "space",
    "\x1b": "escape",
    "\x03": "ctrl+c",
    "\x1a": "ctrl+z",
}
"""What a key sends that is not its own letter."""

KEY = re.compile("\x1b[\\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)


class Keyboard:
    """Standard input, or another open file."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.interactive = os.isatty(number)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._waiting = ""
        self.ended = False
        self._before: list[Any] = []
        """How the terminal was set."""
        self._now: list[Any] | None = None
        """How it is set now; None where there is none."""

    def take(self) -> Iterator[str]:
        """Read what is there, and give the keys one by one; a line may be read in between."""
        self._read()
        while found := KEY.match(self._waiting):
            self._waiting = self._waiting[found.end() :]
            if (name := SEQUENCES.get(found[0], found[0])).isprintable():
                yield name

    def line(self) -> str | None:
        """Wait for a line, typed and edited as in any shell; None where there will not be one."""
        with self._line_by_line():
            while not (found := re.match("([^\r\n]*)\r?[\r\n]", self._waiting)) and not self.ended:
                self._read()
        typed = found[1] if found else self._waiting
        self._waiting = self._waiting[found.end() :] if found else ""
        return typed if found or typed else None

    def _read(self) -> None:
        read = os.read(self.number, 1 << 12)
        self.ended = not read
        self._waiting += self._decode(read, final=self.ended)

    @contextmanager
    def key_by_key(self) -> Iterator[None]:
        """Have a terminal give each key at once and write none of them itself; signals stay as they are."""
        if not self.interactive or sys.platform == "win32":
            yield
            return
        import termios
        import tty

        self._before = termios.tcgetattr(self.number)
        tty.setcbreak(self.number, termios.TCSADRAIN)
        self._now = termios.tcgetattr(self.number)
        try:
            yield
        finally:
            termios.tcsetattr(self.number, termios.TCSADRAIN, self._before)

    def resume(self) -> None:
        """Take the terminal again after a stay in the shell."""
        if self._now is not None and sys.platform != "win32":
            import termios

            termios.tcsetattr(self.number, termios.TCSADRAIN, self._now)

    @contextmanager
    def _line_by_line(self) -> Iterator[None]:
        if self._now is None or sys.platform == "win32":
            yield
            return
        import termios

        keys, self._now = self._now, self._before
        termios.tcsetattr(self.number, termios.TCSADRAIN, self._before)
        try:
            yield
        finally:
            self._now = keys
            termios.tcsetattr(self.number, termios.TCSADRAIN, keys)
