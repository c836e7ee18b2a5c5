"""Sends OSC: a thread that nobody ever waits for."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from tuimap.osc.address import Address
from tuimap.osc.messages import play_packet, select_packets, stop_packet
from tuimap.osc.placed import Placed
from tuimap.players import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SELECTED = 1_000
"""So many selected sounds are named."""

PAUSE_SECONDS = 0.002
"""Before each packet of a selection: of many that come at once, programs lose some."""

CLOSE_SECONDS = 0.3
"""What was told last gets so long to be sent."""


class Sender:
    """Tells another program what happens. No call blocks, save `close`, which waits a moment at most."""

    def __init__(self, address: Address) -> None:
        self.problem = ""
        """Why nothing arrives, as far as that can be known; empty when all is well."""
        self.address = address
        self._socket = socket.socket(socket.AF_INET6 if address.ipv6 else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self._news: SimpleQueue[_News | None] = SimpleQueue()
        """None at the end."""
        self._thread = Thread(target=self._run, name="osc sender", daemon=True)
        self._thread.start()

    def play(self, placed: Placed, clip: Clip) -> None:
        """Tell that a clip begins, and where it is on the map."""
        self._news.put(_News(_playing(placed, clip)))

    def stop(self) -> None:
        """Tell that whatever sounds ends."""
        self._news.put(_News(_stopping()))

    def select(self, placed: Placed, order: NDArray[np.intp]) -> None:
        """Tell which sounds are selected, by their numbers; what is left of an older selection is not told."""
        packets = select_packets(placed.stretches(order[:MOST_SELECTED].tolist()), len(order))
        self._news.put(_News(packets, may_wait=True))

    def close(self) -> None:
        """Send what waits, but for a selection, and end."""
        self._news.put(None)
        self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        selected: Iterator[bytes] | None = None
        with self._socket:
            while True:
                try:
                    news = self._news.get(timeout=PAUSE_SECONDS if selected else None)
                except Empty:
                    selected = selected if selected and self._send_next(selected) else None
                    continue
                if news is None:
                    return
                if news.may_wait:
                    selected = news.packets
                else:
                    self._send_next(news.packets)

    def _send_next(self, packets: Iterator[bytes]) -> bool:
        """Send one; False where there are no more."""
        packet = next(packets, None)
        if packet is None:
            return False
        try:
            self._socket.sendto(packet, (self.address.host, self.address.port))
            self.problem = ""
        except OSError as error:
            self.problem = f"OSC does not get to {self.address}: {error.strerror}"
        return True


class _News(NamedTuple):
    """Something to tell."""

    packets: Iterator[bytes]
    """Made as they are sent."""
    may_wait: bool = False


def _playing(placed: Placed, clip: Clip) -> Iterator[bytes]:
    stretch = placed.heard(clip)
    if stretch is not None:
        yield play_packet(stretch)


def _stopping() -> Iterator[bytes]:
    yield stop_packet()
