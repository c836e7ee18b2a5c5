from __future__ import annotations

import pytest

from tuimap.address import host_and_port, written


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
    assert host_and_port(text, "a:1") == read
    assert written(*read) == text


@pytest.mark.parametrize(
    "text",
    ["", "57120", ":57120", "localhost", "localhost:", "a:b", "a:0", "a:65536", "a:-1", "::1:57120", "[]:1", "a:²"],
)
def test_anything_else_is_told_how_it_should_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not HOST:PORT, such as 127\.0\.0\.1:57120"):
        host_and_port(text, "127.0.0.1:57120")
