"""`--pick`: the screen is on the terminal, wherever standard streams lead; what is chosen goes to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tuimap.errors import TuimapError
from tuimap.safe import printable

LEFT = 130
"""Exit code where nothing was chosen."""

_STANDARD = (0, 1, 2)


def pick(show: Callable[[Callable[[Sequence[str]], None]], int], *, zeros: bool) -> int:
    """Run `show` on the terminal and print the paths that it hands on; give the exit code.

    They are parted by line breaks, or by zero bytes. Raises TuimapError where there is no terminal, and where a name
    holds a line break, which would make two paths of one: then nothing is printed.
    """
    picked: list[str] = []
    with on_the_terminal():
        code = show(picked.extend)
    if not picked:
        return code or LEFT
    broken = [path for path in picked if "\n" in path]
    if broken and not zeros:
        told = f"{printable(broken[0])}: the name holds a line break, so nothing is printed"
        raise TuimapError(told, "Say -0, and have the paths read so")
    end = b"\0" if zeros else b"\n"
    sys.stdout.buffer.write(b"".join(os.fsencode(path) + end for path in picked))
    sys.stdout.flush()
    return code


@contextmanager
def on_the_terminal() -> Iterator[None]:
    """Let the standard streams be the terminal for a while, also for whatever is started; raises TuimapError."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        told = f"--pick needs a terminal to draw on: /dev/tty: {error.strerror}"
        raise TuimapError(told, "Run it in one, or leave --pick away") from error
    if os.environ.get("TERM", "dumb") == "dumb":
        os.close(terminal)
        raise TuimapError("--pick needs a terminal that can place a cursor", "Set TERM to what yours is")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    kept = [os.dup(descriptor) for descriptor in _STANDARD]
    try:
        for descriptor in _STANDARD:
            os.dup2(terminal, descriptor)
        yield
    finally:
        for descriptor, former in zip(_STANDARD, kept, strict=True):
            os.dup2(former, descriptor)
            os.close(former)
        os.close(terminal)
