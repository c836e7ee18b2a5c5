"""What one hears: which sound was asked for, and whether a step is to be heard."""

from __future__ import annotations

import math
from time import monotonic
from typing import Literal

from tuimap.players import Clip, Player
from tuimap.sound import Sound
from tuimap.ui.listening import Listening
from tuimap.ui.playhead import Playhead

BEGINNING_SECONDS = 0.5
"""After so long a player has told that it plays what it was asked for."""


class Ear:
    """Asks a player for sounds, each as one wants to listen then."""

    def __init__(self, player: Player) -> None:
        self.asked: Playhead | None = None
        """What was to be heard last; None where it was stopped."""
        self._player = player
        self._volume_db = 0.0
        """What the player was told."""
        self._stepped = -math.inf

    @property
    def hears(self) -> bool:
        """Whether something sounds, or is about to."""
        if self.asked is None:
            return False
        return monotonic() - self.asked.begun < BEGINNING_SECONDS or self._player.status().playing is not None

    def step(self, listening: Listening) -> Literal["heard", "waits", "silent"]:
        """Take a step, and tell whether it is heard; one that waits is heard if no other follows it soon."""
        now = monotonic()
        before, self._stepped = self._stepped, now
        if listening.audition == "at rest":
            return "waits" if now - before < listening.rest_seconds else "heard"
        return "heard" if listening.audition == "on" else "silent"

    def play(self, sound: Sound, clip: Clip, listening: Listening) -> None:
        """Hear a sound, or a part of it."""
        self.turn(listening)
        manner = listening.manner(sound)
        self.asked = Playhead(sound, clip, monotonic(), manner)
        self._player.play(clip, manner)

    def again(self, listening: Listening) -> None:
        """Hear what sounds in another way; where nothing sounds there is silence."""
        if self.asked is not None and self.hears:
            self.play(self.asked.sound, self.asked.clip, listening)

    def stop(self) -> None:
        """Be quiet."""
        self.asked = None
        self._player.stop()

    def turn(self, listening: Listening) -> None:
        """Hear everything at another volume, unless it is that already."""
        if self._volume_db != listening.volume_db:
            self._volume_db = listening.volume_db
            self._player.set_volume(self._volume_db)
