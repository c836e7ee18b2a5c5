"""Programs on the other end of the line: python-osc's client and server, and bytes made by hand."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer
from pythonosc.udp_client import SimpleUDPClient

PATIENCE = 30.0

LOOPBACK = "127.0.0.1"


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind((LOOPBACK, 0))
        port: int = taken.getsockname()[1]
    return port


class Program:
    """A server of python-osc, and what it has heard: address and arguments."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []
        dispatcher = Dispatcher()
        dispatcher.set_default_handler(lambda *message: self.heard.append(message))
        self.server = BlockingOSCUDPServer((LOOPBACK, 0), dispatcher)
        self.server.max_packet_size = 1 << 16
        self.port = self.server.server_address[1]

    def of(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of each message of one name."""
        return [arguments for address, *arguments in self.heard if address == f"/tuimap/{name}"]  # type: ignore[misc]


@contextmanager
def program() -> Iterator[Program]:
    it = Program()
    thread = Thread(target=it.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield it
    finally:
        it.server.shutdown()
        thread.join()
        it.server.server_close()


@contextmanager
def controller(port: int) -> Iterator[SimpleUDPClient]:
    """A client of python-osc that sends to a port."""
    client = SimpleUDPClient(LOOPBACK, port)
    with client._sock:  # before python-osc 1.9 a client could not be closed
        yield client


def send_raw(port: int, *packets: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        for packet in packets:
            line.sendto(packet, (LOOPBACK, port))


def text(value: str) -> bytes:
    """An OSC-string: it ends with one to four zeros, so that its length is a multiple of four."""
    raw = value.encode()
    return raw + bytes(4 - len(raw) % 4)


def message(address: str, types: str, *arguments: float) -> bytes:
    """A message as the specification of OSC 1.0 has it: address, type tags, arguments, all big-endian."""
    sizes = {"h": "q"}
    packed = (struct.pack(f">{sizes.get(kind, kind)}", each) for kind, each in zip(types, arguments, strict=True))
    return text(address) + text(f",{types}") + b"".join(packed)


def bundle(*elements: bytes) -> bytes:
    """A bundle for now: name, time, and each element behind its size."""
    return text("#bundle") + struct.pack(">Q", 1) + b"".join(struct.pack(">i", len(each)) + each for each in elements)
