"""The player the screen uses: hands orders to an audio child, and starts another when it dies or hangs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from tuimap.players import AS_IT_IS, Clip, Manner, Player, PlayerStatus
from tuimap.players.choice import parse_audio
from tuimap.players.patience import Patience
from tuimap.players.wire import Order, most_sendable, sendable

if TYPE_CHECKING:
    from tuimap.players.link import Link

TICK_SECONDS = 0.25
"""How often a child is looked after when nothing happens."""
ASLEEP_SECONDS = 2.0
"""A tick that took so long was this process's own sleep: a suspended machine, a stopped job."""
CLOSE_SECONDS = 1.5
"""`close` waits at most so long."""

MOST_EXPECTED = 8
"""Clips hinted at."""

PATIENCE = Patience()


def open_player(name: str = "auto") -> Player:
    """Give a player for what `--audio` takes; raises ValueError for anything else.

    It opens its device once it is asked for anything, so that it does not hold up the first frame of the screen.
    """
    return AudioProcess(str(parse_audio(name)))


class AudioProcess:
    """A player in a process of its own. No call blocks, save `close`, which waits at most about a second."""

    def __init__(self, name: str, patience: Patience = PATIENCE) -> None:
        self._name = name
        sooner = min(patience.given_up, patience.next_one) if name == "auto" else patience.given_up
        self._patience = replace(patience, given_up=sooner)
        self._link: Link | None = None
        self._wish = self._latest = Order(0, "")
        self._unsent = False
        self._started = 0
        self._given_up: tuple[str, ...] = ()
        self._problem = ""
        self._closing = False
        self._changed = Condition()
        self._thread: Thread | None = None

    def play(self, clip: Clip, manner: Manner = AS_IT_IS) -> None:
        """Begin a clip at once, fading out whatever sounds."""
        self._ask(deed="play", clip=sendable(clip), manner=manner)

    def stop(self) -> None:
        """Fade out whatever sounds."""
        self._ask(deed="stop", clip=None)

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down, also what sounds already."""
        self._ask(volume_db=volume_db)

    def expect(self, clips: Sequence[Clip]) -> None:
        """Hint at what may be asked for next, the likeliest first."""
        self._ask(expected=most_sendable(clips[:MOST_EXPECTED]))

    def status(self) -> PlayerStatus:
        """Tell what happens now."""
        self._begin()
        with self._changed:
            link, started, problem = self._link, self._started, self._problem
        if link is None:
            return PlayerStatus("", None, started, problem)
        report = link.report
        playing = Path(report.playing) if report.playing is not None else None
        problem = (
            self._patience.waiting_for(link, time.monotonic())
            or report.problem
            or (problem if not report.started else "")
        )
        return PlayerStatus(report.backend, playing, started + report.started, problem, report.place)

    def close(self) -> None:
        """End the child and wait for it."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    @property
    def pid(self) -> int | None:
        """The child's process number; None while there is none."""
        link = self._link
        return None if link is None else link.pid

    def _ask(self, **wishes: Any) -> None:
        """Send wishes, or leave them to the thread until the child is ready; they take the place of unsent ones."""
        with self._changed:
            self._wish, self._unsent = replace(self._wish, **wishes), True
            # not left to the thread where need not be: it would wait until the screen, about to draw, lets it run
            if self._link is not None and self._link.ready:
                self._link.send(self._taken())
        self._begin()

    def _begin(self) -> None:
        """Start the thread, unless it runs or has been ended."""
        with self._changed:
            if self._thread is None and not self._closing:
                self._thread = Thread(target=self._run, name="audio process", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        from tuimap.players.link import Link

        failures = 0
        while not self._closing:
            try:
                link = Link([self._name, *self._given_up], self._wake)
            except OSError as error:
                self._problem = f"no sound: the sound player cannot be started ({error.strerror})"
                return
            with self._changed:
                self._link = link
            self._serve(link)
            with self._changed:
                link.gone = True  # what is asked for now is for the next child
            link.end(at_once=not self._closing)
            failures = 1 + (failures if time.monotonic() - link.begun < self._patience.steady else 0)
            self._bury(link, failures)
            if failures > self._patience.restarts:
                return
            with self._changed:
                pause = 0.0 if link.report.opening else self._patience.pause * 2 ** (failures - 1)
                self._changed.wait_for(lambda: self._closing, pause)

    def _serve(self, link: Link) -> None:
        """Hand orders over until the player is closed, or the child is gone or hangs."""
        seen = time.monotonic()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._due(link), TICK_SECONDS)
                if self._closing or link.gone:
                    return
                if self._unsent and link.ready:
                    link.send(self._taken())
            seen, before = time.monotonic(), seen
            if seen - before > ASLEEP_SECONDS:
                link.excuse()
            elif self._patience.is_over(link, seen):
                return

    def _due(self, link: Link) -> bool:
        return self._closing or link.gone or (self._unsent and link.ready)

    def _taken(self) -> Order:
        """Give what is wished for now; the volume stays wished for."""
        order, self._unsent = self._wish, False
        self._latest = order if order.deed else self._latest
        self._wish = Order(0, "", volume_db=order.volume_db)
        return order

    def _bury(self, link: Link, failures: int) -> None:
        """Remember what a child that is gone leaves behind, and say that it is gone."""
        opening = link.report.opening
        with self._changed:
            self._link = None
            self._started += link.report.started
            self._unsent = True  # the next child has to be told the volume
            self._given_up = tuple({*self._given_up, opening} - {"", link.report.backend})
            self._problem = "the sound player stopped and is started again"
            if opening:
                self._problem = f"{opening} does not work and is given up"
                if not self._wish.deed:  # it was the device that failed, not what was to be heard
                    self._wish = replace(self._latest, volume_db=self._wish.volume_db)
            if failures > self._patience.restarts:
                self._problem = f"no sound: the sound player failed {failures} times; start again, or with --audio null"

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
