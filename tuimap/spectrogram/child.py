"""The process that reads files for their pictures: a damaged one may crash it, print, or hang, and costs nothing else.

`python -m tuimap.spectrogram.child` takes a request a line, and answers each with RECORD bytes: whether there is a
picture, and the picture. The end of its input ends it.
"""

from __future__ import annotations

import os
import signal
import sys

import numpy as np
from numpy.typing import NDArray

from tuimap.errors import DecodeError
from tuimap.players import Clip
from tuimap.players.decoding import open_clip, read_blocks
from tuimap.players.wire import Order
from tuimap.spectrogram import RECORD
from tuimap.spectrogram.picture import picture

NICENESS = 5
"""Pictures give way to the screen and to what is heard."""


def picture_of(clip: Clip) -> NDArray[np.uint8]:
    """Give the picture of a clip that has a duration. Raises DecodeError where the file cannot be read."""
    with open_clip(clip) as source:
        rate = source.samplerate
        mono = (block.mean(axis=1, dtype=np.float32) for block in read_blocks(source, clip))
        return picture(mono, max(1, round((clip.duration or 0.0) * rate)), rate)


def main() -> None:
    """Serve one screen until it goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not an answer
    for line in sys.stdin.buffer:
        clip = Order.read(line).clip
        try:
            answer = b"\1" + picture_of(clip).tobytes() if clip else bytes(RECORD)
        except DecodeError:
            answer = bytes(RECORD)
        answers.write(answer)
        answers.flush()


if __name__ == "__main__":
    main()
