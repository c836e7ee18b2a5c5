"""What is copied reaches the user's own clipboard, through ssh, tmux and GNU screen: OSC 52, wrapped where needed."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping

MOST_BYTES = 74_994
"""More than so many, in Base64 100,000, terminals cut off or refuse."""

_SCREEN_BYTES = 240
"""GNU screen passes on strings that are not longer than some hundreds."""

_PATIENCE_SECONDS = 5.0


def copy(content: bytes, write: Callable[[str], object], environ: Mapping[str, str]) -> None:
    """Put some bytes on the clipboard of whoever sits at the terminal; may take a moment.

    tmux, as it comes, takes nothing from a program's output; it has a command for that.
    """
    if not (environ.get("TMUX") and _told_tmux(content)):
        write(sequences(content, environ))


def sequences(content: bytes, environ: Mapping[str, str]) -> str:
    """Give what is to be written to the terminal: it tells nobody whether it heeds it."""
    plain = f"\x1b]52;c;{b64encode(content).decode()}\a"
    terminal = environ.get("TERM", "")
    if environ.get("TMUX") or terminal.startswith("tmux"):
        return plain + _through_tmux(plain)
    if environ.get("STY") or terminal == "screen" or terminal.startswith("screen."):
        return _through_screen(plain)
    return plain


def _through_tmux(sequence: str) -> str:
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


def _through_screen(sequence: str) -> str:
    pieces = (sequence[at : at + _SCREEN_BYTES] for at in range(0, len(sequence), _SCREEN_BYTES))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def _told_tmux(content: bytes) -> bool:
    """Give the content to tmux, to keep and to hand on to the terminal; False where it cannot be reached."""
    try:
        command = ["tmux", "load-buffer", "-w", "-"]
        told = subprocess.run(command, input=content, capture_output=True, timeout=_PATIENCE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0
