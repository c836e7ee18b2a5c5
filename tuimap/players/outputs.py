"""The back ends that make sound. Adding one: one file, one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tuimap.players.command_output import open_command
from tuimap.players.miniaudio_output import open_miniaudio
from tuimap.players.null_output import open_null
from tuimap.players.simpleaudio_output import open_simpleaudio
from tuimap.players.sounddevice_output import open_sounddevice

if TYPE_CHECKING:
    from tuimap.players.mixer import Mixer
    from tuimap.players.voice import Frames

    Mix: TypeAlias = Callable[[int], Frames]
    """Gives the next n frames, [n, 2] within -1..1; never blocks."""


class Output(Protocol):
    """An open device: it asks for frames until it is closed."""

    @property
    def rate(self) -> int:
        """Frames per second it asks for."""

    @property
    def occupies(self) -> bool:
        """Whether it holds the device also while nothing sounds."""

    def failure(self) -> str:
        """Say in a few words why it no longer sounds; empty while it does."""

    def close(self) -> None:
        """Give the device back."""


OpenOutput: TypeAlias = "Callable[[Mixer, str], Output]"
"""Opens the device named, or with an empty name the default one; raises PlayerError with the reason and the mend."""

OUTPUTS: dict[str, OpenOutput] = {
    "miniaudio": open_miniaudio,
    "sounddevice": open_sounddevice,
    "simpleaudio": open_simpleaudio,
    "command": open_command,
    "null": open_null,
}
"""In the order in which `auto` tries them; `null` always opens."""
