"""Reads the beginnings of sounds that may be asked for next, so that the system has them in memory by then."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from threading import Condition, Thread

from tuimap.players.source import Source


class Warmer:
    """One thread; newer hints take the place of older ones, and none is read twice in a row."""

    def __init__(self) -> None:
        self._wanted: list[Source] = []
        self._warm: set[str] = set()
        self._asked = Condition()
        Thread(target=self._run, name="warmer", daemon=True).start()

    def warm(self, sources: Sequence[Source]) -> None:
        """Read these soon, the first one first; an empty list changes nothing."""
        if not sources:
            return
        with self._asked:
            self._wanted = [source for source in sources if source.key not in self._warm]
            self._warm = {source.key for source in sources}
            self._asked.notify()

    def _run(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._wanted)
                source = self._wanted.pop(0)
            # whatever decoders raise: it is said when the sound is asked for
            with suppress(Exception), source.open() as opened:
                next(opened.blocks(), None)
