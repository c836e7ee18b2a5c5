"""`tuimap listen`: sounds of a map on another machine come out here."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from argparse import Namespace
from contextlib import suppress
from ipaddress import ip_address

from tuimap.errors import SetupError
from tuimap.players.remote import LOOPBACK, TOKEN_NAME, Address
from tuimap.safe import printable


def run(chosen: Namespace) -> int:
    """Listen until Ctrl-C."""
    from tuimap.players.choice import audio_of
    from tuimap.players.remote.handshake import chosen_token, new_token

    chosen.audio = chosen.audio or audio_of(os.environ)
    if chosen.audio.startswith("tcp:"):
        raise SetupError(f"--audio {chosen.audio} leads away from here, and tuimap listen is to sound here")
    own = os.environ.get(TOKEN_NAME, "")
    token = chosen_token(own) if own else new_token()
    _quieten_libraries()
    threading.excepthook = _end
    sys.setswitchinterval(0.001)  # a callback of the device waits at most so long for the interpreter
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(chosen, token, how_to_connect(chosen.host, chosen.port, "" if own else token)))
    _tell("no longer listening")
    return 0


def how_to_connect(host: str, port: int, token: str) -> str:
    """Give the lines to use on the other side; an empty token is one that the user has chosen and knows."""
    name = f"{TOKEN_NAME}={token} " if token else ""
    same = "" if token else f", where {TOKEN_NAME} must be the same as here"
    if not is_loopback(host):
        where = Address(socket.gethostname() if _is_any(host) else host, port)
        return f"on the machine with the sounds{same}:\n  {name}tuimap --audio tcp:{where} FOLDER"
    return (
        f"log in to the machine with the sounds:\n  ssh -R {port}:{Address(host, port)} STUDIO\n"
        f"and there{same}:\n  {name}tuimap --audio tcp:{LOOPBACK}:{port} FOLDER"
    )


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this machine only."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _is_any(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_unspecified
    return False


async def _serve(chosen: Namespace, token: str, told: str) -> None:
    from tuimap.players.remote.listener import Listener

    listener = Listener(chosen.audio, token, _tell)
    server = await listener.open(chosen.host, chosen.port)
    if not is_loopback(chosen.host):
        _warn(
            f"whoever can reach {printable(str(Address(chosen.host, chosen.port)))} and knows the token can play "
            "sounds here, and what is played can be overheard on the way; with ssh -R no --host is needed"
        )
    _tell(f"listening at {printable(str(Address(chosen.host, chosen.port)))}; Ctrl-C ends it")
    _tell(told)
    try:
        async with server:
            await server.serve_forever()
    finally:
        listener.close()


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def _warn(line: str) -> None:
    print(f"tuimap: {line}", file=sys.stderr, flush=True)  # noqa: T201


def _end(failure: threading.ExceptHookArgs) -> None:
    """End with a reason where a thread has failed: what goes on without it would be silent."""
    _warn(f"no longer listening, for the sound failed: {printable(repr(failure.exc_value))}")
    os._exit(1)


def _quieten_libraries() -> None:
    """Keep what sound libraries print themselves off the terminal; our own lines still reach it."""
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
