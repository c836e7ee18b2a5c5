"""What makes a sound heard on this machine: a device, a mixer, and threads that decode."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tuimap.players import AS_IT_IS, Manner
from tuimap.players.choice import parse_audio
from tuimap.players.feeder import Feeder
from tuimap.players.keeper import Keeper
from tuimap.players.mixer import FADE_MS, Mixer
from tuimap.players.source import Source
from tuimap.players.voice import Voice
from tuimap.players.warmer import Warmer

SLOW_SECONDS = 1.5
"""A sound whose first samples take so long is told about."""
DRAIN_SECONDS = 0.06
"""What a device still holds when the last fade has been mixed."""


@dataclass(frozen=True, slots=True)
class DeckState:
    """What a deck does now."""

    opening: str = ""
    """The back end whose device is being opened now, or empty."""
    backend: str = ""
    """The back end that is open, or empty."""
    playing: str | None = None
    """The key of what sounds now."""
    started: int = 0
    """Sounds begun so far."""
    problem: str = ""
    """One line; empty when all is well."""
    place: str = ""
    """The machine where it sounds; empty: this one."""


class Deck:
    """Plays one source at a time; no call blocks, save `close`."""

    def __init__(
        self, audio: str, silent: Sequence[str], changed: Callable[[], None], report: Callable[[], None]
    ) -> None:
        """Take what `--audio` says, and the back ends that were given up.

        `changed` is called where the state has changed, by threads that must not wait; `report` before a device is
        opened, and has told the state when it returns: opening may hang or crash.
        """
        self._asked = 0.0
        self._mixer = Mixer(changed)
        self._keeper = Keeper(self._mixer, parse_audio(audio), report, silent=silent)
        self._mixer.cut = self._start_again
        self._feeder = Feeder(self._mixer)
        self._warmer = Warmer()

    def begin(self) -> None:
        """Open the device; nothing may be called before."""
        self._keeper.start()

    def start(self, source: Source, manner: Manner = AS_IT_IS) -> None:
        """Begin a source at once, fading out whatever sounds."""
        voice = Voice(source, manner)
        self._asked = time.monotonic()
        self._mixer.start(voice)
        self._feeder.feed(voice)

    def stop(self) -> None:
        """Fade out whatever sounds."""
        self._mixer.stop()

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down, also what sounds already."""
        self._mixer.set_volume(volume_db)

    def expect(self, sources: Sequence[Source]) -> None:
        """Have what may be asked for next read from a slow disk already."""
        self._warmer.warm(sources)

    def state(self) -> DeckState:
        """Tell what happens now."""
        playing = self._mixer.playing
        return DeckState(
            opening=self._keeper.opening,
            backend=self._keeper.backend,
            playing=playing.source.key if playing else None,
            started=self._mixer.started,
            problem=self._keeper.problem or self._problem(),
        )

    def close(self) -> None:
        """Let the last sound fade."""
        if self._mixer.playing:
            self._mixer.stop()
            time.sleep(FADE_MS / 1000 + DRAIN_SECONDS)
        self._keeper.close()

    def _start_again(self, cut: Voice) -> None:
        """Begin a sound anew, for a device of another rate, unless it is no longer wanted."""
        voice = Voice(cut.source, cut.manner)
        self._mixer.start(voice, instead_of=cut)
        self._feeder.feed(voice)

    def _problem(self) -> str:
        """Say what is wrong with the newest sound."""
        voice = self._mixer.newest
        if voice is None:
            return ""
        late = not (voice.begun or voice.over) and time.monotonic() - self._asked > SLOW_SECONDS
        if late and (opening := self._keeper.opening):
            return f"the sound device does not answer ({opening} waits for it)"
        if late and self._keeper.backend:
            return f"{voice.source.name}: its disk or network folder does not answer"
        return voice.problem
