"""An open sound as it is to be heard: in its manner, at the device's rate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tuimap.errors import DecodeError
from tuimap.players import Manner, Mode
from tuimap.players.backwards import Backwards
from tuimap.players.conversion import resampled, without_clicks
from tuimap.players.damage import Tell, up_to_damage
from tuimap.players.grains import grains
from tuimap.players.limiter import limited
from tuimap.players.looping import looped
from tuimap.players.onset import Later, onset
from tuimap.players.source import Opened
from tuimap.players.voice import Frames

MOST_GAIN_DB = 24.0
"""More would be a slip of the finger."""
SLOWEST, FASTEST = 0.125, 8.0
"""So far a tape can be slowed down and sped up."""


def rendered(opened: Opened, manner: Manner, rate: int, tell: Tell) -> Iterator[Frames]:
    """Give blocks [frames, 2] within -1..1 at `rate`, without end in a loop or a cloud of grains.

    `tell` is called where the sound is damaged; what there is of it is heard. Raises DecodeError where there is none.
    """
    n_frames = 0
    speed = min(max(SLOWEST, manner.speed), FASTEST)
    at_its_rate = _in_mode(_to_be_heard(opened, manner), manner.mode, speed, tell)
    blocks = resampled(at_its_rate, opened.rate * speed, rate)
    for block in without_clicks(limited(_amplified(blocks, manner.gain_db), rate), rate):
        n_frames += len(block)
        yield block
    if not n_frames:
        raise DecodeError("it holds no sound")


def _to_be_heard(opened: Opened, manner: Manner) -> Opened:
    """Give the sound in its direction and without the silence before it, if that is wished for."""
    if manner.reverse:
        opened = Backwards(opened)
    return Later(opened, onset(opened)) if manner.from_onset else opened


def _in_mode(opened: Opened, mode: Mode, speed: float, tell: Tell) -> Iterator[Frames]:
    match mode:
        case "shot":
            return up_to_damage(opened.blocks(), tell)
        case "loop":
            return looped(opened, tell)
        case "grains":
            return grains(opened, tell, speed)


def _amplified(blocks: Iterator[Frames], gain_db: float) -> Iterator[Frames]:
    gain = np.float32(10 ** (min(gain_db, MOST_GAIN_DB) / 20))
    return (block * gain for block in blocks) if gain_db else blocks
