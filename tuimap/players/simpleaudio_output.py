"""Sound through simpleaudio, for machines where miniaudio has no wheel.

simpleaudio plays one buffer from its start to its end. It reads the buffer while it plays, so the buffer here is a
tape: silent at first, and written a little ahead of where it is being read. A tape lasts from the first sound until
silence, so that no device is held while nothing sounds.
"""

from __future__ import annotations

import os
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from tuimap.errors import PlayerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.players.outputs import Mix
    from tuimap.players.voice import Frames

RATE = 48_000
STEP = RATE // 100
"""Frames asked for at once."""
LEAD_SECONDS = 0.14 if sys.platform == "linux" else 0.3
"""A tape is read so far ahead of the sound at most: measured with ALSA, generous elsewhere."""
TAPE_SECONDS = 120.0
"""Longer sounds go over to another tape."""
SILENT_SECONDS = 0.5
"""After so much silence a tape ends."""
FIRST_SECONDS = 0.01
"""What a clip gets to decode the beginning of a tape."""


class SimpleaudioOutput:
    """A thread that writes tapes as long as something sounds."""

    rate = RATE
    occupies = False

    def __init__(self, simpleaudio: Any, mix: Mix) -> None:
        self._simpleaudio = simpleaudio
        self._mix = mix
        self._failure = ""
        self._closed = Event()
        Thread(target=self._run, name="simpleaudio output", daemon=True).start()

    def failure(self) -> str:
        """Tell when a tape could not be started."""
        return self._failure

    def close(self) -> None:
        """Stop soon; what has been read ahead still sounds."""
        self._closed.set()

    def _run(self) -> None:
        try:
            while not self._closed.wait(STEP / RATE):
                first = self._mix(STEP)
                if first.any():
                    self._sound(first)
        except self._simpleaudio._simpleaudio.SimpleaudioError:
            self._failure = "the sound device was taken away"

    def _sound(self, first: Frames) -> None:
        """Play one tape that begins with `first`, until silence or its end."""
        import numpy as np

        tape = np.zeros((round(RATE * TAPE_SECONDS), 2), np.int16)
        written = _write(tape, 0, first)
        time.sleep(FIRST_SECONDS)
        written = self._write_until(tape, written, LEAD_SECONDS)
        playing = self._simpleaudio.play_buffer(tape, 2, 2, RATE)
        begun = time.monotonic()
        silent_since = written
        while written < len(tape) and not self._closed.wait(STEP / RATE):
            before, written = written, self._write_until(tape, written, time.monotonic() - begun + LEAD_SECONDS)
            if tape[before:written].any():
                silent_since = written
            if written - silent_since > RATE * SILENT_SECONDS:
                break
        if written < len(tape):
            playing.stop()

    def _write_until(self, tape: NDArray[np.int16], written: int, seconds: float) -> int:
        """Write on up to `seconds` after the tape's beginning; give how many frames are written."""
        while written < min(len(tape), round(RATE * seconds)):
            written = _write(tape, written, self._mix(STEP))
        return written


def open_simpleaudio(mix: Mix, _device: str) -> SimpleaudioOutput:
    """Try the default device with a moment of silence."""
    try:
        import simpleaudio
    except (ImportError, OSError) as error:
        raise PlayerError("simpleaudio is not installed", "pip install 'tuimap[simpleaudio]'") from error
    if _crashes():
        raise PlayerError("simpleaudio 1.0.4 crashes from Python 3.12 on", "pip install simpleaudio-patched")
    try:
        simpleaudio.play_buffer(bytes(4 * STEP), 2, 2, RATE)
    except simpleaudio._simpleaudio.SimpleaudioError as error:
        raise PlayerError("simpleaudio found no output device") from error
    return SimpleaudioOutput(simpleaudio, mix)


def _crashes() -> bool:
    """Tell whether this simpleaudio frees what it did not allocate: neither the fork does so, nor any with malloc."""
    old = sys.version_info < (3, 12) or os.environ.get("PYTHONMALLOC") == "malloc"
    from importlib import metadata  # slow, and seldom needed

    return not old and not any(metadata.distributions(name="simpleaudio-patched"))


def _write(tape: NDArray[np.int16], written: int, frames: Frames) -> int:
    """Write `frames` on the tape, as far as it goes; give how many are on it now."""
    end = min(len(tape), written + len(frames))
    tape[written:end] = frames[: end - written] * 32767.0
    return end
