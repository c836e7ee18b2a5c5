"""A line between two programs on this machine that is as far, as narrow and as unreliable as one wishes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from typing import Any

LOOPBACK = "127.0.0.1"


class Loop:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.servers: list[asyncio.Server] = []
        self.lines: list[SlowLine] = []
        self._thread = Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Give what a coroutine gives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def end(self) -> None:
        """Cancel what runs, and close what listens."""
        self.run(self._cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _cancel_all(self) -> None:
        for server in self.servers:
            server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for line in self.lines:
            line.abort()
        await asyncio.sleep(0)


class SlowLine:
    """Passes on to port `target` what comes to `port`, `delay` seconds later, at `rate` bytes a second."""

    def __init__(self, loop: Loop, target: int, delay: float = 0.0, rate: float = float("inf")) -> None:
        self.delay = delay
        self.rate = rate
        self.forwarded = 0
        """Bytes on their way to the target so far."""
        self._open = asyncio.Event()
        self._open.set()
        self._loop = loop
        self._target = target
        self._writers: list[asyncio.StreamWriter] = []
        self._passing: set[asyncio.Task[None]] = set()
        server = loop.run(asyncio.start_server(self._meet, LOOPBACK, 0))
        self.port = server.sockets[0].getsockname()[1]
        loop.servers.append(server)
        loop.lines.append(self)

    def cut(self) -> None:
        """Cut every connection, without a word."""
        self._loop.loop.call_soon_threadsafe(self.abort)

    def abort(self) -> None:
        """Do what `cut` does, on the loop."""
        for writer in self._writers:
            writer.transport.abort()

    def hold(self) -> None:
        """From now on let nothing through, and close nothing."""
        self._loop.loop.call_soon_threadsafe(self._open.clear)

    def let_go(self) -> None:
        """Go on after `hold`."""
        self._loop.loop.call_soon_threadsafe(self._open.set)

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self._passing.add(asyncio.ensure_future(self._connect(reader, writer)))

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there = await asyncio.open_connection(LOOPBACK, self._target)
            self._writers.append(there[1])
            await asyncio.gather(self._pass(reader, there[1], True), self._pass(there[0], writer, False))
        writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: bool) -> None:
        loop = asyncio.get_running_loop()
        free = 0.0
        with suppress(OSError):
            while some := await reader.read(4096):
                self.forwarded += len(some) if there else 0
                await self._open.wait()
                free = max(free, loop.time()) + len(some) / self.rate
                loop.call_at(free + self.delay, _write, writer, some)
        loop.call_at(free + self.delay, writer.close)


def _write(writer: asyncio.StreamWriter, some: bytes) -> None:
    if not writer.is_closing():
        writer.write(some)
