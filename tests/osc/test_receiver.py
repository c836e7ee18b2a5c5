from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from osc_programs import LOOPBACK, controller, free_port, message, send_raw, text, until

from tuimap.osc.packets import Command
from tuimap.osc.receiver import PACE_SECONDS, Receiver


class Listening:
    """A receiver, when it told of something, and what was taken."""

    def __init__(self, port: int) -> None:
        self.receiver = Receiver(port)
        self.told: list[float] = []
        self.taken: list[Command] = []
        self.receiver.listen(self._told)

    def _told(self) -> None:
        self.told.append(time.monotonic())

    def take(self) -> list[Command]:
        self.taken += self.receiver.take()
        return self.taken


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def listening(port: int) -> Iterator[Listening]:
    it = Listening(port)
    yield it
    it.receiver.close()


def test_what_python_osc_sends_is_taken(listening: Listening, port: int) -> None:
    with controller(port) as client:
        client.send_message("/tuimap/nearest", [0.25, 0.5])
    until(listening.take)
    assert listening.taken == [Command("nearest", (0.25, 0.5))]


def test_of_a_thousand_the_newest_of_each_kind_is_left_in_the_order_in_which_they_came(
    listening: Listening, port: int
) -> None:
    with controller(port) as client:
        for number in range(1_000):
            client.send_message("/tuimap/cursor", [number / 1_000, 0.5])
            time.sleep(0.0001)  # a system without time for us drops packets
        client.send_message("/tuimap/stop", [])
        client.send_message("/tuimap/cursor", [1.0, 0.5])
        client.send_message("/tuimap/play", [])
    until(lambda: "play" in listening.receiver._newest)
    assert len(listening.told) == 1
    assert listening.receiver.take() == [Command("stop"), Command("cursor", (1.0, 0.5)), Command("play")]
    assert listening.receiver.take() == []


def test_it_is_told_again_once_it_was_taken_and_not_before_its_time(listening: Listening, port: int) -> None:
    for number in range(1, 5):
        send_raw(port, text("/tuimap/stop"))
        until(partial(lambda count: len(listening.told) == count, number))
        assert listening.take()
    between = [later - before for before, later in pairwise(listening.told)]
    assert min(between) >= PACE_SECONDS


def test_garbage_does_no_harm_to_what_comes_after_it(listening: Listening, port: int) -> None:
    chance = random.Random(3)
    hang = b"#bundle\0" + bytes(7) + b"\x01" + (-4).to_bytes(4, signed=True) + b"aaaa"
    packets = [chance.randbytes(chance.randint(0, 2_000)) for _ in range(300)]
    for packet in (*packets, hang, b"/tuimap/cursor\0\0" + b"," * 60_000, bytes(65_000)):
        send_raw(port, packet)

    def understood() -> bool:
        send_raw(port, message("/tuimap/cursor", "ff", 0.5, 0.5))  # after so much, the system may drop one
        return Command("cursor", (0.5, 0.5)) in listening.take()

    until(understood)


def test_it_is_heard_on_this_machine_alone(listening: Listening, port: int) -> None:
    assert listening.receiver._socket.getsockname() == (LOOPBACK, port)


def test_a_port_in_use_is_one_line_and_nothing_else_happens(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind((LOOPBACK, port))
        threads = threading.active_count()
        receiver = Receiver(port)
        receiver.listen(lambda: None)
        assert receiver.problem == (f"OSC cannot move the map: port {port} is in use; --osc-listen takes another")
        assert threading.active_count() == threads
        receiver.close()


def test_a_closed_receiver_gives_its_port_back_whether_it_listened_or_not(port: int) -> None:
    for listens in (True, False, True):
        receiver = Receiver(port)
        assert receiver.problem == ""
        if listens:
            receiver.listen(lambda: None)
        receiver.close()
