"""Being asked to end, by a signal other than Ctrl-C."""

from __future__ import annotations

import signal


class Terminated(BaseException):
    """A signal asked for the end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


_received: list[int] = []


def listen_for_signals() -> None:
    """Turn SIGTERM and SIGHUP into Terminated; one that is ignored, as under nohup, stays ignored."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _terminate)


def listen_no_more() -> None:
    """Ignore signals from now on: the outcome is settled, and one that comes while Python ends would only hide it."""
    ours = (_terminate, signal.default_int_handler)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in ours:
            signal.signal(number, signal.SIG_IGN)


def end_if_asked() -> None:
    """Raise Terminated where a signal came at a moment when Python had to swallow it."""
    if _received:
        raise Terminated(_received[-1])


def _terminate(number: int, _: object) -> None:
    _received.append(number)
    raise Terminated(number)
