"""Whether the end of a sound file is missing: decoders adjust to what is there and say nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tuimap.corpus.chunks import find_samples, peek

if TYPE_CHECKING:
    import soundfile

_LARGEST_PAGE = 65_307
_SHORTEST_SECONDS = 0.01
_WHOLE_SHARE = 0.98
_TOLD_WITHIN = 64


def missing_end(descriptor: int, seconds: float) -> str:
    """Say what is missing of a file that holds so many `seconds`, as its container shows; empty for a whole one."""
    if peek(descriptor, 0, 4) == b"OggS":
        return "" if _ends_with_a_last_page(descriptor) else "cut short: its end is missing"
    samples = find_samples(descriptor)
    if samples is not None and samples.missing and samples.there:
        promised = seconds * (samples.promised or 0) / samples.there
        return _cut_short(seconds, promised) if promised - seconds >= _SHORTEST_SECONDS else ""
    share = _share_of_mp3(descriptor)
    return _cut_short(share * seconds, seconds) if share < _WHOLE_SHARE else ""


def _cut_short(seconds: float, promised: float) -> str:
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


def _share_of_mp3(descriptor: int) -> float:
    """Give how much of an MP3 file is there, by the size that its first frame tells; 1 where it tells none."""
    head = peek(descriptor, 0, 10)
    start = 0
    if head[:3] == b"ID3" and len(head) == 10:
        start = 10 + sum((byte & 127) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
    frame = peek(descriptor, start, _TOLD_WITHIN)
    tag = max(frame.find(b"Xing"), frame.find(b"Info"))
    told = frame[tag + 4 : tag + 16] if frame[:1] == b"\xff" and tag > 0 else b""
    if len(told) < 12 or not told[3] & 2 or not told[3] & 1:
        return 1.0
    promised = int.from_bytes(told[8:], "big")
    return min(1.0, (os.fstat(descriptor).st_size - start) / promised) if promised else 1.0


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
