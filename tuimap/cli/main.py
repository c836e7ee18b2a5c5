"""The command line's front door: which command, and the one place where failures become a line and an exit code."""

from __future__ import annotations

import os
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from tuimap.cli.signals import Terminated, listen_for_signals, listen_no_more
from tuimap.cli.streams import open_closed_streams
from tuimap.errors import SetupError, TuimapError
from tuimap.safe import printable

FAILED, WRONG, INTERRUPTED, READER_LEFT = 1, 2, 130, 141
"""Exit codes; argparse too gives 2 for a command that is wrong, and a terminated run ends with 128 + its signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (default: the process's) ask for, and give the exit code."""
    open_closed_streams()
    try:
        listen_for_signals()
        code = _run(_parse(arguments))
        sys.stdout.flush()
    except TuimapError as error:
        code = _say(str(error), WRONG if isinstance(error, SetupError) else FAILED)
    except KeyboardInterrupt:
        code = _say("interrupted; the next run goes on from here", INTERRUPTED)
    except Terminated as ended:
        code = 128 + ended.number
    except BrokenPipeError:
        code = _drop_output(READER_LEFT)
    except OSError as error:
        where = f"{printable(str(error.filename))}: " if error.filename else ""
        code = _say(f"{where}{error.strerror or error}", FAILED)
        try:
            sys.stdout.flush()
        except OSError:
            _drop_output(code)
    except Exception as error:  # noqa: BLE001 (the last resort: one line, and the whole story in a file)
        code = _say(f"something broke that should not: {printable(repr(error))}; {_kept(error)}", FAILED)
    listen_no_more()
    return code


def start(arguments: Sequence[str] | None = None) -> NoReturn:
    """Do the same, and end the process."""
    code = main(arguments)
    if threading.active_count() > 1:
        _leave(code)
    sys.exit(code)


def _parse(arguments: Sequence[str] | None) -> Namespace:
    from tuimap.cli.options import parse

    return parse(sys.argv[1:] if arguments is None else list(arguments))


def _run(chosen: Namespace) -> int:
    from tuimap.cli.options import COMMANDS

    return COMMANDS[chosen.command].load()(chosen)


def _say(line: str, code: int) -> int:
    """Say one line where it can be said, and give the code back."""
    with suppress(OSError, ValueError, AttributeError):
        print(f"tuimap: {line}", file=sys.stderr, flush=True)  # noqa: T201
    return code


def _drop_output(code: int) -> int:
    """Nobody can take our output: nothing more is written, also not while Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return code


def _kept(error: Exception) -> str:
    from tuimap.crash_log import kept

    return kept(error)


def _leave(code: int) -> NoReturn:
    """End at once: a thread may still be compiling or training what nobody waits for any more."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
