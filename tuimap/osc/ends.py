"""The two ends of OSC that one map has: what is told to other programs, and what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tuimap.errors import SetupError
from tuimap.osc.address import DEFAULT_PORT, LOOPBACK, resolved
from tuimap.osc.packets import Command
from tuimap.osc.placed import Placed
from tuimap.osc.receiver import Receiver
from tuimap.osc.sender import Sender
from tuimap.players import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OURSELVES = (LOOPBACK, "0.0.0.0")
"""Addresses that lead to our own receiver."""


class Ends:
    """Begins when a screen shows a map; no call blocks, save `close`, which waits a moment at most."""

    def __init__(self, sender: Sender | None, receiver: Receiver) -> None:
        self._sender = sender
        self._receiver = receiver
        self._placed: Callable[[], Placed | None] = lambda: None

    @property
    def problem(self) -> str:
        """Why something does not arrive, in one line; empty when all is well."""
        return self._receiver.problem or (self._sender.problem if self._sender else "")

    @property
    def told(self) -> str:
        """What is sent where, and where the map listens, in one line."""
        sent = [f"goes to {self._sender.address}"] if self._sender else []
        taken = [] if self._receiver.problem else [f"comes in at {LOOPBACK}:{self._receiver.port}"]
        return f"OSC {', and '.join(sent + taken)}"

    def begin(self, placed: Callable[[], Placed | None], tell: Callable[[], object]) -> None:
        """Ask `placed` for the map as it is shown, and call `tell`, in a thread, when there is something to take."""
        self._placed = placed
        self._receiver.listen(tell)

    def take(self) -> list[Command]:
        """Give what other programs have asked for since the last time, of each kind only the newest."""
        return self._receiver.take()

    def play(self, clip: Clip) -> None:
        """Tell that a clip begins."""
        if self._sender is not None and (placed := self._placed()) is not None:
            self._sender.play(placed, clip)

    def stop(self) -> None:
        """Tell that whatever sounds ends."""
        if self._sender is not None:
            self._sender.stop()

    def select(self, order: NDArray[np.intp]) -> None:
        """Tell which sounds are selected, by their numbers in some order."""
        if self._sender is not None and (placed := self._placed()) is not None:
            self._sender.select(placed, order)

    def close(self) -> None:
        """Send what waits, and end."""
        self._receiver.close()
        if self._sender is not None:
            self._sender.close()


def open_ends(target: tuple[str, int] | None, port: int | None) -> Ends:
    """Send to a host and port, if there are some, and listen at a port, in any case.

    Looks the host up, which may take seconds. Raises SetupError.
    """
    listens = DEFAULT_PORT if port is None else port
    address = resolved(*target) if target else None
    if address is not None and address.port == listens and address.host in OURSELVES:
        told = f"--osc {address} is where tuimap itself listens, and would answer itself for ever"
        raise SetupError(told, "Name the other program's port, or another one with --osc-listen")
    return Ends(None if address is None else Sender(address), Receiver(listens))
