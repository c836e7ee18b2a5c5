"""Adds up what sounds: the newest clip, and older ones for the few milliseconds of their fade. Knows no device."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock

import numpy as np

from tuimap.players.voice import Frames, Voice

FADE_MS = 5.0
"""Length of the fade of a clip that is cut."""


class Mixer:
    """What a device asks for its next frames; `changed` is called when a clip begins or ends."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.started = 0
        self.changed = changed
        self._newest: Voice | None = None
        self._voices: list[Voice] = []
        self._lock = Lock()
        self._rate = 0
        self._volume = self._wanted_volume = 1.0
        self._rate_known = Event()

    @property
    def rate(self) -> int:
        """Frames per second; waits until a device has been opened."""
        self._rate_known.wait()
        return self._rate

    @property
    def newest(self) -> Voice | None:
        """The clip that was asked for last, also when it has ended; None after a stop."""
        return self._newest

    @property
    def playing(self) -> Voice | None:
        """The clip that sounds now."""
        voice = self._newest
        return voice if voice is not None and voice.begun and not voice.over else None

    def set_rate(self, rate: int) -> None:
        """Take the rate of the device just opened; what sounds at another rate ends."""
        if self._rate not in (0, rate):
            with self._lock:
                self._release()
        self._rate = rate
        self._rate_known.set()

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down from the next frames on."""
        self._wanted_volume = 10 ** (volume_db / 20)

    def start(self, voice: Voice) -> None:
        """Fade out whatever sounds and go on with `voice` as soon as it has frames."""
        with self._lock:
            self._release()
            self._newest = voice
            self._voices.append(voice)

    def stop(self) -> None:
        """Fade out whatever sounds."""
        with self._lock:
            self._release()
            self._newest = None
        self.changed()

    def mix(self, n_frames: int) -> Frames:
        """Give the next frames, [n_frames, 2] within -1..1."""
        out = np.zeros((n_frames, 2), dtype=np.float32)
        with self._lock:
            changes = [self._add(voice, out) for voice in self._voices]
            self._voices = [voice for voice in self._voices if not voice.over]
        if any(changes):
            self.changed()
        before, self._volume = self._volume, self._wanted_volume
        if (before, self._volume) != (1.0, 1.0):
            out *= np.linspace(before, self._volume, n_frames, dtype=np.float32)[:, None]
        return np.clip(out, -1.0, 1.0, out=out)

    def _add(self, voice: Voice, out: Frames) -> bool:
        """Add one clip to `out`; True when it begins or ends here."""
        begun = voice.begun
        voice.add_to(out)
        begins = voice.begun and not begun
        self.started += begins
        return begins or voice.over

    def _release(self) -> None:
        for voice in self._voices:
            voice.release(round(self._rate * FADE_MS / 1000))
