"""Threads that decode clips for the mixer; the newest clip wins."""

from __future__ import annotations

from threading import Condition, Thread

from tuimap.errors import DecodeError
from tuimap.players.mixer import Mixer
from tuimap.players.rendering import rendered
from tuimap.players.voice import HELD_SECONDS, Voice
from tuimap.safe import printable

THREADS = 4
"""So many files on a dead disk can hang before the next clip has to wait."""


class Feeder:
    """Takes one clip at a time; a clip that has not been begun when the next one comes is forgotten."""

    def __init__(self, mixer: Mixer) -> None:
        self._mixer = mixer
        self._next: Voice | None = None
        self._asked = Condition()
        for number in range(THREADS):
            Thread(target=self._run, name=f"feeder {number}", daemon=True).start()

    def feed(self, voice: Voice) -> None:
        """Decode `voice` as soon as a thread is free, if it is wanted still."""
        with self._asked:
            if not voice.released:
                self._next = voice
                self._asked.notify()

    def _run(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._next is not None)
                voice, self._next = self._next, None
            if voice is not None and not voice.released:
                self._fill(voice)
                self._mixer.changed()

    def _fill(self, voice: Voice) -> None:
        rate = self._mixer.rate

        def tell(error: DecodeError) -> None:
            voice.problem = f"{voice.source.name}: {error}"

        try:
            with voice.source.open() as opened:
                for block in rendered(opened, voice.manner, rate, tell):
                    if not voice.push(block, int(rate * HELD_SECONDS)):
                        break
        except DecodeError as error:
            voice.end(problem=str(error))
        except Exception as error:  # noqa: BLE001 - decoders raise what they like; it costs one file, not the sound
            voice.end(problem=f"{voice.source.name}: {printable(str(error))}")
        else:
            voice.end()
