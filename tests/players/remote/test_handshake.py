import hmac
from hashlib import pbkdf2_hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.errors import SetupError
from tuimap.players.remote import VERSION, LineError, handshake
from tuimap.players.remote.handshake import OtherVersionError, WrongTokenError

OURS, THEIRS = b"a" * handshake.NONCE, b"b" * handshake.NONCE


def test_two_that_know_the_token_believe_each_other() -> None:
    assert handshake.read_hello(handshake.hello(OURS)) == OURS
    answer = handshake.studio_proof("token", OURS, THEIRS)
    assert handshake.check_studio("token", OURS, answer) == THEIRS
    handshake.check_listener("token", THEIRS, OURS, handshake.listener_proof("token", THEIRS, OURS))


def test_another_token_is_believed_by_neither() -> None:
    with pytest.raises(WrongTokenError):
        handshake.check_studio("token", OURS, handshake.studio_proof("nekot", OURS, THEIRS))
    with pytest.raises(WrongTokenError):
        handshake.check_listener("token", THEIRS, OURS, handshake.listener_proof("nekot", THEIRS, OURS))


def test_a_proof_serves_once_and_for_one_side() -> None:
    overheard = handshake.studio_proof("token", OURS, THEIRS)
    with pytest.raises(WrongTokenError):
        handshake.check_studio("token", b"c" * handshake.NONCE, overheard)
    with pytest.raises(WrongTokenError):  # sent back to whoever made it
        handshake.check_listener("token", THEIRS, OURS, overheard[handshake.NONCE :])


def test_the_token_itself_is_never_said() -> None:
    said = handshake.studio_proof("token", OURS, THEIRS) + handshake.listener_proof("token", THEIRS, OURS)

    assert b"token" not in said


def test_a_proof_is_made_with_a_key_that_is_slow_to_guess() -> None:
    key = pbkdf2_hmac("sha256", b"token", b"tuimap-listen", 100_000)

    assert handshake.studio_proof("token", OURS, THEIRS) == THEIRS + hmac.digest(
        key, b"studio\0" + OURS + THEIRS, "sha256"
    )


def test_another_version_is_told_as_such() -> None:
    with pytest.raises(OtherVersionError, match="another version of tuimap"):
        handshake.read_hello(handshake.hello(OURS, VERSION + 1))


@given(st.binary(max_size=80))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(LineError):
        handshake.read_hello(noise)
    with pytest.raises(LineError):
        handshake.check_studio("token", OURS, noise)
    with pytest.raises(LineError):
        handshake.check_listener("token", THEIRS, OURS, noise)


def test_tokens_are_new_each_time_and_what_could_be_guessed_is_refused() -> None:
    assert handshake.new_token() != handshake.new_token()
    assert handshake.chosen_token("eight ch") == "eight ch"
    with pytest.raises(SetupError, match="Choose at least 8 characters"):
        handshake.chosen_token("seven c")
