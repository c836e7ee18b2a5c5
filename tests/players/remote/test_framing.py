import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.players.remote import LineError
from tuimap.players.remote.framing import FROM_STUDIO, HEAD, Kind, Unpacker, message

MESSAGES = st.lists(st.sampled_from([(Kind.PIECE, b"x" * 900), (Kind.STOP, b""), (Kind.VOLUME, b"12345678")]))


def whole(unpacker: Unpacker) -> list[tuple[Kind, bytes]]:
    found = []
    while (each := unpacker.next()) is not None:
        found.append(each)
    return found


@given(MESSAGES, st.integers(1, 700))
def test_messages_come_out_as_they_went_in_however_they_are_cut(sent: list[tuple[Kind, bytes]], step: int) -> None:
    line = b"".join(message(kind, body) for kind, body in sent)
    unpacker, found = Unpacker(FROM_STUDIO), []

    for at in range(0, len(line), step):
        unpacker.feed(line[at : at + step])
        found += whole(unpacker)

    assert found == sent


@pytest.mark.parametrize(
    "head",
    [HEAD.pack(Kind.PIECE, (1 << 14) + 1), HEAD.pack(Kind.STOP, 1), HEAD.pack(Kind.STATE, 0), HEAD.pack(255, 1 << 31)],
)
def test_what_is_too_long_or_has_no_place_is_refused_before_its_body_comes(head: bytes) -> None:
    unpacker = Unpacker(FROM_STUDIO)
    unpacker.feed(head)

    with pytest.raises(LineError):
        unpacker.next()


@given(st.binary(max_size=3000))
def test_noise_gives_messages_or_a_refusal(noise: bytes) -> None:
    unpacker = Unpacker(FROM_STUDIO)
    unpacker.feed(noise)

    try:
        found = whole(unpacker)
    except LineError:
        return
    assert all(len(body) <= FROM_STUDIO[kind] for kind, body in found)
