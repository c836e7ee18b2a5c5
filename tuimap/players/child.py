"""The audio child: takes orders on its standard input, sounds, and reports on its standard output.

`python -m tuimap.players.child auto` is started by `tuimap.players.process`; the end of its input ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import BinaryIO

from tuimap.players.feeder import Feeder
from tuimap.players.keeper import Keeper, wanted_outputs
from tuimap.players.mixer import FADE_MS, Mixer
from tuimap.players.voice import Voice
from tuimap.players.wire import Order, Report
from tuimap.safe import printable

HEARTBEAT_SECONDS = 0.4
"""A report is sent at least so often."""
SLOW_SECONDS = 1.5
"""A file that gives no sound so long is told about."""
MOST_GAIN_DB = 24.0
"""More would be a slip of the finger."""
DRAIN_SECONDS = 0.06
"""What a device still holds when the last fade has been mixed."""


class Child:
    """Carries out orders and writes reports."""

    def __init__(self, wanted: Sequence[str], silent: Sequence[str], reports: BinaryIO) -> None:
        self._reports = reports
        self._answered = 0
        self._asked = 0.0
        self._changed = threading.Event()
        self._writing = threading.Lock()
        self._mixer = Mixer(self._changed.set)
        self._keeper = Keeper(self._mixer, wanted, self._report, silent=silent)
        self._feeder = Feeder(self._mixer)

    def listen(self, orders: BinaryIO) -> None:
        """Carry out orders until there are no more, and let the last sound fade."""
        self._keeper.start()
        threading.Thread(target=self._keep_reporting, name="reports", daemon=True).start()
        for line in orders:
            self._carry_out(Order.read(line))
        if self._mixer.playing:
            self._mixer.stop()
            time.sleep(FADE_MS / 1000 + DRAIN_SECONDS)

    def _carry_out(self, order: Order) -> None:
        if order.clip is None:
            self._mixer.stop()
        else:
            voice = Voice(order.clip, 10 ** (min(order.gain_db, MOST_GAIN_DB) / 20))
            self._asked = time.monotonic()
            self._mixer.start(voice)
            self._feeder.feed(voice)
        self._answered = order.number
        self._changed.set()

    def _keep_reporting(self) -> None:
        while True:
            self._changed.wait(HEARTBEAT_SECONDS)
            self._changed.clear()
            self._report()

    def _report(self) -> None:
        with self._writing:
            self._reports.write(self._state().line())
            self._reports.flush()

    def _state(self) -> Report:
        playing = self._mixer.playing
        return Report(
            answered=self._answered,
            opening=self._keeper.opening,
            backend=self._keeper.backend,
            playing=str(playing.clip.path) if playing else None,
            started=self._mixer.started,
            problem=self._keeper.problem or self._clip_problem(),
        )

    def _clip_problem(self) -> str:
        voice = self._mixer.newest
        if voice is None:
            return ""
        late = not (voice.begun or voice.over) and time.monotonic() - self._asked > SLOW_SECONDS
        if late and self._keeper.backend:
            return f"{printable(voice.clip.path.name)}: its disk or network folder does not answer"
        return voice.problem


def main() -> None:
    """Serve one screen until it goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # a callback of the device waits at most so long for the interpreter
    sys.setswitchinterval(0.001)
    # any failure ends the child: the screen's process starts another one
    threading.excepthook = _end
    name, *silent = sys.argv[1:]
    Child(wanted_outputs(name), silent, _own_stdout()).listen(sys.stdin.buffer)
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
