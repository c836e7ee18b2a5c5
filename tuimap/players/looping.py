"""A sound over and over, for as long as it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tuimap.players.damage import Tell, up_to_damage
from tuimap.players.voice import Frames, fall

if TYPE_CHECKING:
    from tuimap.players.source import Opened

BEND_MS = 5.0
"""So much of the end is bent towards the beginning where the two do not meet."""
SMOOTH_STEPS = 1.5
"""The joint may be so many times as steep as the end is anyway."""
KEPT_FRAMES = 1 << 18
"""A sound up to this length is read once: some five seconds."""
BLOCK_SECONDS = 0.05


def looped(opened: Opened, tell: Tell) -> Iterator[Frames]:
    """Give a sound again and again, each time exactly as long as it is; ends only where a pass gives nothing."""
    kept: list[Frames] = []
    n_frames = 0
    for block in _pass(opened, tell):
        n_frames += len(block)
        kept = [*kept, block] if n_frames <= KEPT_FRAMES else []
        yield block
    if kept:
        yield from _repeated(np.concatenate(kept), max(1, int(BLOCK_SECONDS * opened.rate)))
    while n_frames:
        n_frames = 0
        for block in _pass(opened, tell):
            n_frames += len(block)
            yield block


def _pass(opened: Opened, tell: Tell) -> Iterator[Frames]:
    return joined(up_to_damage(opened.blocks(), tell), opened.rate)


def _repeated(sound: Frames, block: int) -> Iterator[Frames]:
    """Give a sound without end in blocks of about one size, also where it is shorter than one."""
    passes = np.tile(sound, (-(-block // len(sound)), 1))
    while True:
        yield from (passes[at : at + block] for at in range(0, len(passes), block))


def joined(blocks: Iterator[Frames], rate: float) -> Iterator[Frames]:
    """Give one pass whose end leads into its own beginning without a click; the length stays."""
    n_bent = max(1, int(rate * BEND_MS / 1000))
    first: Frames | None = None
    end = np.zeros((0, 2), np.float32)
    for block in filter(len, blocks):
        first = block[0] if first is None else first
        end = np.concatenate([end, block])
        yield end[:-n_bent]
        end = end[-n_bent:]
    if first is not None:
        yield _bent(end, first)


def _bent(end: Frames, first: Frames) -> Frames:
    """Bend the last frames [frames, 2] towards the frame that follows, unless they lead there already."""
    gap = first - end[-1]
    steepest = np.abs(np.diff(end, axis=0)).max(axis=0, initial=0.0)
    if np.all(np.abs(gap) <= SMOOTH_STEPS * steepest):
        return end
    return np.asarray(end + gap * (1 - fall(len(end))))
