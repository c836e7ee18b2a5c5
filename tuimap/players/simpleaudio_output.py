"""Sound through simpleaudio, for machines where nothing else has a wheel.

simpleaudio plays one buffer from its start to its end. It reads the buffer while it plays, so the buffer here is a
tape: silent at first, and written a little ahead of where it is being read. What has been read cannot be taken back.
So each clip begins on a tape of its own, which sounds at once, while the one before it fades out on its own tape.
"""

from __future__ import annotations

import mmap
import os
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from tuimap.errors import PlayerError

if TYPE_CHECKING:
    from tuimap.players.mixer import Mixer
    from tuimap.players.voice import Frames, Voice

RATE = 48_000
STEP_SECONDS = 0.005
LEAD_SECONDS = 0.16 if sys.platform == "linux" else 0.3
"""A tape is read so far ahead of the sound at most: measured with ALSA, generous elsewhere."""
FIRST_SECONDS = LEAD_SECONDS + 0.09
"""At its beginning it is read further ahead."""
DECODED_SECONDS = 0.001
"""So often a clip that is being decoded is looked at."""
TAPE_SECONDS = 120.0
"""Longer sounds go over to another tape."""
MOST_ENDING = 12
"""While so many tapes fade out and drain, which a key held down brings about, clips follow one another on one tape."""

GONE = "the sound device was taken away"


class Tape:
    """A buffer that is being played."""

    def __init__(self, simpleaudio: Any, first: Frames) -> None:
        import numpy as np

        # not from numpy: its memory, once given back, would be reused, and each tape wiped whole at its beginning
        memory = mmap.mmap(-1, round(RATE * TAPE_SECONDS) * 4)
        self._samples = np.frombuffer(memory, np.int16).reshape(-1, 2)
        self._written = 0
        self.write(first)
        self._playing = simpleaudio.play_buffer(self._samples, 2, 2, RATE)
        self._begun = time.monotonic()

    @property
    def wanted(self) -> int:
        """How many frames have to be written by now."""
        due = round(RATE * (time.monotonic() - self._begun + LEAD_SECONDS))
        return max(0, min(due, len(self._samples)) - self._written)

    @property
    def full(self) -> bool:
        """Whether it has been written to its end."""
        return self._written == len(self._samples)

    @property
    def playing(self) -> bool:
        """Whether it is still read, or what was read still sounds."""
        return bool(self._playing.is_playing())

    @property
    def heard(self) -> bool:
        """Whether all that was written has sounded."""
        return time.monotonic() - self._begun > self._written / RATE

    def write(self, frames: Frames) -> None:
        """Write frames [frames, 2], as far as it goes."""
        end = min(len(self._samples), self._written + len(frames))
        self._samples[self._written : end] = frames[: end - self._written] * 32767.0
        self._written = end

    def end(self) -> None:
        """Play nothing more."""
        self._playing.stop()


class SimpleaudioOutput:
    """A thread that writes tapes as long as something sounds."""

    rate = RATE
    occupies = False

    def __init__(self, simpleaudio: Any, mixer: Mixer) -> None:
        self._simpleaudio = simpleaudio
        self._mixer = mixer
        self._tape: Tape | None = None
        self._ending: list[Tape] = []
        self._failure = ""
        self._closed = Event()
        Thread(target=self._run, name="simpleaudio output", daemon=True).start()

    def failure(self) -> str:
        """Tell when a tape could not be started, or came to a sudden end."""
        return self._failure

    def close(self) -> None:
        """Stop soon; what has been read ahead still sounds."""
        self._closed.set()

    def _run(self) -> None:
        try:
            while not (self._failure or self._closed.is_set()):
                newest = self._mixer.newest
                waiting = newest is None or not newest.begun
                if waiting and len(self._ending) < MOST_ENDING:
                    self._leave(self._mixer.endings())
                if self._tape:
                    self._go_on(self._tape)
                elif newest and self._mixer.busy:
                    self._begin(newest)
                elif self._ending:
                    time.sleep(STEP_SECONDS)
                else:
                    self._mixer.wait_until_busy()
                self._let_go()
        except self._simpleaudio._simpleaudio.SimpleaudioError:
            self._failure = GONE

    def _begin(self, newest: Voice) -> None:
        """Begin a tape once there is enough to write on it."""
        n_frames = round(RATE * FIRST_SECONDS)
        if newest.ready(n_frames):
            first = self._mixer.mix(n_frames)
            self._tape = Tape(self._simpleaudio, first) if newest.begun else None
        else:
            time.sleep(DECODED_SECONDS)

    def _go_on(self, tape: Tape) -> None:
        """Write on, and leave a tape that is full, or whose clip is over."""
        if not (tape.playing or tape.full):
            self._failure = GONE
        if tape.wanted:
            tape.write(self._mixer.mix(tape.wanted))
        if not self._mixer.busy or (tape.full and tape.heard):
            self._leave()
        self._closed.wait(STEP_SECONDS)

    def _leave(self, last: Frames | None = None) -> None:
        if self._tape:
            if last is not None:
                self._tape.write(last)
            self._ending.append(self._tape)
            self._tape = None

    def _let_go(self) -> None:
        """Stop the tapes that were heard to their end, for silence follows on them, and forget those that stopped."""
        for tape in self._ending:
            if tape.heard:
                tape.end()
        self._ending = [tape for tape in self._ending if tape.playing]


def open_simpleaudio(mixer: Mixer, _device: str) -> SimpleaudioOutput:
    """Try the default device with a moment of silence."""
    try:
        import simpleaudio
    except (ImportError, OSError) as error:
        raise PlayerError("simpleaudio is not installed", "pip install 'tuimap[simpleaudio]'") from error
    if _crashes():
        raise PlayerError("simpleaudio 1.0.4 crashes from Python 3.12 on", "pip install simpleaudio-patched")
    try:
        simpleaudio.play_buffer(bytes(RATE // 25), 2, 2, RATE)
    except simpleaudio._simpleaudio.SimpleaudioError as error:
        raise PlayerError("simpleaudio found no output device") from error
    return SimpleaudioOutput(simpleaudio, mixer)


def _crashes() -> bool:
    """Tell whether this simpleaudio frees what it did not allocate: neither the fork does so, nor any with malloc."""
    old = sys.version_info < (3, 12) or os.environ.get("PYTHONMALLOC") == "malloc"
    from importlib import metadata  # slow, and seldom needed

    return not old and not any(metadata.distributions(name="simpleaudio-patched"))
