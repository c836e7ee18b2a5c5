"""The audio child: takes orders on its standard input, sounds, and reports on its standard output.

`python -m tuimap.players.child auto` is started by `tuimap.players.process`; the end of its input ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

from tuimap.players.deck import Deck
from tuimap.players.decoding import is_converted
from tuimap.players.source import FileSource
from tuimap.players.wire import Order, Report

if TYPE_CHECKING:
    from tuimap.players.remote.remote_deck import RemoteDeck

HEARTBEAT_SECONDS = 0.4
"""A report is sent at least so often."""


class Child:
    """Carries out orders and writes reports."""

    def __init__(self, audio: str, silent: Sequence[str], reports: BinaryIO) -> None:
        self._reports = reports
        self._answered = 0
        self._changed = threading.Event()
        self._writing = threading.Lock()
        self._deck = self._deck_for(audio, silent)

    def _deck_for(self, audio: str, silent: Sequence[str]) -> Deck | RemoteDeck:
        """Give what plays here, or on the machine that `audio` names."""
        backend, _, address = audio.partition(":")
        if backend != "tcp":
            return Deck(audio, silent, self._changed.set, self._report)
        from tuimap.players.remote import Address
        from tuimap.players.remote.remote_deck import RemoteDeck

        return RemoteDeck(Address.read(address), self._changed.set)

    def listen(self, orders: BinaryIO) -> None:
        """Carry out orders until there are no more, and let the last sound fade."""
        self._deck.begin()
        threading.Thread(target=self._keep_reporting, name="reports", daemon=True).start()
        for line in orders:
            self._carry_out(Order.read(line))
        self._deck.close()

    def _carry_out(self, order: Order) -> None:
        self._deck.set_volume(order.volume_db)
        if order.deed == "stop":
            self._deck.stop()
        elif order.clip is not None:
            self._deck.start(FileSource(order.clip), order.manner)
        # to convert what may never be heard would take the processor from what is
        self._deck.expect([FileSource(clip) for clip in order.expected if not is_converted(clip)])
        self._answered = order.number
        self._changed.set()

    def _keep_reporting(self) -> None:
        while True:
            self._changed.wait(HEARTBEAT_SECONDS)
            self._changed.clear()
            self._report()

    def _report(self) -> None:
        # when the screen is gone there is an end of its orders too, and that one ends us in good order
        with self._writing, suppress(BrokenPipeError):
            self._reports.write(Report(answered=self._answered, **asdict(self._deck.state())).line())
            self._reports.flush()


def main() -> None:
    """Serve one screen until it goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # a callback of the device waits at most so long for the interpreter
    sys.setswitchinterval(0.001)
    # any failure ends the child: the screen's process starts another one
    threading.excepthook = _end
    audio, *silent = sys.argv[1:]
    Child(audio, silent, _own_stdout()).listen(sys.stdin.buffer)
    # not by returning: threads may hang in a dead sound server or on a dead disk
    os._exit(0)


def _end(failure: threading.ExceptHookArgs) -> None:
    threading.__excepthook__(failure)
    os._exit(1)


def _own_stdout() -> BinaryIO:
    """Take standard output for the reports; what a library prints goes nowhere."""
    reports = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - not a path of ours
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return reports


if __name__ == "__main__":
    main()
