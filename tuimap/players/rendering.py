"""An open sound as it is to be heard: in its manner, at the device's rate."""

from __future__ import annotations

from collections.abc import Iterator

from tuimap.errors import DecodeError
from tuimap.players import Manner
from tuimap.players.conversion import resampled, without_clicks
from tuimap.players.source import Opened
from tuimap.players.voice import Frames


def rendered(opened: Opened, manner: Manner, rate: int) -> Iterator[Frames]:
    """Give blocks [frames, 2] at `rate`; raises DecodeError, if need be after what could be read."""
    n_frames = 0
    for block in without_clicks(resampled(opened.blocks(), round(opened.rate * manner.speed), rate), rate):
        n_frames += len(block)
        yield block
    if not n_frames:
        raise DecodeError("it holds no sound")
