"""The studio's end: keeps the line up, says what is to be heard, and sends what the listener has not yet.

All of it happens on one event loop; files are read by other threads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from tuimap.players import AS_IT_IS, Manner
from tuimap.players.remote import Address, LineError, messages
from tuimap.players.remote.framing import Kind
from tuimap.players.remote.line import Line
from tuimap.players.remote.outgoing import Outgoing
from tuimap.players.remote.window import Window
from tuimap.players.source import Source

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.0, 5.0, 10.0)
"""Seconds before each attempt to connect again; a sound that is asked for makes it at once."""
LEAST_PAUSE = 0.1
FRESH_SECONDS = 3.0
"""A sound asked for while the line was down is still wanted so much later."""
AHEAD_SECONDS = 4.0
"""Of each sound that may be asked for next, so much is sent ahead."""
READERS = 4
"""So many files on a dead disk can hang before the next sound has to wait."""


class TakenError(LineError):
    """Another studio plays there now."""


class Client:
    """Call its methods on its loop only; `changed` is called there when something worth telling happens."""

    def __init__(self, address: Address, token: str, changed: Callable[[], None]) -> None:
        self.address = address
        self.trouble = ""
        self.line: Line | None = None
        self.heard = messages.Heard()
        self.started = 0
        """Sounds begun on lines that are no more."""
        self.current: Outgoing | None = None
        self._token = token
        self._changed = changed
        self._announced = False
        self._asked = -FRESH_SECONDS
        self._numbers = 0
        self._woken = False
        self._volume_db = 0.0
        self._window = Window()
        self._expected: list[Source] = []
        self._ahead: Outgoing | None = None
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._ahead_reader = ThreadPoolExecutor(1, "reader ahead")
        self._loop = asyncio.get_running_loop()
        self._poked = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def start(self, source: Source, manner: Manner = AS_IT_IS) -> None:
        """Have a sound begin, and whatever sounds end."""
        self.stop()
        self._asked = time.monotonic()
        self._begin(source, manner)
        self._poked.set()

    def stop(self) -> None:
        """Have whatever sounds end."""
        self._let_go()
        self._say(Kind.STOP)
        self._pump()

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down."""
        if volume_db != self._volume_db:
            self._volume_db = volume_db
            self._say(Kind.VOLUME, messages.volume(volume_db))

    def expect(self, sources: Sequence[Source]) -> None:
        """Send the beginnings of these once the line has nothing else to do."""
        self._expected = list(sources)
        self._end_ahead()
        self._pump()

    def close(self) -> None:
        """End `run`, and whatever is still read for it."""
        self._let_go()
        self._end_ahead()
        for readers in (self._readers, self._ahead_reader):
            readers.shutdown(wait=False, cancel_futures=True)
        if self._running is not None:
            self._running.cancel()

    async def run(self) -> None:
        """Keep the line up until it is closed."""
        self._running = asyncio.current_task()
        failures = 0
        while True:
            self._poked.clear()
            try:
                await self._talk()
            except TakenError as taken:
                self.trouble, failures = f"no sound here: {taken}", -1
                self._poked.clear()
            except LineError as error:
                self.trouble, failures = f"no sound: {self.address}: {error}", len(PAUSES)
            except (OSError, EOFError):
                self.trouble, failures = self.no_answer(), 0 if self.line else failures + 1
            self._hang_up()
            await self._pause(failures)

    def no_answer(self) -> str:
        """Say that nobody is there, and the mend."""
        return f"no sound: no answer from {self.address} (run `tuimap listen` where you sit)"

    async def _pause(self, failures: int) -> None:
        """Wait before the next attempt, longer each time; below zero until somebody wants to hear something."""
        await asyncio.sleep(LEAST_PAUSE)
        with suppress(TimeoutError):
            async with asyncio.timeout(None if failures < 0 else PAUSES[min(failures, len(PAUSES) - 1)]):
                await self._poked.wait()

    async def _talk(self) -> None:
        """Connect, and do what the listener asks for until the line is dead; then raises."""
        line = await Line.open(self.address, self._token, self._window)
        try:
            self.line, self.trouble = line, ""
            line.say(Kind.VOLUME, messages.volume(self._volume_db))
            self._take_up()
            self._changed()
            async for kind, body in line.messages():
                self._obey(kind, body)
                self._pump()
        finally:
            await line.close()

    def _obey(self, kind: Kind, body: bytes) -> None:
        if kind is Kind.STATE:
            self._hear(messages.Heard.read(body))
        elif kind is Kind.BYE:
            raise TakenError(
                f"another tuimap plays on {self.line.place if self.line else ''} now", "Play to take it back"
            )
        elif kind in (Kind.WANT, Kind.LOST):
            number, index, _ = messages.read_place(body)
            if self.current and self.current.number == number:
                (self.current.needed if kind is Kind.WANT else self.current.lost)(index)

    def _hear(self, heard: messages.Heard) -> None:
        before, self.heard = self.heard, heard
        if self.current and before.playing == self.current.number != heard.playing:
            self.current.release()  # it is over: its file need not stay open
        self._changed()

    def _take_up(self) -> None:
        """On a new line go on with what is still wanted, from its beginning."""
        current = self.current
        lasting = current is not None and current.manner.mode != "shot"
        if current is not None and self._announced:
            self._let_go()
            if lasting:
                self._begin(current.source, current.manner)
        elif not lasting and time.monotonic() - self._asked > FRESH_SECONDS:
            self._let_go()
        self._pump()

    def _begin(self, source: Source, manner: Manner) -> None:
        self._numbers += 1
        self._announced = False
        self.current = Outgoing(self._numbers, source, manner, self._wake)
        self._readers.submit(self.current.read)

    def _let_go(self) -> None:
        if self.current is not None:
            self.current.release()
            self.current = None

    def _hang_up(self) -> None:
        self.started += self.heard.started
        self.line, self.heard = None, messages.Heard()
        self._end_ahead()
        self._changed()

    def _say(self, kind: Kind, body: bytes = b"") -> None:
        if self.line is not None:
            self.line.say(kind, body)

    def _wake(self) -> None:
        """Have what was read sent; for the threads that read."""
        if not self._woken:
            self._woken = True
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._pump)

    def _pump(self) -> None:
        """Send as much as may be under way: of what is to be heard, then of what may be next."""
        self._woken = False
        line, current = self.line, self.current
        if line is None:
            return
        if current is not None and current.play is not None and not self._announced:
            line.say(Kind.PLAY, current.play.body())
            self._announced = True
        while current is not None and self._announced and self._send(current, line, line.window.room):
            pass
        if current is None or current.over:
            self._pump_ahead(line)
        if current is not None and current.problem:
            self._changed()

    def _pump_ahead(self, line: Line) -> None:
        """Send ahead with half of what may be under way, so that whatever comes next finds a free line."""
        while line.window.room > line.window.size // 2:
            if self._ahead is None:
                if not self._expected:
                    return
                self._ahead = Outgoing(0, self._expected.pop(0), AS_IT_IS, self._wake, AHEAD_SECONDS)
                self._ahead_reader.submit(self._ahead.read)
            if not self._send(self._ahead, line, line.window.room):
                if not self._ahead.over:
                    return
                self._end_ahead()

    def _send(self, sound: Outgoing, line: Line, room: int) -> bool:
        """Send one message about a sound; False where there is none, or no room."""
        told = sound.take(line.known) if room > 0 else None
        if told is not None:
            line.say(*told)
        return told is not None

    def _end_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.release()
            self._ahead = None
