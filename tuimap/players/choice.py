"""What `--audio` and TUIMAP_AUDIO take: a back end, and after a colon which of its devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tuimap.address import is_host_and_port
from tuimap.errors import SetupError

TAKES = {
    "auto": "",
    "miniaudio": "NAME",
    "sounddevice": "NAME",
    "simpleaudio": "",
    "command": "PLAYER",
    "null": "",
    "tcp": "HOST:PORT",
}
"""Each back end, and what may follow its name; empty: nothing may."""

MUST = {"tcp"}
"""These mean nothing without what follows."""

FORMS = tuple(
    f"{name}:{more}" if name in MUST else f"{name}[:{more}]" if more else name for name, more in TAKES.items()
)
"""The choices as help and error messages write them."""

COMMAND_PLAYERS = ("pw-play", "paplay", "aplay", "ffplay")
"""What `command` tries, in this order."""

VARIABLE = "TUIMAP_AUDIO"
"""The environment's name for what `--audio` is without being given."""


@dataclass(frozen=True, slots=True)
class AudioChoice:
    """What is to make the sound."""

    backend: str = "auto"
    """One of TAKES."""
    device: str = ""
    """Part of a device's name, a command player, or HOST:PORT; empty: the default one."""

    def __str__(self) -> str:
        return f"{self.backend}:{self.device}" if self.device else self.backend


def parse_audio(text: str) -> AudioChoice:
    """Read what `--audio` takes; raises ValueError with the choices."""
    backend, colon, device = text.partition(":")
    if backend not in TAKES:
        raise ValueError(f"{text!r} is none of {', '.join(FORMS)}")
    if colon and not TAKES[backend]:
        raise ValueError(f"{backend} has no devices to choose from: leave out {colon + device!r}")
    if colon and not device.strip():
        raise ValueError(f"{text!r} names nothing after the colon")
    if backend == "command" and device not in ("", *COMMAND_PLAYERS):
        raise ValueError(f"{device!r} is none of the players {', '.join(COMMAND_PLAYERS)}")
    if backend == "tcp" and not is_host_and_port(device):
        raise ValueError(f"{text!r} is not tcp:HOST:PORT, such as tcp:localhost:7430")
    return AudioChoice(backend, device.strip())


def audio_of(environment: Mapping[str, str]) -> str:
    """Give what `--audio` is when it is not given; raises SetupError for a bad TUIMAP_AUDIO."""
    text = environment.get(VARIABLE) or "auto"
    try:
        return str(parse_audio(text))
    except ValueError as error:
        raise SetupError(f"{VARIABLE}: {error}") from error
