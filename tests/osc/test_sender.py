from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from osc_programs import LOOPBACK, Program, program, until

from tuimap.osc import sender
from tuimap.osc.address import Address
from tuimap.osc.placed import Placed
from tuimap.osc.sender import MOST_SELECTED, Sender
from tuimap.players import Clip
from tuimap.sound import Sound
from tuimap.sounds import Sounds

ROOT = Path("/s")


def placed(n_sounds: int = 3) -> Placed:
    sounds = Sounds(Sound(f"{n}.wav", 0.0, 0.5, 44_100, 1, "WAV", -3.0, b"") for n in range(n_sounds))
    return Placed(ROOT, sounds, np.full((n_sounds, 2), 0.5, np.float32))


@pytest.fixture
def other() -> Iterator[Program]:
    with program() as it:
        yield it


@pytest.fixture
def tells(other: Program) -> Iterator[Sender]:
    sender = Sender(Address(LOOPBACK, other.port))
    yield sender
    sender.close()


def test_what_begins_and_ends_arrives_in_its_order(other: Program, tells: Sender) -> None:
    tells.play(placed(), Clip(ROOT / "1.wav"))
    tells.stop()
    tells.play(placed(), Clip(ROOT / "2.wav", 0.25))
    until(lambda: len(other.heard) == 3)
    assert other.heard == [
        ("/tuimap/play", "/s/1.wav", 0.0, 0.5, 0.5, 0.5),
        ("/tuimap/stop",),
        ("/tuimap/play", "/s/2.wav", 0.25, 0.25, 0.5, 0.5),
    ]


def test_a_selection_arrives_whole_and_the_newest_wins(other: Program, tells: Sender) -> None:
    tells.select(placed(400), np.arange(400))
    tells.select(placed(400), np.array([7, 3]))
    tells.select(placed(400), np.arange(0))
    until(lambda: other.of("select") and other.of("select")[-1] == [0, 0])
    tells.select(placed(400), np.array([7, 3]))
    until(lambda: len(other.of("select")) > 1 and other.of("select")[-1][0] == 2)
    assert [told[:3] for told in other.of("select")[-2:]] == [[1, 2, "/s/7.wav"], [2, 2, "/s/3.wav"]]


def test_of_a_very_large_selection_the_first_are_named_and_a_sound_does_not_wait_for_them(
    other: Program, tells: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "PAUSE_SECONDS", 0.05)
    tells.select(placed(MOST_SELECTED + 500), np.arange(MOST_SELECTED + 500))
    until(lambda: other.of("select"))
    tells.play(placed(), Clip(ROOT / "1.wav"))
    until(lambda: other.of("play"))
    assert len(other.of("select")) < MOST_SELECTED
    until(lambda: len(other.of("select")) == MOST_SELECTED)
    assert other.of("select")[-1][:3] == [MOST_SELECTED, MOST_SELECTED + 500, f"/s/{MOST_SELECTED - 1}.wav"]


def test_what_was_told_last_is_sent_before_the_end(other: Program) -> None:
    sender = Sender(Address(LOOPBACK, other.port))
    for _ in range(50):
        sender.stop()
    sender.close()
    until(lambda: len(other.heard) == 50)


def test_where_nobody_listens_nothing_is_wrong() -> None:
    with program() as gone:
        port = gone.port
    sender = Sender(Address(LOOPBACK, port))
    for _ in range(20):
        sender.stop()
        time.sleep(0.001)
    sender.close()
    assert sender.problem == ""


def test_a_line_that_cannot_be_reached_is_told_and_forgotten_when_it_is_back(
    other: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(Address(LOOPBACK, other.port))
    good = sender.address
    sender.address = Address("::1", other.port)  # not an address of this kind of line: the system refuses it
    sender.stop()
    until(lambda: sender.problem)
    assert sender.problem.startswith(f"OSC does not get to [::1]:{other.port}: ")
    sender.address = good
    sender.stop()
    until(lambda: not sender.problem)
    sender.close()
    until(lambda: other.heard == [("/tuimap/stop",)])
