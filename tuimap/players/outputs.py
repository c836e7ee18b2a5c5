"""The back ends that make sound. Adding one: one file, one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tuimap.players.miniaudio_output import open_miniaudio
from tuimap.players.null_output import open_null
from tuimap.players.simpleaudio_output import open_simpleaudio

if TYPE_CHECKING:
    from tuimap.players.voice import Frames

    Mix: TypeAlias = Callable[[int], Frames]
    """Gives the next n frames, [n, 2] within -1..1; never blocks."""


class Output(Protocol):
    """An open device: it asks for frames until it is closed."""

    @property
    def rate(self) -> int:
        """Frames per second it asks for."""

    def failure(self) -> str:
        """Say in a few words why it no longer sounds; empty while it does."""

    def close(self) -> None:
        """Give the device back."""


OpenOutput: TypeAlias = "Callable[[Mix], Output]"
"""Opens the default device; raises PlayerError with the reason and the mend."""

OUTPUTS: dict[str, OpenOutput] = {
    "miniaudio": open_miniaudio,
    "simpleaudio": open_simpleaudio,
    "null": open_null,
}
"""In the order in which `auto` tries them; `null` always opens."""

PLAYERS = ("auto", *OUTPUTS)
"""What `--audio` takes."""
