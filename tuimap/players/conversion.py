"""Blocks as a file holds them, made fit for the device: finite, stereo, at its rate, without clicks at the ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tuimap.players.voice import Frames, fall

LOUDEST = 64.0
"""Larger values are noise of a broken file; they would overflow on the way."""
RISE_MS = 1.5
"""Fade of a clip that starts in the middle of a swing."""
END_MS = 5.0
"""Fade of a clip that ends in the middle of a swing."""
QUIET = 1e-3
"""A first or last sample below this needs no fade."""

CENTRE, LOW = 2, 3
"""Where the centre and the low-frequency channel lie in surround files."""
WITH_CENTRE, WITH_LOW = (3, 5, 6, 8), (6, 8)
"""Numbers of channels of files that have them."""


def stereo_matrix(channels: int) -> NDArray[np.float32]:
    """Give what each channel adds to left and right, [channels, 2]; full scale stays full scale."""
    if channels == 1:
        return np.ones((1, 2), np.float32)
    matrix = np.zeros((channels, 2))
    shared = {channel for channel, sizes in ((CENTRE, WITH_CENTRE), (LOW, WITH_LOW)) if channels in sizes}
    for place, channel in enumerate(sorted(set(range(channels)) - shared)):
        matrix[channel, place % 2] = 1.0
    if CENTRE in shared:
        matrix[CENTRE] = np.sqrt(0.5)
    return np.asarray(matrix / matrix.sum(axis=0), dtype=np.float32)


def finite(block: Frames) -> Frames:
    """Replace what is not a number, or infinite, by silence, and bound the rest."""
    return np.clip(np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0), -LOUDEST, LOUDEST)


def resampled(blocks: Iterator[Frames], rate: float, new_rate: int) -> Iterator[Frames]:
    """Bring a stream of blocks [frames, 2] from one rate to another."""
    if rate == new_rate:
        yield from blocks
        return
    import soxr

    stream = soxr.ResampleStream(rate, new_rate, 2, dtype="float32", quality="HQ")
    for block in blocks:
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros((0, 2), np.float32), last=True)


def without_clicks(blocks: Iterator[Frames], rate: int) -> Iterator[Frames]:
    """Fade the first frames in and the last ones out, where they do not touch zero."""
    n_rising, n_falling = (max(1, round(rate * fade_ms / 1000)) for fade_ms in (RISE_MS, END_MS))
    held = np.zeros((0, 2), np.float32)
    begun = False
    for block in blocks:
        held = np.concatenate([held, block])
        n_ready = len(held) - n_falling
        if n_ready >= (1 if begun else n_rising):
            held = held if begun else _rising(held, n_rising)
            begun = True
            yield held[:n_ready]
            held = held[n_ready:]
    if len(held):
        yield _falling(held if begun else _rising(held, n_rising), n_falling)


def _rising(sound: Frames, n_frames: int) -> Frames:
    if np.abs(sound[0]).max() < QUIET:
        return sound
    n_frames = min(len(sound), n_frames)
    return np.concatenate([sound[:n_frames] * fall(n_frames)[::-1], sound[n_frames:]])


def _falling(sound: Frames, n_frames: int) -> Frames:
    if np.abs(sound[-1]).max() < QUIET:
        return sound
    n_frames = min(len(sound), n_frames)
    return np.concatenate([sound[:-n_frames], sound[-n_frames:] * fall(n_frames)])
