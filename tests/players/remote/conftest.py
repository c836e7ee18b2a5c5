"""Listeners and lines on loopback, some of them bad ones."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

import numpy as np
import pytest
from slow_line import Loop, SlowLine

from tuimap.players.outputs import OUTPUTS
from tuimap.players.remote import LOOPBACK, TOKEN_NAME, Address
from tuimap.players.remote.listener import Listener
from tuimap.players.remote.remote_deck import RemoteDeck
from tuimap.players.remote.shelf import Shelf

TOKEN = "a token for tests"


class Recorder:
    """An output in place of a device: it keeps what it was given."""

    rate = 48_000
    occupies = False

    def __init__(self, mix: Callable[[int], np.ndarray]) -> None:
        self._mix = mix
        self._closed = Event()
        self._frames: list[np.ndarray] = []
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def sound(self) -> np.ndarray:
        """All that is not silence, of the left channel."""
        sound = np.concatenate([np.zeros((0, 2), np.float32), *self._frames])[:, 0]
        loud = np.flatnonzero(sound)
        return sound[loud[0] : loud[-1] + 1] if len(loud) else sound[:0]

    def failure(self) -> str:
        return ""

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._closed.wait(max(0.0, due - time.monotonic())):
            self._frames.append(self._mix(480))
            due = max(due + 0.01, time.monotonic() - 0.1)


class Ear:
    """A listener that runs, what it told, and its recording."""

    def __init__(self, loop: Loop, recorders: list[Recorder], shelf: Shelf | None = None) -> None:
        self.told: list[str] = []
        self.listener = Listener("null", TOKEN, self.told.append, shelf)
        self.server: asyncio.Server | None = None
        self.port = 0
        self._loop = loop
        self._recorders = recorders
        self.listen()

    def listen(self) -> None:
        self.server = self._loop.run(self.listener.open(LOOPBACK, self.port))
        self.port = self.server.sockets[0].getsockname()[1]
        self._loop.servers.append(self.server)

    @property
    def sound(self) -> np.ndarray:
        return self._recorders[-1].sound

    @property
    def playing(self) -> str | None:
        return self.listener.deck.state().playing


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.end()


@pytest.fixture
def ear(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Ear]]:
    """Start listeners whose sound is recorded."""
    recorders: list[Recorder] = []

    def open_recorder(mix: Callable[[int], np.ndarray], *_: object) -> Recorder:
        recorders.append(Recorder(mix))
        return recorders[-1]

    monkeypatch.setitem(OUTPUTS, "null", open_recorder)
    yield lambda shelf=None: Ear(loop, recorders, shelf)
    for recorder in recorders:
        recorder.close()


@pytest.fixture
def proxy(loop: Loop) -> Callable[[int], SlowLine]:
    return lambda port: SlowLine(loop, port)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., RemoteDeck]]:
    """Start studio sides that connect to a port."""
    decks: list[RemoteDeck] = []

    def start(port: int, token: str = TOKEN) -> RemoteDeck:
        monkeypatch.setenv(TOKEN_NAME, token)
        decks.append(RemoteDeck(Address(LOOPBACK, port), lambda: None))
        decks[-1].begin()
        return decks[-1]

    yield start
    for deck in decks:
        deck.close()
