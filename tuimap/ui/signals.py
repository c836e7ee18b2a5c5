"""Being told to end, by a closed terminal or by the system."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from types import FrameType

GRACE_SECONDS = 3.0
"""After so long without an end the program ends the hard way: writing to a lost terminal can block for ever."""

NAMES = ("SIGTERM", "SIGHUP")


@contextmanager
def ended_by_signals(leave: Callable[[int], None], last: Callable[[], None]) -> Iterator[None]:
    """Call `leave` with the exit code in the running event loop; where it does not help, `last`, then the end."""

    def end(number: int, _frame: FrameType | None) -> None:
        Thread(target=_end_soon, args=(last, 128 + number), daemon=True).start()
        try:
            asyncio.get_running_loop().call_soon_threadsafe(leave, 128 + number)
        except RuntimeError:
            raise SystemExit(128 + number) from None

    numbers = [number for name in NAMES if (number := getattr(signal, name, None))]
    heeded = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_soon(last: Callable[[], None], code: int) -> None:
    time.sleep(GRACE_SECONDS)
    last()
    os._exit(code)
