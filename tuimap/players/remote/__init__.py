"""Sound that comes out on another machine: `tuimap listen` there, `--audio tcp:HOST:PORT` here.

The *studio* has the files and reads them; the *listener* has the loudspeaker. A sound travels in pieces. The listener
keeps the pieces it has heard, under a hash of what they hold, and the studio sends no piece that is there already.
"""

from __future__ import annotations

from dataclasses import dataclass

from tuimap.address import host_and_port, written
from tuimap.errors import PlayerError

VERSION = 1
"""Of what the two sides say to each other; both must have the same."""
PORT = 7430
"""Where `tuimap listen` listens unless told otherwise."""
LOOPBACK = "127.0.0.1"
TOKEN_NAME = "TUIMAP_TOKEN"
"""The environment variable that holds the secret both sides know; a command line could be read by everyone."""
LEAST_TOKEN = 8
"""Characters of a secret that somebody chose."""


class LineError(PlayerError):
    """The other side says what nobody understands, or too much of it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a listener is."""

    host: str
    port: int

    def __str__(self) -> str:
        return written(self.host, self.port)

    @staticmethod
    def read(text: str) -> Address:
        """Read `HOST:PORT`, also `[::1]:PORT`; raises ValueError."""
        return Address(*host_and_port(text, f"{LOOPBACK}:{PORT}"))
