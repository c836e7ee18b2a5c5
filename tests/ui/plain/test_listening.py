"""Listening without a screen: the same keys, a sentence for each."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable

import pytest
from ui_fakes import FakeCollection, RecordingPlayer, ScriptedEngine, small_map

from tuimap.players import Manner
from tuimap.ui.listening import Listening
from tuimap.ui.plain.alarms import Alarms
from tuimap.ui.plain.keyboard import Keyboard
from tuimap.ui.plain.session import Session

PATIENCE = 60.0


class Typist:
    """Presses keys of a session that runs, and reads what is said."""

    def __init__(self, **listening: object) -> None:
        self.player, ways = RecordingPlayer(), Listening(**listening)  # type: ignore[arg-type]
        self._reader, self._writer = os.pipe()
        self._out = io.StringIO()
        keyboard = Keyboard(self._reader)
        collection, engine = FakeCollection(small_map()), ScriptedEngine()
        self.session = Session(collection, engine, self.player, keyboard, self._out, "ascii", None, ways)
        self._running = threading.Thread(target=self.session.run, daemon=True)
        self._running.start()

    @property
    def lines(self) -> list[str]:
        return self._out.getvalue().splitlines()

    @property
    def heard(self) -> list[str]:
        return [clip.path.name for clip in self.player.played]

    def type(self, keys: str) -> None:
        os.write(self._writer, keys.encode())

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.005)

    def end(self) -> list[str]:
        os.close(self._writer)
        self._running.join(PATIENCE)
        os.close(self._reader)
        return self.lines[2:]


def test_each_key_is_answered_by_a_sentence_and_changes_what_sounds() -> None:
    typist = Typist()
    typist.type("\nmSROL,.a")
    said = typist.end()[1:]
    assert said == [
        "loop: over and over, until it is stopped",
        "half speed",
        "backwards",
        "from the onset: silence before it is skipped",
        "all brought to -18 LUFS",
        "vol -3 dB",
        "vol 0 dB",
        "auto at rest: heard only where you stop",
    ]
    assert typist.player.manners[-1] == Manner("loop", 0.5, True, True, pytest.approx(0.2))
    assert typist.player.volumes == [-3.0, 0.0]
    assert typist.heard == ["b.wav"] * 6


def test_silent_steps_are_spoken_and_enter_is_heard() -> None:
    typist = Typist(audition="off")
    typist.type("lh\tr\n")
    said = typist.end()
    assert len(said) == 5
    assert len(typist.heard) == 1


def test_at_rest_only_the_first_of_fast_steps_and_the_last_are_heard() -> None:
    typist = Typist(audition="at rest", rate=2.0)
    typist.type("lhh")
    typist.until(lambda: typist.heard == ["c.wav", "a.wav"])
    assert typist.player.stops == 1
    assert len(typist.end()) == 3


def test_parentheses_begin_within_the_sound_and_esc_hears_all_of_it() -> None:
    typist = Typist()
    typist.type("))m\x1b")
    typist.until(lambda: len(typist.lines) == 6)
    typist.type("\n")
    said = typist.end()
    assert said[:4] == [
        "from 0.03 s",
        "from 0.05 s",
        "loop: over and over, until it is stopped",
        "the whole sound again",
    ]
    assert typist.player.played[2].start == pytest.approx(0.0525)
    assert typist.player.played[3].start == 0


def test_esc_ends_what_goes_on_without_end() -> None:
    typist = Typist(mode="grains")
    typist.type("\n\x1b")
    assert typist.end()[1:] == ["silence"]
    assert typist.player.stops == 1


def test_a_tour_is_spoken_stop_by_stop_at_its_tempo() -> None:
    typist = Typist()
    typist.type("PT900\nT3\n/kick\nP")
    typist.until(lambda: typist.lines[-1:] == ["the tour of 3 is over"])
    said = typist.end()
    assert said[0] == "nothing is found, kept by a filter or on a way"
    assert "900 beats a minute" in said
    assert "a tempo is a number of beats a minute from 10 to 960" in said
    assert [line.split(", ")[0] for line in said[-4:-1]] == ["1 of 3", "2 of 3", "3 of 3"]
    assert typist.heard[-3:] == [line.split(", ")[1] for line in said[-4:-1]]


@pytest.mark.parametrize("key", [" ", "P", "l", "\n"])
def test_a_step_of_ones_own_ends_a_tour(key: str) -> None:
    typist = Typist(tempo=240)
    typist.type("&kick\nP")
    typist.until(lambda: any(line.startswith("1 of 3") for line in typist.lines))
    typist.type(key)
    typist.until(lambda: typist.session._tour is None)
    assert "tour" not in typist.session.alarms._set
    assert not any(line.startswith("the tour of") for line in typist.end())


def test_alarms_ring_once_in_their_time_and_one_that_is_dropped_never() -> None:
    alarms, rung = Alarms(), []
    assert alarms.wait() is None
    alarms.set("late", 1000.0, lambda: rung.append("late"))
    alarms.set("now", 0.0, lambda: rung.append("first"))
    alarms.set("now", 0.0, lambda: rung.append("now"))
    assert alarms.wait() == 0
    alarms.ring()
    alarms.ring()
    assert rung == ["now"]
    assert 900 < (alarms.wait() or 0) <= 1000
    alarms.drop("late")
    assert alarms.wait() is None
