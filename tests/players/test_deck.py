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
from tuimap.players.voice import Frames


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


class Broken(NullOutput):
    """A device that stops as soon as it is given sound."""

    def __init__(self, mix: Mixer) -> None:
        self._reason = ""
        super().__init__(lambda n_frames: self._heard(mix(n_frames)))

    def failure(self) -> str:
        return self._reason

    def _heard(self, frames: Frames) -> Frames:
        self._reason = "it was unplugged" if frames.any() else self._reason
        return frames


class Slower(NullOutput):
    """Another device, at another rate."""

    rate = 44_100


def test_a_sound_goes_on_from_its_beginning_on_a_device_of_another_rate(
    monkeypatch: pytest.MonkeyPatch, sine: Callable[..., Path], wait_until: Callable[..., None]
) -> None:
    devices = [Broken, Slower]
    monkeypatch.setitem(OUTPUTS, "null", lambda mixer, _: devices.pop(0)(mixer))
    deck = Deck("null", (), lambda: None, lambda: None)
    deck.begin()
    path = sine(seconds=60)

    deck.start(FileSource(Clip(path)))

    wait_until(lambda: not devices and deck.state().started == 2)
    assert deck.state().playing == str(path)
    deck.stop()
    deck.close()
