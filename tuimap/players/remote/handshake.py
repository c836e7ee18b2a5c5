"""How the two sides make sure of each other: both show that they know the token, and neither says it.

The listener greets with a number used once; the studio answers with its own and a proof; the listener proves in turn.
Who poses as a listener gets such a proof, and could try tokens on it at leisure: each try costs many rounds of hashing.
"""

from __future__ import annotations

import hmac
import secrets
import struct
from functools import lru_cache
from hashlib import pbkdf2_hmac, sha256

from tuimap.errors import SetupError
from tuimap.players.remote import LEAST_TOKEN, TOKEN_NAME, VERSION, LineError

MAGIC = b"tuimap-listen"
NONCE = 16
PROOF = sha256().digest_size
ROUNDS = 100_000
"""Of hashing, about 50 ms, once for each token."""
_HELLO = struct.Struct(f"!{len(MAGIC)}sH{NONCE}s")
_ANSWER = struct.Struct(f"!{NONCE}s{PROOF}s")


class WrongTokenError(LineError):
    """The other side does not know the token."""


class OtherVersionError(LineError):
    """The other side is a tuimap that speaks otherwise."""


def new_token() -> str:
    """Give a token for one run."""
    return secrets.token_hex(16)


def chosen_token(token: str) -> str:
    """Give a token that somebody chose; raises SetupError when it could be guessed."""
    if len(token) < LEAST_TOKEN:
        raise SetupError(
            f"{TOKEN_NAME} is too short to be a secret", f"Choose at least {LEAST_TOKEN} characters, or unset it"
        )
    return token


def hello(nonce: bytes, version: int = VERSION) -> bytes:
    """Give the greeting of the listener."""
    return _HELLO.pack(MAGIC, version, nonce)


def read_hello(body: bytes) -> bytes:
    """Give the number in a greeting; raises LineError, or OtherVersionError."""
    if len(body) != _HELLO.size or not body.startswith(MAGIC):
        raise LineError("it does not greet as tuimap listen does")
    _, version, nonce = _HELLO.unpack(body)
    if version != VERSION:
        raise OtherVersionError("it runs another version of tuimap", "Install the same one on both sides")
    return bytes(nonce)


def studio_proof(token: str, theirs: bytes, ours: bytes) -> bytes:
    """Give the studio's answer to a greeting that held `theirs`: its own number and its proof."""
    return _ANSWER.pack(ours, _proof(token, b"studio", theirs, ours))


def check_studio(token: str, ours: bytes, body: bytes) -> bytes:
    """Give the studio's number when its proof holds; raises LineError, or WrongTokenError."""
    if len(body) != _ANSWER.size:
        raise LineError("it does not answer as tuimap does")
    theirs, proof = _ANSWER.unpack(body)
    if not hmac.compare_digest(proof, _proof(token, b"studio", ours, theirs)):
        raise WrongTokenError("it does not know the token")
    return bytes(theirs)


def listener_proof(token: str, theirs: bytes, ours: bytes) -> bytes:
    """Give the listener's proof, of PROOF bytes."""
    return _proof(token, b"listener", ours, theirs)


def check_listener(token: str, ours: bytes, theirs: bytes, proof: bytes) -> None:
    """Raise WrongTokenError unless the listener knows the token too."""
    if not hmac.compare_digest(proof, _proof(token, b"listener", theirs, ours)):
        raise WrongTokenError("it does not know the token")


def _proof(token: str, whose: bytes, listener: bytes, studio: bytes) -> bytes:
    return hmac.digest(_key(token), whose + b"\0" + listener + studio, "sha256")


@lru_cache(maxsize=4)
def _key(token: str) -> bytes:
    return pbkdf2_hmac("sha256", token.encode("utf-8", "surrogateescape"), MAGIC, ROUNDS)
