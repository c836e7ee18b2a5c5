from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from tuimap.doctor import far, sound
from tuimap.doctor.far import RUN_LISTEN, listens
from tuimap.players.remote import Address

LOOPBACK = "127.0.0.1"


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server((LOOPBACK, 0)) as open_door:
        yield open_door


def answered(door: socket.socket, greeting: bytes) -> str:
    """What is said of a line on which somebody says something and hangs up."""

    def answer() -> None:
        line, _ = door.accept()
        with line:
            line.sendall(greeting)

    thread = Thread(target=answer)
    thread.start()
    told = listens(Address(*door.getsockname()))
    thread.join()
    return told


def test_a_listener_greets_and_an_empty_tunnel_hangs_up(door: socket.socket) -> None:
    assert answered(door, b"T") == ""
    assert answered(door, b"") == "the line leads there, but nobody is at its end"


def test_nobody_and_somebody_who_never_speaks_do_not_answer(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far, "SECONDS", 0.05)
    assert listens(Address(*door.getsockname())) == "it does not answer"
    port = door.getsockname()[1]
    door.close()
    assert listens(Address(LOOPBACK, port)) == "it does not answer"
    assert listens(Address("a" * 80, port)) == "it does not answer"


def test_where_it_is_to_be_heard_far_away_the_line_and_the_secret_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sound, "probe_all", lambda: iter(()))
    monkeypatch.setattr(sound, "listens", lambda address: "" if address.port == 1 else "it does not answer")
    found = [
        {each.name: each for each in sound.sound(environ).findings}["chosen"]
        for environ in (
            {"TUIMAP_AUDIO": "tcp:there:1", "TUIMAP_TOKEN": "very secret"},
            {"TUIMAP_AUDIO": "tcp:there:1"},
            {"TUIMAP_AUDIO": "tcp:there:2", "TUIMAP_TOKEN": "very secret"},
        )
    ]
    assert [each.told.partition(" (")[0] for each in found] == ["somebody listens there"] * 2 + ["it does not answer"]
    assert [each.mend for each in found] == ["", "set TUIMAP_TOKEN to what tuimap listen prints there", RUN_LISTEN]
    assert "secret" not in str(found)
