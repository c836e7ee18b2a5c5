"""Sound that comes out on another machine: `tuimap listen` there, `--audio tcp:HOST:PORT` here.

The *studio* has the files and reads them; the *listener* has the loudspeaker. A sound travels in pieces. The listener
keeps the pieces it has heard, under a hash of what they hold, and the studio sends no piece that is there already.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @staticmethod
    def read(text: str) -> Address:
        """Read `HOST:PORT`, also `[::1]:PORT`; raises ValueError."""
        host, colon, port = text.rpartition(":")
        host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
        if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16):
            raise ValueError(f"{text!r} is not HOST:PORT, such as {LOOPBACK}:{PORT}")
        return Address(host, int(port))
