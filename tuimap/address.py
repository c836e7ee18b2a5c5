"""Where another program or machine listens: `HOST:PORT`."""

from __future__ import annotations

MOST_PORT = 65535


def host_and_port(text: str, example: str) -> tuple[str, int]:
    """Read `HOST:PORT`, or `[HOST]:PORT` where the host holds colons. Raises ValueError, which says what it must be."""
    if not is_host_and_port(text):
        raise ValueError(f"{text!r} is not HOST:PORT, such as {example}")
    host, _, port = text.rpartition(":")
    return _bare(host), int(port)


def is_host_and_port(text: str) -> bool:
    """Tell whether `host_and_port` can read a text."""
    host, colon, port = text.rpartition(":")
    bare = _bare(host)
    whole = colon and bare and (bare != host or ":" not in host) and port.isascii() and port.isdecimal()
    return bool(whole) and 1 <= int(port) <= MOST_PORT


def written(host: str, port: int) -> str:
    """Write what `host_and_port` reads."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _bare(host: str) -> str:
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host
