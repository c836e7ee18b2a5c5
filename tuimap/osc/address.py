"""Where OSC goes to: a host and a port, looked up once, before the screen opens."""

from __future__ import annotations

from typing import NamedTuple

from tuimap.address import written
from tuimap.errors import SetupError
from tuimap.safe import printable

LOOPBACK = "127.0.0.1"

DEFAULT_PORT = 57140
"""Where OSC is listened for: near SuperCollider's 57110 and 57120, in nobody's way."""


class Address(NamedTuple):
    """One end of a UDP line."""

    host: str
    """As numbers, so that nothing has to be looked up while sending."""
    port: int
    ipv6: bool = False

    def __str__(self) -> str:
        return written(self.host, self.port)


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
