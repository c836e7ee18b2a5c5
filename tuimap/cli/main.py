"""The command line's front door: which command, and the one place where failures become a line and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from typing import NoReturn

from tuimap.cli.options import COMMANDS, parse
from tuimap.errors import TuimapError

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""Exit codes; argparse gives 2 for a command that is wrong, and a terminated run ends with 128 + its signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (default: the process's) ask for, and give the exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _terminate)
    chosen = parse(sys.argv[1:] if arguments is None else list(arguments))
    try:
        code = _finish(_run(chosen))
    except TuimapError as error:
        print(f"tuimap: {error}", file=sys.stderr)  # noqa: T201
        code = FAILED
    except KeyboardInterrupt:
        print("tuimap: interrupted; what was finished is kept", file=sys.stderr)  # noqa: T201
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 (whoever read our output has left)
        code = 128 + signal.SIGPIPE
    if threading.active_count() > 1:
        _leave(code)
    return code


def _run(chosen: Namespace) -> int:
    return COMMANDS[chosen.command].load()(chosen)


def _finish(code: int) -> int:
    sys.stdout.flush()
    return code


def _terminate(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _leave(code: int) -> NoReturn:
    """End at once: a thread may still be compiling or training what nobody waits for any more."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
