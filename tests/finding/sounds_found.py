"""A few sounds of which everything is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tuimap.finding.facts import Facts
from tuimap.sound import Sound, SoundKey, Traits
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import SoundMarks
from tuimap.sounds import Sounds


def sound(path: str, duration: float = 1.0, traits: Traits = Traits(), level: float = -6.0) -> Sound:  # noqa: B008
    return Sound(path, 0.0, duration, 44_100, 1, "WAV, 16 bit", level, b"", traits=traits)


DRUMS = (
    sound("drums/808/Kick 2.wav", 0.5, Traits(900.0, -12.0, 55.0, 0.9, 0.05)),
    sound("drums/808/kick 10.wav", 0.4, Traits(1100.0, -15.0, 58.0, 0.9, 0.06)),
    sound("drums/snares/rim.wav", 0.2, Traits(5200.0, -18.0, 220.0, 0.2, 0.5)),
    sound("loops/kick loop.wav", 4.0, Traits(2100.0, -21.0, None, None, 0.3)),
    sound("vox.wav", 2.0, Traits(3100.0, None, 440.0, 0.95, 0.1)),
)

SAID = {
    SoundKey("drums/808/kick 10.wav"): SoundMarks(favourite=True, tags=frozenset({"punchy", "keep"})),
    SoundKey("vox.wav"): SoundMarks(tags=frozenset({"Café"}), note="from the Old tape"),
    SoundKey("gone.wav"): SoundMarks(favourite=True),
}


def facts(sounds: tuple[Sound, ...] = DRUMS, said: Mapping[SoundKey, SoundMarks] = SAID) -> Facts:
    places = np.linspace(0, 1, 2 * len(sounds), dtype=np.float32).reshape(-1, 2)
    clusters = np.array([0, 0, 1, -1, 1][: len(sounds)])
    return Facts(SoundMap(Path("/sounds"), Sounds(sounds), places, clusters, ("Deep kicks", "bright")), said)
