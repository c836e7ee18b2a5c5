"""What is seen of one sound: its waveform and its spectrum."""

from __future__ import annotations

from typing import NamedTuple

from tuimap.sound import Sound


class Pictured(NamedTuple):
    """The pictures of a sound, as far as they are read."""

    sound: Sound
    overview: bytes = b""
    """The waveform, see `Sound.overview`; empty while it is not read, or where there is none."""
    spectrum: bytes = b""
    """uint8 [BANDS, COLUMNS], see `tuimap.spectrogram`; empty likewise."""
