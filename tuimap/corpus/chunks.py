"""Where an uncompressed file says that its samples lie, beside what the file really holds."""

from __future__ import annotations

import os
import stat
from struct import Struct
from typing import NamedTuple

_MOST_CHUNKS = 256
_MOST_IN_32_BITS = 0xFFFFFFF0
_PLACEHOLDERS = frozenset(
    {0, 0x7F000008, 0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, (1 << 63) - 1, (1 << 64) - 1, -1}
)
"""Sizes that programs write where they cannot know yet, as into a pipe."""


class Samples(NamedTuple):
    """The chunk of a file that holds its samples; sizes in bytes."""

    promised: int | None
    """By the header; None where whoever wrote it left that open."""
    there: int
    """Up to the end of the file."""
    size_at: int
    """Where in the file the size of the chunk stands."""
    size: bytes
    """That size as it should stand there."""

    @property
    def missing(self) -> int:
        """How much was promised and is not there."""
        return max(0, (self.promised or 0) - self.there)


class _Layout(NamedTuple):
    name: bytes
    """Of the chunk with the samples."""
    first: int
    """Where the first chunk begins."""
    head: Struct
    """A chunk's name and its size, which comes last."""
    size: Struct
    counts_head: bool = False
    """Whether the head is counted in the size."""
    align: int = 2
    before: int = 0
    """Bytes in the chunk before its samples."""


_RIFF = _Layout(b"data", 12, Struct("<4sI"), Struct("<I"))
_LAYOUTS = {
    b"RIFF": _RIFF,
    b"RF64": _RIFF,
    b"RIFX": _Layout(b"data", 12, Struct(">4sI"), Struct(">I")),
    b"FORM": _Layout(b"SSND", 12, Struct(">4sI"), Struct(">I"), before=8),
    b"riff": _Layout(b"data", 40, Struct("<4s12xQ"), Struct("<Q"), counts_head=True, align=8),
    b"caff": _Layout(b"data", 8, Struct(">4sq"), Struct(">q"), align=1, before=4),
}
_AU = Struct(">II")


def is_sound(head: bytes) -> bool:
    """Tell whether the first 12 bytes of a file are those of a sound that libsndfile reads."""
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"FORM"):
        return head[8:] in (b"WAVE", b"AIFF", b"AIFC")
    return head.startswith((b"fLaC", b"OggS", b"ID3", b"caff", b".snd", b"riff", b"\xff\xfb", b"\xff\xf3"))


def find_samples(descriptor: int) -> Samples | None:
    """Give what the header of an open file says of its samples; None where it is of no such kind, or broken."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return None
    kind, end = peek(descriptor, 0, 4), status.st_size
    if kind == b".snd" and end >= 12:
        start, size = _AU.unpack(peek(descriptor, 4, 8))
        return Samples(None if size in _PLACEHOLDERS else size, max(0, end - start), 8, b"\xff" * 4)
    return _in_chunks(descriptor, _LAYOUTS[kind], end) if kind in _LAYOUTS else None


def _in_chunks(descriptor: int, layout: _Layout, end: int) -> Samples | None:
    head_size = layout.head.size
    place, real_size = layout.first, None
    for _ in range(_MOST_CHUNKS):
        head = peek(descriptor, place, head_size)
        if len(head) < head_size:
            return None
        name, size = layout.head.unpack(head)
        start = place + head_size
        if name == b"ds64":
            real_size = int.from_bytes(peek(descriptor, start + 8, 8), "little")
        if name == layout.name:
            open_ended = size != 0 or not _is_closed(descriptor, layout, end)
            return _samples(layout, start, size if real_size is None else real_size, end, open_ended)
        place = start + max(0, size - head_size * layout.counts_head)
        place += -place % layout.align
    return None


def _is_closed(descriptor: int, layout: _Layout, end: int) -> bool:
    """Tell whether the size of all chunks together is that of the file."""
    (whole,) = layout.size.unpack(peek(descriptor, 4, layout.size.size))
    return whole + 8 in (end, end + 1)


def _samples(layout: _Layout, start: int, size: int, end: int, open_ended: bool) -> Samples:
    extra = layout.before + layout.head.size * layout.counts_head
    there = max(0, end - start - layout.before)
    promised = None if open_ended and size in _PLACEHOLDERS else max(0, size - extra)
    true_size = there + extra if layout.size.size > 4 else min(there + extra, _MOST_IN_32_BITS)
    return Samples(promised, there, start - layout.size.size, layout.size.pack(true_size))


def peek(descriptor: int, place: int, size: int) -> bytes:
    """Give bytes of an open file, whose own position stays."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, place)
    position = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, place, os.SEEK_SET)
        return os.read(descriptor, size)
    finally:
        os.lseek(descriptor, position, os.SEEK_SET)
