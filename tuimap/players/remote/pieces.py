"""A sound cut into pieces: what travels, what is kept, and what a hash stands for.

A piece is 2048 frames, in 16 bits with an exponent of its own: exact for files of 16 bits, better than 16 bits for
quiet ones, and without limit for loud ones. The first 2048 frames are three pieces, so that a slow line sounds early.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import numpy as np

from tuimap.players.remote import LineError
from tuimap.players.voice import Frames

PIECE = 2048
"""Frames of a piece."""
EARLY = (0, 512, 1024, PIECE)
"""Where the first three pieces begin, and the fourth."""
LONGEST = 1 << 21
"""A sound has at most so many pieces: a day at 48 kHz."""
DIGEST = 12
"""Bytes of a hash: a mistake is less likely than one of the disk."""

_HEAD = struct.Struct("!bB")
_LOUDEST, _QUIETEST = 6, -15
"""Exponents of two, as far as they go."""


def begins(index: int) -> int:
    """Give the first frame of a piece."""
    return EARLY[index] if index < len(EARLY) else PIECE * (index - 2)


def length(index: int) -> int:
    """Give how many frames a piece holds, unless it is the last."""
    return begins(index + 1) - begins(index)


def index_at(frame: int) -> int:
    """Give the piece that holds a frame."""
    if frame >= PIECE:
        return frame // PIECE + 2
    return sum(frame >= begin for begin in EARLY[1:])


def count(n_frames: int) -> int:
    """Give how many pieces hold so many frames."""
    return index_at(n_frames - 1) + 1 if n_frames else 0


def cut(blocks: Iterable[Frames], first: int = 0) -> Iterator[Frames]:
    """Cut a stream of blocks [frames, 2] into pieces, from piece `first` on; the last may be shorter."""
    held = np.zeros((0, 2), np.float32)
    for block in blocks:
        held = np.concatenate([held, block]) if len(held) else block
        while len(held) >= length(first):
            yield held[: length(first)]
            held = held[length(first) :]
            first += 1
    if len(held):
        yield held


def packed(frames: Frames) -> bytes:
    """Give a piece [frames, 2] as it travels: exponent, channels (1 where both are the same), 16-bit values."""
    if np.array_equal(frames[:, 0], frames[:, 1]):
        frames = frames[:, :1]
    _, exponent = np.frexp(np.abs(frames).max(initial=0.0))
    exponent = int(np.clip(exponent, _QUIETEST, _LOUDEST))
    values = np.clip(np.rint(np.ldexp(frames, 15 - exponent)), -32768, 32767)
    return _HEAD.pack(exponent, frames.shape[1]) + values.astype("<i2").tobytes()


def unpacked(body: bytes) -> Frames:
    """Give the frames [frames, 2] of what `packed` gave; raises LineError for anything else."""
    exponent, channels = check(body)
    values = np.frombuffer(body, "<i2", offset=_HEAD.size).reshape(-1, channels)
    return np.repeat(np.ldexp(values.astype(np.float32), exponent - 15), 3 - channels, axis=1)


def check(body: bytes) -> tuple[int, int]:
    """Give the exponent and the number of channels of a packed piece; raises LineError for anything else."""
    if len(body) < _HEAD.size:
        raise LineError("a piece of a sound without its head")
    exponent, channels = _HEAD.unpack_from(body)
    n_values, odd = divmod(len(body) - _HEAD.size, 2)
    if channels not in (1, 2) or odd or n_values % channels or n_values > channels * PIECE:
        raise LineError("a piece of a sound that does not fit its head")
    if not _QUIETEST <= exponent <= _LOUDEST:
        raise LineError("a piece of a sound louder than any")
    return exponent, channels


def digest(body: bytes) -> bytes:
    """Give the hash under which a packed piece is kept."""
    return blake2b(body, digest_size=DIGEST).digest()
