"""Whether somebody listens where sound is to be sent to, without taking the sound away from who plays there."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from tuimap.players.remote import TOKEN_NAME, Address

SECONDS = 3.0
"""For the line, and again for the first word on it."""

RUN_LISTEN = "run tuimap listen there, and the ssh line that it prints"


def listens(address: Address) -> str:
    """Say what is wrong with a line; empty where a listener greets."""
    try:
        with socket.create_connection((address.host, address.port), SECONDS) as line:
            line.settimeout(SECONDS)
            return "" if line.recv(1) else "the line leads there, but nobody is at its end"
    except (OSError, UnicodeError):
        return "it does not answer"


def mend_of(trouble: str, environ: Mapping[str, str]) -> str:
    """Say what to do; whether the secret is known is said, never the secret."""
    if trouble:
        return RUN_LISTEN
    return "" if environ.get(TOKEN_NAME) else f"set {TOKEN_NAME} to what tuimap listen prints there"
