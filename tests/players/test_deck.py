from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from tuimap.players import Clip
from tuimap.players.deck import Deck
from tuimap.players.mixer import Mixer
from tuimap.players.null_output import NullOutput
from tuimap.players.outputs import OUTPUTS
from tuimap.players.source import FileSource


def test_a_device_that_does_not_open_is_told_about_once_a_sound_waits_for_it(
    monkeypatch: pytest.MonkeyPatch, sine: Callable[..., Path], wait_until: Callable[..., None]
) -> None:
    opens = Event()

    def open_slowly(mixer: Mixer, _device: str) -> NullOutput:
        opens.wait(60)
        return NullOutput(mixer)

    monkeypatch.setattr("tuimap.players.deck.SLOW_SECONDS", 0.1)
    monkeypatch.setitem(OUTPUTS, "miniaudio", open_slowly)
    deck = Deck("miniaudio", (), lambda: None, lambda: None)
    deck.begin()
    assert deck.state().problem == ""

    deck.start(FileSource(Clip(sine(seconds=60))))

    wait_until(lambda: deck.state().problem == "the sound device does not answer (miniaudio waits for it)")
    opens.set()
    wait_until(lambda: deck.state().playing and not deck.state().problem)
    deck.close()
