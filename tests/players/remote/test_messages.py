import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.players import Manner
from tuimap.players.remote import LineError, messages
from tuimap.players.remote.framing import FROM_LISTENER, FROM_STUDIO, Kind
from tuimap.players.remote.messages import Heard, Play

PLAY = Play(3, "kick \\udc80.wav", 44_100, 1234, Manner("loop", 0.5, True, True, -3.0))


def test_what_is_said_comes_out_as_it_went_in() -> None:
    heard = Heard(4, 17, "miniaudio", "no sound: why")

    assert Play.read(PLAY.body()) == PLAY
    assert Heard.read(heard.body()) == heard
    assert messages.read_place(messages.place(7, 9) + b"more") == (7, 9, b"more")
    assert messages.read_total(messages.total(1 << 40)) == 1 << 40
    assert messages.read_volume(messages.volume(-6.5)) == -6.5


def test_names_and_problems_cannot_act_on_a_terminal() -> None:
    assert Play.read(Play(1, "a\x1b[31m", 44_100, None).body()).name == "a\\x1b[31m"
    assert Heard.read(Heard(problem="a\x1b[31m\n").body()).problem == "a\\x1b[31m\\x0a"


@pytest.mark.parametrize("letter", ["a", "\xe9", "\u97f3", "\U0001f941"])
def test_the_longest_names_have_room(letter: str) -> None:
    manner = Manner("grains", 0.5, True, True, -12.345678901234567)

    assert len(Play(10**9, letter * 1_000, 192_000, 10**12, manner).body()) <= FROM_STUDIO[Kind.PLAY]
    assert len(Heard(10**9, 10**9, "sounddevice", letter * 1_000).body()) <= FROM_LISTENER[Kind.STATE]


def test_hashes_travel_in_runs() -> None:
    hashes = [bytes([number % 256] * 12) for number in range(1_200)]

    runs = list(messages.runs(hashes))

    assert len(runs) == 3
    assert [each for run in runs for each in messages.read_run(run)] == hashes


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": 0},
        {"rate": 1 << 40},
        {"rate": "44100"},
        {"n_frames": -1},
        {"n_frames": 1.5},
        {"number": True},
        {"name": 7},
        {"more": 1},
        {"manner": None},
        {"manner": {"mode": "quietly"}},
        {"manner": {"speed": 0}},
        {"manner": {"speed": 1e300}},
        {"manner": {"speed": "1"}},
        {"manner": {"gain_db": float("nan")}},
        {"manner": {"gain_db": 1e9}},
        {"manner": {"reverse": "yes"}},
    ],
)
def test_a_sound_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(LineError):
        Play.read(json.dumps({**asdict(PLAY), **wrong}).encode())


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b"[" * 1000, b'{"playing": "x"}', b'{"started": 1.5}'])
def test_what_holds_something_else_is_refused(body: bytes) -> None:
    for read in (Play.read, Heard.read):
        with pytest.raises(LineError):
            read(body)


@given(st.binary(max_size=300))
@pytest.mark.parametrize(
    "read",
    [Play.read, Heard.read, messages.read_place, messages.read_total, messages.read_volume, messages.read_run],
)
def test_noise_is_read_or_refused(read: Callable[[bytes], object], noise: bytes) -> None:
    try:
        read(noise)
    except LineError:
        return


@pytest.mark.parametrize("volume_db", [float("nan"), float("inf"), 500.0])
def test_a_volume_that_is_none_is_refused(volume_db: float) -> None:
    with pytest.raises(LineError):
        messages.read_volume(messages.volume(volume_db))
