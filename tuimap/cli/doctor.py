"""`tuimap doctor`: what this machine offers, and what is missing."""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from importlib import import_module
from threading import Thread

from tuimap.doctor.findings import Finding, Topic
from tuimap.doctor.report import as_values, lines, verdict
from tuimap.doctor.versions import REPAIR
from tuimap.safe import printable

UNUSABLE = 1
"""Exit code where something is missing without which nothing goes."""

WIDEST = 100

LONGEST_SECONDS = 75.0
"""No topic is waited for longer, whatever disk or sound server does not answer."""


def run(chosen: Namespace) -> int:
    """Print topic by topic, each as soon as it is known and those before it are told."""
    topics = []
    columns = min(WIDEST, shutil.get_terminal_size((WIDEST, 0)).columns)
    waiting = [(title, _begun(find_out)) for title, find_out in _topics().items()]
    for title, begun in waiting:
        if not chosen.json:
            _say(title)
        topics.append(_within(title, begun))
        for line in () if chosen.json else (*lines(topics[-1], columns), ""):
            _say(line)
    broken = any(finding.broken for topic in topics for finding in topic.findings)
    _say(json.dumps(as_values(topics), indent=2) if chosen.json else verdict(topics))
    return UNUSABLE if broken else 0


def _topics() -> dict[str, Callable[[], Topic]]:
    """Give what finds out each topic; what it needs is loaded there, for it may be what is missing."""

    def topic(title: str, *arguments: object) -> Topic:
        found: Topic = getattr(import_module(f"tuimap.doctor.{title}"), title)(*arguments)
        return found

    needed = {"terminal": (os.environ, sys.stdout), "sound": (os.environ,)}
    titles = ("versions", "terminal", "sound", "files", "analysis")
    return {title: partial(topic, title, *needed.get(title, ())) for title in titles}


def _begun(find_out: Callable[[], Topic]) -> Future[Topic]:
    """Find something out in a thread."""
    future: Future[Topic] = Future()

    def work() -> None:
        try:
            future.set_result(find_out())
        except Exception as error:  # noqa: BLE001 (a doctor tells what is wrong, whatever it is)
            future.set_exception(error)

    Thread(target=work, daemon=True).start()
    return future


def _within(title: str, begun: Future[Topic]) -> Topic:
    """Wait for a topic; what goes wrong there is told in its place."""
    try:
        return begun.result(LONGEST_SECONDS)
    except TimeoutError:
        told = f"does not answer within {LONGEST_SECONDS:g} s"
    except ImportError as error:
        return Topic(title, (Finding(title, f"cannot be found out: {printable(str(error))}", REPAIR, broken=True),))
    except Exception as error:  # noqa: BLE001 (as above)
        told = f"cannot be found out: {printable(repr(error))}"
    return Topic(title, (Finding(title, told, "please report it", broken=True),))


def _say(line: str) -> None:
    """Write a line in the characters that standard output has."""
    encoding = sys.stdout.encoding or "ascii"
    print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)  # noqa: T201
