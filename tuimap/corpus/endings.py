"""Whether the end of a sound file is missing: decoders adjust to what is there and say nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tuimap.corpus.chunks import find_samples, peek

if TYPE_CHECKING:
    import soundfile

_LARGEST_PAGE = 65_307
_SHORTEST_SECONDS = 0.01


def missing_end(descriptor: int, seconds: float) -> str:
    """Say what is missing of a file that holds so many `seconds`, as its container shows; empty for a whole one."""
    if peek(descriptor, 0, 4) == b"OggS":
        return "" if _ends_with_a_last_page(descriptor) else "cut short: its end is missing"
    samples = find_samples(descriptor)
    if samples is None or not samples.missing or not samples.there:
        return ""
    promised = seconds * (samples.promised or 0) / samples.there
    if promised - seconds < _SHORTEST_SECONDS:
        return ""
    return f"cut short: {seconds:.2f} of {promised:.2f} s are there"


def reaches_its_end(sound: soundfile.SoundFile) -> bool:
    """Tell whether the last sample that a FLAC file promises can be read; the place for reading moves.

    Of other formats the answer is always yes: some would have to be decoded to find out.
    """
    import soundfile

    if sound.format != "FLAC":
        return True
    try:
        sound.seek(sound.frames - 1)
        return len(sound.read(1)) > 0
    except soundfile.SoundFileError:
        return False


def _ends_with_a_last_page(descriptor: int) -> bool:
    """Tell whether the last page of an Ogg file is whole and marked as the last."""
    size = os.fstat(descriptor).st_size
    start = max(0, size - _LARGEST_PAGE)
    tail = peek(descriptor, start, _LARGEST_PAGE)
    page = tail[tail.rfind(b"OggS") :] if b"OggS" in tail else b""
    if len(page) < 27:
        return False
    n_segments = page[26]
    length = 27 + n_segments + sum(page[27 : 27 + n_segments])
    return bool(page[5] & 4) and len(page) >= length
