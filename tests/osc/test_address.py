from __future__ import annotations

import socket

import pytest

from tuimap.errors import SetupError
from tuimap.osc.address import Address, host_and_port, resolved


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("127.0.0.1:57120", ("127.0.0.1", 57120)),
        ("studio.local:9000", ("studio.local", 9000)),
        ("[::1]:57120", ("::1", 57120)),
        ("192.168.1.255:65535", ("192.168.1.255", 65535)),
    ],
)
def test_a_host_and_a_port_are_read(text: str, read: tuple[str, int]) -> None:
    assert host_and_port(text) == read


@pytest.mark.parametrize(
    "text",
    ["", "57120", ":57120", "localhost", "localhost:", "a:b", "a:0", "a:65536", "a:-1", "::1:57120", "[]:1", "a:²"],
)
def test_anything_else_is_told_how_it_should_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not HOST:PORT, such as 127\.0\.0\.1:57120"):
        host_and_port(text)


def test_the_address_that_other_programs_listen_at_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = (socket.AF_INET6, socket.SOCK_DGRAM, 17, "", ("::1", 9, 0, 0))
    older = (socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("127.0.0.1", 9))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [newer, older])
    assert resolved("localhost", 9) == Address("127.0.0.1", 9)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [newer])
    assert str(resolved("localhost", 9)) == "[::1]:9"


@pytest.mark.parametrize("host", ["no.such.host.invalid", "a" * 70, "a..b", "\x1b[2J"])
def test_a_host_that_is_not_found_is_one_line(host: str) -> None:
    with pytest.raises(SetupError) as caught:
        resolved(host, 9)
    assert str(caught.value).startswith("--osc: the host ")
    assert str(caught.value).isprintable()
