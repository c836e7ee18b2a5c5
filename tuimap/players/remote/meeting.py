"""The first words on a connection, over a real one: who is who, and whether both know the token."""

from __future__ import annotations

import asyncio
import secrets

from tuimap.players.remote import LineError
from tuimap.players.remote.framing import FROM_LISTENER, FROM_STUDIO, Kind
from tuimap.players.remote.handshake import (
    NONCE,
    PROOF,
    WrongTokenError,
    check_listener,
    check_studio,
    hello,
    listener_proof,
    read_hello,
    studio_proof,
)
from tuimap.players.remote.messages import NAME
from tuimap.players.remote.talk import Talk
from tuimap.safe import printable

MEET_SECONDS = 5.0
"""All of it has to be over by then."""
WRONG_SECONDS = 0.5
"""Who guesses waits so long for the answer."""
WRONG_TOKEN = b"token"
STRANGE = "it does not greet as tuimap listen does"


async def meet_studio(talk: Talk, token: str, host: str) -> None:
    """As the listener: let in who knows the token, and say who we are; raises LineError, EOFError, TimeoutError."""
    async with asyncio.timeout(MEET_SECONDS):
        ours = secrets.token_bytes(NONCE)
        talk.say(Kind.HELLO, hello(ours))
        answer = await talk.get(Kind.PROOF, MEET_SECONDS)
        try:
            theirs = check_studio(token, ours, answer)
        except WrongTokenError:
            await asyncio.sleep(WRONG_SECONDS)
            talk.say(Kind.REFUSED, WRONG_TOKEN)
            raise
    talk.expect(FROM_STUDIO)
    talk.say(Kind.WELCOME, listener_proof(token, theirs, ours) + host.encode()[:NAME])


async def meet_listener(talk: Talk, token: str) -> str:
    """As the studio: be let in, and give the name of the listener's machine; raises the same."""
    async with asyncio.timeout(MEET_SECONDS):
        try:
            greeting = await talk.get(Kind.HELLO, MEET_SECONDS)
        except LineError as error:
            raise LineError(STRANGE) from error
        theirs = read_hello(greeting)
        ours = secrets.token_bytes(NONCE)
        talk.say(Kind.PROOF, studio_proof(token, theirs, ours))
        kind, body = await talk.next(MEET_SECONDS)
    if kind is Kind.REFUSED and body == WRONG_TOKEN:
        raise WrongTokenError("wrong token", "Use the TUIMAP_TOKEN that `tuimap listen` prints")
    if kind is not Kind.WELCOME:
        raise LineError(STRANGE)
    check_listener(token, ours, theirs, body[:PROOF])
    talk.expect(FROM_LISTENER)
    return printable(body[PROOF:].decode(errors="replace"))
