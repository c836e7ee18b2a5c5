"""A walk in sentences that other programs follow and move."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from osc_programs import LOOPBACK, Program, controller, free_port, program, until
from ui_fakes import FakeCollection, RecordingPlayer, ScriptedEngine, small_map

from tuimap.osc.announcing import AnnouncingPlayer
from tuimap.osc.ends import open_ends
from tuimap.ui.plain.keyboard import Keyboard
from tuimap.ui.plain.session import Session


class Walked:
    """A session that runs, and what belongs to it."""

    def __init__(self, other: Program) -> None:
        self.other = other
        self.player = RecordingPlayer()
        self.port = free_port()
        reader, self.keys = os.pipe()
        self.out = io.StringIO()
        self.ends = open_ends((LOOPBACK, other.port), self.port)
        player = AnnouncingPlayer(self.player, self.ends)
        engine = ScriptedEngine()
        self.session = Session(FakeCollection(stored=small_map()), engine, player, Keyboard(reader), self.out, "ascii")
        self.session.be_driven(self.ends)
        self.thread = Thread(target=self.session.run)

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()

    def ask(self, name: str, *place: float) -> None:
        with controller(self.port) as client:
            client.send_message(f"/tuimap/{name}", place)


@contextmanager
def walked() -> Iterator[Walked]:
    with program() as other:
        it = Walked(other)
        it.thread.start()
        try:
            until(lambda: len(it.lines) >= 3)
            yield it
        finally:
            os.close(it.keys)
            it.thread.join()
            it.ends.close()


def test_where_osc_goes_and_comes_in_is_said_first() -> None:
    with walked() as it:
        assert it.lines[0] == f"OSC goes to 127.0.0.1:{it.other.port}, and comes in at 127.0.0.1:{it.port}"


def test_each_step_is_followed() -> None:
    with walked() as it:
        os.write(it.keys, b"l")
        until(lambda: it.other.heard)
        assert it.other.of("play")[0][0] == "/sounds/snare/c.wav"
        assert it.other.of("play")[0][3:] == [1.0, 0.0]


def test_nearest_is_heard_and_said_cursor_is_only_heard() -> None:
    with walked() as it:
        n_lines = len(it.lines)
        it.ask("nearest", 1.0, 0.0)
        until(lambda: len(it.lines) > n_lines)
        assert it.lines[-1].startswith("c.wav in snare")
        it.ask("cursor", 0.0, 0.0)
        until(lambda: len(it.player.played) == 2)
        it.ask("cursor", 0.5, 0.5)
        it.ask("stop")
        until(lambda: it.player.stops)
        assert [clip.path.name for clip in it.player.played] == ["c.wav", "a.wav"]
        assert it.lines[-1].startswith("c.wav in snare")
        it.ask("play")
        until(lambda: it.lines[-1].startswith("a.wav in kick"))
