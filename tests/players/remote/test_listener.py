"""A listener on loopback, and what comes to its door."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuimap.errors import PlayerError
from tuimap.players import Clip
from tuimap.players.remote import LOOPBACK, messages
from tuimap.players.remote.framing import FROM_STUDIO, HEAD, OPENING, Kind, Unpacker, message
from tuimap.players.remote.handshake import NONCE, PROOF, hello, listener_proof, read_hello, studio_proof
from tuimap.players.remote.listener import STRANGERS, Listener
from tuimap.players.remote.messages import Play
from tuimap.players.remote.pieces import packed
from tuimap.players.source import FileSource

Start = Callable[..., Any]
TOKEN = "a token for tests"


class Caller:
    """Whoever connects, byte by byte."""

    def __init__(self, port: int, buffer: int = 1 << 16) -> None:
        self.socket = socket.socket()
        self.socket.settimeout(10)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect((LOOPBACK, port))
        self._unpacker = Unpacker(OPENING)

    def send(self, *told: bytes) -> None:
        with suppress(OSError):
            self.socket.sendall(b"".join(told))

    def get(self) -> tuple[Kind, bytes]:
        while (whole := self._unpacker.next()) is None:
            self._unpacker.feed(self.socket.recv(4096) or pytest.fail("hung up"))
        return whole

    def enter(self, token: str = TOKEN) -> None:
        """Do what a studio does first."""
        nonce = read_hello(self.get()[1])
        self.send(message(Kind.PROOF, studio_proof(token, nonce, bytes(NONCE))))

    def gone(self) -> bool:
        """Wait until the other side hangs up."""
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionError:
            pass
        return True

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def call() -> Any:
    callers: list[Caller] = []

    def one(port: int, *more: int) -> Caller:
        callers.append(Caller(port, *more))
        return callers[-1]

    yield one
    for caller in callers:
        caller.close()


@pytest.fixture
def playing(ear: Start, studio: Start, wait_until: Start, tmp_path: Path) -> tuple[Any, Any, Path]:
    """A listener and a studio that plays a long sound there."""
    import soundfile

    path = tmp_path / "long.wav"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.5, 0.5, 48_000 * 60), 48_000)
    there = ear()
    here = studio(there.port)
    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing == str(path))
    return there, here, path


def plays_on(playing: tuple[Any, Any, Path]) -> bool:
    _, here, path = playing
    state = here.state()
    return state.playing == str(path) and state.started == 1 and not state.problem


NOT_A_STUDIO = {
    "a browser": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "zeros": b"\0" * 100_000,
    "noise": np.random.default_rng(0).bytes(100_000),
    "an endless message": HEAD.pack(Kind.PROOF, 0xFFFFFFFF),
    "an empty proof": message(Kind.PROOF, b""),
    "a wrong proof": message(Kind.PROOF, bytes(NONCE + PROOF)),
    "a stop without a proof": message(Kind.STOP),
    "a sound without a proof": message(Kind.PLAY, Play(1, "a", 44_100, None).body()),
    "nothing": b"",
}


@pytest.mark.parametrize("said", NOT_A_STUDIO.values(), ids=NOT_A_STUDIO.keys())
def test_who_is_no_studio_is_sent_away_and_the_sound_goes_on(
    playing: tuple[Any, Any, Path], call: Start, said: bytes, wait_until: Start
) -> None:
    caller = call(playing[0].port)
    caller.send(said)
    caller.socket.shutdown(socket.SHUT_WR)

    assert caller.gone()

    wait_until(lambda: "was refused: " in playing[0].told[-1])
    assert plays_on(playing)


def test_a_wrong_token_is_refused_and_told(playing: tuple[Any, Any, Path], call: Start, wait_until: Start) -> None:
    caller = call(playing[0].port)
    caller.enter("another token")

    assert caller.get() == (Kind.REFUSED, b"token")
    assert caller.gone()
    wait_until(lambda: playing[0].told[-1].endswith("was refused: it does not know the token"))
    assert plays_on(playing)


def test_who_says_nothing_or_too_slowly_is_sent_away_in_time(
    playing: tuple[Any, Any, Path], call: Start, monkeypatch: pytest.MonkeyPatch, wait_until: Start
) -> None:
    monkeypatch.setattr("tuimap.players.remote.meeting.MEET_SECONDS", 0.3)
    silent, slow = call(playing[0].port), call(playing[0].port)
    for byte in message(Kind.PROOF, bytes(NONCE + PROOF))[:10]:
        slow.send(bytes([byte]))

    assert silent.gone()
    assert slow.gone()
    wait_until(lambda: "it did not say who it is" in playing[0].told[-1])
    assert plays_on(playing)


def test_a_crowd_at_the_door_is_sent_away_and_told_in_few_lines(
    playing: tuple[Any, Any, Path], call: Start, monkeypatch: pytest.MonkeyPatch, wait_until: Start
) -> None:
    monkeypatch.setattr("tuimap.players.remote.meeting.MEET_SECONDS", 0.3)
    there, here, path = playing
    crowd = [call(there.port) for _ in range(10 * STRANGERS)]

    assert all(caller.gone() for caller in crowd)

    assert plays_on(playing)
    assert len(there.told) < 20
    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().started == 2)


def test_who_comes_while_too_many_are_at_the_door_is_not_even_greeted(
    playing: tuple[Any, Any, Path], call: Start
) -> None:
    for stranger in [call(playing[0].port) for _ in range(STRANGERS)]:
        assert stranger.get()[0] is Kind.HELLO

    heard = b""
    with suppress(ConnectionError):
        heard = call(playing[0].port).socket.recv(1)

    assert heard == b""
    assert plays_on(playing)


def test_who_was_replaced_has_no_say_any_more(
    ear: Start, studio: Start, call: Start, wait_until: Start, tmp_path: Path
) -> None:
    import soundfile

    there = ear()
    before = call(there.port)
    before.enter()
    wait_until(lambda: there.told)
    path = tmp_path / "long.wav"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.5, 0.5, 48_000 * 60), 48_000)
    here = studio(there.port)
    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing == str(path))

    before.send(message(Kind.STOP))
    before.socket.shutdown(socket.SHUT_WR)
    assert before.gone()

    assert plays_on((there, here, path))
    assert there.playing


def test_a_piece_that_cannot_be_heard_is_refused(ear: Start, call: Start, wait_until: Start) -> None:
    there = ear()
    caller = call(there.port)
    caller.enter()

    caller.send(message(Kind.PIECE, messages.place(1, 0) + b"\x00\x03" + bytes(6)))

    assert caller.gone()
    wait_until(lambda: there.told[-1].endswith("has left: a piece of a sound that does not fit its head"))


def studio_says() -> st.SearchStrategy[bytes]:
    """Give messages as a studio that knows the token, and is out of its mind, would send them."""
    kinds = st.sampled_from(sorted(FROM_STUDIO))
    places = st.builds(messages.place, st.integers(0, 3), st.integers(0, 1 << 22) | st.integers(0, 9))
    fine = [
        st.builds(
            lambda number, n: message(Kind.PLAY, Play(number, "a", 8_000, n).body()), st.integers(0, 3), st.none()
        ),
        st.builds(lambda at: message(Kind.PIECE, at + packed(np.zeros((9, 2), np.float32))), places),
        st.builds(lambda at, hashes: message(Kind.KNOWN, at + b"x" * 12 * hashes), places, st.integers(0, 600)),
        st.builds(lambda at: message(Kind.END, at), places),
        st.just(message(Kind.STOP)),
        st.builds(lambda volume: message(Kind.VOLUME, messages.volume(volume)), st.floats(-60, 12)),
    ]
    wrong = st.builds(lambda kind, body: message(kind, body[: FROM_STUDIO[kind]]), kinds, st.binary(max_size=40))
    return st.lists(st.one_of(*fine) | wrong | st.binary(max_size=40), max_size=20).map(b"".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=studio_says())
def test_a_studio_out_of_its_mind_does_no_harm(ear_for_all: Any, said: bytes) -> None:
    caller = Caller(ear_for_all.port)
    caller.enter()
    caller.send(said)
    caller.socket.shutdown(socket.SHUT_WR)
    caller.gone()
    caller.close()

    assert ear_for_all.server.is_serving()


@pytest.fixture
def ear_for_all(ear: Start, studio: Start, wait_until: Start, tmp_path: Path) -> Any:
    """A listener that still plays properly after all that was said to it."""
    import soundfile

    there = ear()
    yield there
    path = tmp_path / "after.wav"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.5, 0.5, 48_000), 48_000)
    here = studio(there.port)
    here.start(FileSource(Clip(path)))
    wait_until(lambda: here.state().playing == str(path))


def test_a_studio_that_never_reads_is_cut_off(
    ear: Start, call: Start, monkeypatch: pytest.MonkeyPatch, wait_until: Start
) -> None:
    monkeypatch.setattr("tuimap.players.remote.talk.MOST_WAITING", 10_000)
    there = ear()
    caller = call(there.port, 4_096)
    caller.enter()

    caller.send(message(Kind.PING) * 1_000_000)  # ends early where the other side has hung up

    wait_until(lambda: "has left" in there.told[-1])
    assert not there.told[-1].endswith(": it fell silent")


def test_a_port_in_use_is_said_with_the_mend(ear: Start, loop: Any) -> None:
    there = ear()

    with pytest.raises(PlayerError) as caught:
        loop.run(Listener("null", TOKEN, print).open(LOOPBACK, there.port))

    assert str(caught.value) == (
        f"port {there.port} of 127.0.0.1 cannot be listened at: address already in use. Choose another one with --port"
    )


def test_what_garbage_comes_to_the_studio_is_said_and_tried_again(studio: Start, loop: Any, wait_until: Start) -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n" * 100)
        await writer.drain()
        writer.close()

    server = loop.run(asyncio.start_server(rude, LOOPBACK, 0))
    loop.servers.append(server)
    port = server.sockets[0].getsockname()[1]
    here = studio(port)

    wait_until(lambda: here.state().problem.startswith(f"no sound: 127.0.0.1:{port}: it "))


@pytest.mark.parametrize(
    ("token", "trouble", "place"),
    [("another token", "it does not know the token", ""), (TOKEN, "", "\\x1b[31mlaptop")],
)
def test_the_studio_trusts_only_who_knows_the_token_and_no_name_acts_on_its_terminal(
    studio: Start, loop: Any, wait_until: Start, token: str, trouble: str, place: str
) -> None:
    left = Event()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours = bytes(NONCE)
        writer.write(message(Kind.HELLO, hello(ours)))
        answer = (await reader.readexactly(HEAD.size + NONCE + PROOF))[HEAD.size :]
        writer.write(message(Kind.WELCOME, listener_proof(token, answer[:NONCE], ours) + b"\x1b[31mlaptop"))
        with suppress(ConnectionError):
            await reader.read()
        writer.close()
        left.set()

    server = loop.run(asyncio.start_server(welcome, LOOPBACK, 0))
    loop.servers.append(server)
    port = server.sockets[0].getsockname()[1]
    here = studio(port)

    wait_until(lambda: here.state().problem or here.state().place)
    assert here.state().problem.removeprefix(f"no sound: 127.0.0.1:{port}: ") == trouble
    assert here.state().place == place
    here.close()
    wait_until(left.is_set)
