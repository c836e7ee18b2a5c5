"""How one listens: what is heard of a sound, how loud, and which steps are heard."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from tuimap.players import Manner, Mode
from tuimap.sound import Sound

Audition: TypeAlias = Literal["on", "at rest", "off"]
"""Which steps are heard: every one, only where one stops, or none."""

MODES: tuple[Mode, ...] = get_args(Mode)
AUDITIONS: tuple[Audition, ...] = get_args(Audition)
SPEEDS = (1.0, 0.5, 2.0)

SOFTEST_DB, STEP_DB = -60.0, 3.0
"""One step below the softest nothing is heard."""

MUTED_DB = -200.0
"""Nothing is left of any sound."""

TARGET_LUFS = -18.0
"""How loud sounds are heard that are to be equally loud."""

MOST_MATCHED_DB = 24.0
"""No sound is made louder or softer by more for that."""

SLOWEST_STEPS, FASTEST_STEPS = 0.5, 50.0
"""Steps a second that can be told apart from a rest."""

SLOWEST_TEMPO, FASTEST_TEMPO = 10.0, 960.0
"""Beats a minute."""

Changeable: TypeAlias = Literal["mode", "audition", "speed", "reverse", "from_onset", "matched"]

CHOICES: Mapping[Changeable, tuple[Any, ...]] = {
    "mode": MODES,
    "audition": AUDITIONS,
    "speed": SPEEDS,
    "reverse": (False, True),
    "from_onset": (False, True),
    "matched": (False, True),
}
"""What one key goes round in; what is ordinary comes first."""


class Listening(NamedTuple):
    """All that one can choose."""

    mode: Mode = "shot"
    audition: Audition = "on"
    rate: float = 6.0
    """Steps a second: of those that follow each other faster, at rest only the last one is heard."""
    volume_db: float = 0.0
    speed: float = 1.0
    reverse: bool = False
    from_onset: bool = False
    matched: bool = False
    """Whether sounds are heard equally loud, as far as it is known how loud they are."""
    tempo: float | None = None
    """Beats a minute, at which sounds follow each other in a tour; None: when the one before has ended."""

    @property
    def endless(self) -> bool:
        """Whether a sound goes on until it is stopped."""
        return self.mode != "shot"

    @property
    def rest_seconds(self) -> float:
        """How long one stays where one rests."""
        return 1 / self.rate

    def manner(self, sound: Sound) -> Manner:
        """Give how a sound is to be heard."""
        gain = gain_for(sound.traits.loudness) if self.matched else 0.0
        return Manner(self.mode, self.speed, self.reverse, self.from_onset, gain)

    def after(self, name: Changeable) -> Listening:
        """Choose the next of what a key goes round in."""
        choices = CHOICES[name]
        change: dict[str, Any] = {name: choices[(choices.index(getattr(self, name)) + 1) % len(choices)]}
        return self._replace(**change)

    def turned(self, steps: int) -> Listening:
        """Turn the volume up or down; below the softest lies silence."""
        here = max(self.volume_db, SOFTEST_DB - STEP_DB)
        volume = min(0.0, here + steps * STEP_DB)
        return self._replace(volume_db=volume if volume >= SOFTEST_DB else MUTED_DB)


def gain_for(loudness: float | None) -> float:
    """Give the decibels that bring a sound of some LUFS to the loudness of all; 0 where it is not known."""
    if loudness is None or not math.isfinite(loudness):
        return 0.0
    return min(max(TARGET_LUFS - loudness, -MOST_MATCHED_DB), MOST_MATCHED_DB)


def listening_of(stored: Any) -> Listening:
    """Read what `_asdict` gave; what is missing or damaged is ordinary."""
    listening = Listening()
    if not isinstance(stored, dict):
        return listening
    for name, fits in READERS.items():
        if name in stored and fits(value := stored[name]):
            listening = listening._replace(**{name: value})
    return listening


def is_volume(value: object) -> bool:
    """Tell whether one can listen so loud: decibels."""
    return value == MUTED_DB or _within(value, SOFTEST_DB, 0.0)


def is_tempo(value: object) -> bool:
    """Tell whether sounds can follow each other so fast: beats a minute."""
    return _within(value, SLOWEST_TEMPO, FASTEST_TEMPO)


def is_rate(value: object) -> bool:
    """Tell whether so many steps a second can be told apart from a rest."""
    return _within(value, SLOWEST_STEPS, FASTEST_STEPS)


def _within(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _one_of(name: Changeable) -> Callable[[object], bool]:
    return lambda value: any(value == choice and type(value) is type(choice) for choice in CHOICES[name])


READERS: Mapping[str, Callable[[object], bool]] = {
    **{name: _one_of(name) for name in CHOICES},
    "rate": is_rate,
    "volume_db": is_volume,
    "tempo": lambda value: value is None or is_tempo(value),
}
"""For each field, what tells whether a stored value is one."""
