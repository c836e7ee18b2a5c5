from __future__ import annotations

import socket

import pytest

from tuimap.errors import SetupError
from tuimap.osc.address import Address, resolved


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
