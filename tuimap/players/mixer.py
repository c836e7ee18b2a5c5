"""Adds up what sounds: the newest clip, and older ones for the few milliseconds of their fade. Knows no device."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock

import numpy as np

from tuimap.players.limiter import Limiter
from tuimap.players.voice import Frames, Voice
from tuimap.players.volume import Volume

FADE_MS = 5.0
"""Length of the fade of a clip that is cut."""
CROSSING_MS = 300.0
"""Grains die away so long when other grains come."""
AHEAD_MS, RECOVERY_MS = 1.0, 50.0
"""Of the limiter: it has to catch only what overlaps, and what the volume makes too loud."""


class Mixer:
    """What a device asks for its next frames; `changed` is called when a clip begins or ends."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.started = 0
        self.changed = changed
        self.cut: Callable[[Voice], None] = lambda _: None
        """Takes the newest clip where a device of another rate has ended it."""
        self._newest: Voice | None = None
        self._voices: list[Voice] = []
        self._lock = Lock()
        self._rate = 0
        self._volume = Volume()
        self._limiter = Limiter(1)
        self._rate_known = Event()
        self._asked = Event()

    @property
    def busy(self) -> bool:
        """Whether anything sounds, or is to sound once its first frames are there."""
        return bool(self._voices)

    def wait_until_busy(self) -> None:
        """Return as soon as anything is to sound."""
        while not self._voices:
            self._asked.wait()
            self._asked.clear()

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
        ended = None
        if self._rate not in (0, rate):
            with self._lock:
                ended = self._newest if self._newest in self._voices else None
                self._release()
        self._rate = rate
        self._limiter = Limiter(rate, AHEAD_MS, RECOVERY_MS)
        self._rate_known.set()
        if ended is not None:
            self.cut(ended)

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down from the next frames on."""
        self._volume.turn(volume_db)

    def start(self, voice: Voice, instead_of: Voice | None = None) -> None:
        """Fade out whatever sounds and go on with `voice` as soon as it has frames; grains cross over into grains.

        `instead_of` has to be the newest clip still, or `voice` is given up.
        """
        with self._lock:
            if instead_of not in (None, self._newest):
                voice.release(0)
                return
            self._release(CROSSING_MS if voice.manner.mode == "grains" else FADE_MS)
            self._newest = voice
            self._voices.append(voice)
        self._asked.set()

    def stop(self) -> None:
        """Fade out whatever sounds."""
        with self._lock:
            self._release()
            self._newest = None
        self.changed()

    def __call__(self, n_frames: int) -> Frames:
        """Give the next frames, as `mix`."""
        return self.mix(n_frames)

    def endings(self) -> Frames:
        """Give what is left of the clips that fade out, [frames, 2] within -1..1; what goes on comes from `mix`."""
        with self._lock:
            ending = [voice for voice in self._voices if voice.released]
            self._voices = [voice for voice in self._voices if voice not in ending]
            out = np.zeros((max((voice.fading for voice in ending), default=0), 2), dtype=np.float32)
            for voice in ending:
                self._add(voice, out)
        return np.clip(self._volume.applied(out, self._rate, at_once=False), -1.0, 1.0)

    def mix(self, n_frames: int) -> Frames:
        """Give the next frames, [n_frames, 2] within -1..1."""
        out = np.zeros((n_frames, 2), dtype=np.float32)
        with self._lock:
            silent = not any(voice.begun for voice in self._voices)
            changes = [self._add(voice, out) for voice in self._voices]
            self._voices = [voice for voice in self._voices if not voice.over]
        if any(changes):
            self.changed()
        # a device asks for its next frames: what it will ask for after them, no one can look at
        return self._limiter.through(self._volume.applied(out, self._rate, at_once=silent), last=True)

    def _add(self, voice: Voice, out: Frames) -> bool:
        """Add one clip to `out`; True when it begins or ends here."""
        begun = voice.begun
        voice.add_to(out)
        begins = voice.begun and not begun
        self.started += begins
        return begins or voice.over

    def _release(self, grains_ms: float = FADE_MS) -> None:
        for voice in self._voices:
            fade_ms = grains_ms if voice.manner.mode == "grains" else FADE_MS
            voice.release(round(self._rate * fade_ms / 1000))
