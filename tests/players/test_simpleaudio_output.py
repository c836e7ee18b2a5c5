"""What simpleaudio is given to play, without simpleaudio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tuimap.players import Clip
from tuimap.players.mixer import FADE_MS, Mixer
from tuimap.players.simpleaudio_output import MOST_ENDING, RATE, SimpleaudioOutput
from tuimap.players.source import FileSource
from tuimap.players.voice import Voice

FADE = round(RATE * FADE_MS / 1000)

WaitUntil = Callable[..., None]


class Playing:
    def __init__(self, tape: np.ndarray) -> None:
        self.tape = tape
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True

    def is_playing(self) -> bool:
        return not self.stopped


class FakeSimpleaudio:
    """Keeps the tapes that it is given."""

    _simpleaudio = SimpleNamespace(SimpleaudioError=OSError)

    def __init__(self) -> None:
        self.given: list[Playing] = []

    def play_buffer(self, tape: np.ndarray, channels: int, width: int, rate: int) -> Playing:
        assert (channels, width, rate) == (2, 2, RATE)
        self.given.append(Playing(tape))
        return self.given[-1]


@pytest.fixture
def simpleaudio() -> FakeSimpleaudio:
    return FakeSimpleaudio()


@pytest.fixture
def mixer(simpleaudio: FakeSimpleaudio) -> Iterator[Mixer]:
    mixer = Mixer()
    mixer.set_rate(RATE)
    output = SimpleaudioOutput(simpleaudio, mixer)
    yield mixer
    output.close()
    begin(mixer, 0.0, 1)  # its thread wakes up, and ends


def begin(mixer: Mixer, level: float, n_frames: int, *, ended: bool = True) -> Voice:
    voice = Voice(FileSource(Clip(Path("/a.wav"))))
    voice.push(np.full((n_frames, 2), level, np.float32), 10**9)
    if ended:
        voice.end()
    mixer.start(voice)
    return voice


def test_a_clip_is_written_whole_on_one_tape_which_is_stopped_when_it_was_heard(
    mixer: Mixer, simpleaudio: FakeSimpleaudio, wait_until: WaitUntil
) -> None:
    begin(mixer, 0.5, RATE // 2)

    wait_until(lambda: simpleaudio.given and simpleaudio.given[0].stopped)

    (playing,) = simpleaudio.given
    assert (playing.tape[: RATE // 2] == 16383).all()
    assert not playing.tape[RATE // 2 :].any()


def test_the_next_clip_begins_a_tape_at_once_and_the_one_before_fades_out_on_its_own(
    mixer: Mixer, simpleaudio: FakeSimpleaudio, wait_until: WaitUntil
) -> None:
    begin(mixer, 0.5, 60 * RATE)
    wait_until(lambda: simpleaudio.given)

    begin(mixer, -0.25, RATE // 10)
    wait_until(lambda: len(simpleaudio.given) == 2 and all(playing.stopped for playing in simpleaudio.given))

    first, second = (playing.tape[:, 0] for playing in simpleaudio.given)
    last = np.flatnonzero(first)[-1]
    assert (first[: last - FADE] == 16383).all()
    assert (np.diff(first[last - FADE : last]) <= 0).all()
    assert (second[: RATE // 10] == -8191).all()
    assert not second[RATE // 10 :].any()


def test_a_clip_waits_until_enough_of_it_is_decoded(
    mixer: Mixer, simpleaudio: FakeSimpleaudio, wait_until: WaitUntil
) -> None:
    late = begin(mixer, 0.5, 100, ended=False)
    mixer.stop()
    begin(mixer, 0.25, 100)
    wait_until(lambda: simpleaudio.given and simpleaudio.given[0].stopped)

    assert late.over
    assert [int(playing.tape.max()) for playing in simpleaudio.given] == [8191]


def test_a_key_held_down_takes_few_tapes_at_a_time(
    mixer: Mixer, simpleaudio: FakeSimpleaudio, wait_until: WaitUntil
) -> None:
    at_a_time = []
    for number in range(40):
        sounding = begin(mixer, 0.01 * number, 60 * RATE)
        wait_until(lambda sounding=sounding: sounding.begun)
        at_a_time.append(sum(not playing.stopped for playing in simpleaudio.given))
    mixer.stop()

    assert max(at_a_time) <= MOST_ENDING + 1
    wait_until(lambda: all(playing.stopped for playing in simpleaudio.given))
