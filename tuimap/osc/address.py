"""Where OSC goes to: a host and a port, looked up once, before the screen opens."""

from __future__ import annotations

from typing import NamedTuple

from tuimap.errors import SetupError
from tuimap.safe import printable

LOOPBACK = "127.0.0.1"

DEFAULT_PORT = 57140
"""Where OSC is listened for: near SuperCollider's 57110 and 57120, in nobody's way."""

MOST_PORT = 65535


class Address(NamedTuple):
    """One end of a UDP line."""

    host: str
    """As numbers, so that nothing has to be looked up while sending."""
    port: int
    ipv6: bool = False

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if self.ipv6 else f"{self.host}:{self.port}"


def host_and_port(text: str) -> tuple[str, int]:
    """Read `HOST:PORT`, or `[HOST]:PORT` where the host holds colons. Raises ValueError, which says what it must be."""
    host, colon, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    whole = bool(colon and bare) and (bare != host or ":" not in host) and port.isascii() and port.isdecimal()
    if not whole or not 1 <= int(port) <= MOST_PORT:
        raise ValueError(f"{text!r} is not HOST:PORT, such as 127.0.0.1:57120")
    return bare, int(port)


def resolved(host: str, port: int) -> Address:
    """Look a host up, which may take seconds. Raises SetupError.

    Of several addresses the first of the older kind is taken: SuperCollider, Pd and Max listen there.
    """
    import socket  # slow, and seldom needed

    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as error:
        reason = printable(getattr(error, "strerror", None) or str(error))
        told = f"--osc: the host {printable(host)} is not found ({reason})"
        raise SetupError(told, "Check the spelling, or give its address in numbers") from error
    family, *_, place = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return Address(str(place[0]), port, family == socket.AF_INET6)
