"""sounddevice, with PortAudio played by a fake."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tuimap.errors import PlayerError
from tuimap.players import sounddevice_output
from tuimap.players.sounddevice_output import open_sounddevice, sounddevice_devices
from tuimap.players.voice import Frames


class PortAudioError(Exception):
    pass


class Stream:
    """What PortAudio opens; `rates` are those it can, `trouble` what starting it raises."""

    rates = (48_000.0, 44_100.0)
    trouble: Exception | None = None

    def __init__(self, *, device: int, samplerate: int, channels: int, callback: Any, **_more: object) -> None:
        if samplerate not in self.rates:
            raise PortAudioError("Error opening OutputStream: Invalid sample rate [PaErrorCode -9997]", -9997)
        self.device, self.callback, self.channels = device, callback, channels
        self.active = False
        self.closed = False

    def start(self) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.active = True

    def abort(self) -> None:
        self.active = False

    def close(self) -> None:
        self.closed = True


DEVICES = [
    {"name": "Microphone", "max_output_channels": 0, "default_samplerate": 44_100.0},
    {"name": "Speakers", "max_output_channels": 2, "default_samplerate": 44_100.0},
    {"name": "Scarlett USB", "max_output_channels": 4, "default_samplerate": 96_000.0},
]


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> Any:
    fake: Any = ModuleType("sounddevice")
    fake.PortAudioError = PortAudioError
    fake.devices = DEVICES
    fake.default = SimpleNamespace(device=(0, 1))
    fake.query_devices = lambda place=None: fake.devices if place is None else fake.devices[place]
    fake.opened = []
    fake.OutputStream = lambda **asked: fake.opened.append(Stream(**asked)) or fake.opened[-1]
    fake._terminate = fake._initialize = lambda: None
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def half(n_frames: int) -> Frames:
    return np.full((n_frames, 2), 0.5, np.float32)


def test_the_default_device_asks_for_stereo_frames(portaudio: Any) -> None:
    output = open_sounddevice(half, "")
    stream = portaudio.opened[0]
    heard = np.zeros((7, 2), np.float32)

    stream.callback(heard, 7, None, None)

    assert (stream.device, stream.channels) == (1, 2)
    assert (heard == 0.5).all()
    assert output.failure() == ""


def test_a_device_is_found_by_part_of_its_name_among_those_that_sound(portaudio: Any) -> None:
    open_sounddevice(half, "scarlett")

    assert portaudio.opened[0].device == 2
    assert sounddevice_devices() == ["Speakers", "Scarlett USB"]
    with pytest.raises(PlayerError, match=r"no device named like 'Micro'. there is 'Speakers', 'Scarlett USB'"):
        open_sounddevice(half, "Micro")


def test_where_a_device_knows_its_own_rate_only_that_is_taken(portaudio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stream, "rates", (44_100,))

    assert open_sounddevice(half, "").rate == 44_100


def test_a_stream_that_portaudio_gave_up_or_that_stands_still_has_failed(
    portaudio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = open_sounddevice(half, "")
    monkeypatch.setattr(sounddevice_output, "STALLED_SECONDS", -1.0)
    assert output.failure() == "the sound device stands still"

    portaudio.opened[0].active = False

    assert output.failure() == "the sound device was stopped"
    output.close()
    assert portaudio.opened[0].closed


def test_portaudios_errors_are_one_line_in_the_systems_own_words(
    portaudio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stream, "trouble", PortAudioError("Unanticipated host error", -9999, (0, -16, "busy\nhere")))

    with pytest.raises(PlayerError, match=r"^sounddevice cannot open the device: busy\\x0ahere$"):
        open_sounddevice(half, "")

    assert all(stream.closed for stream in portaudio.opened)


def test_a_rate_that_no_device_takes_is_said_in_portaudios_words(
    portaudio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stream, "rates", ())

    with pytest.raises(PlayerError, match=r"^sounddevice cannot open the device: Invalid sample rate$"):
        open_sounddevice(half, "")


def test_a_device_that_came_later_is_found_by_looking_again(portaudio: Any) -> None:
    portaudio.devices, portaudio.default.device = [], (-1, -1)

    def look() -> None:
        portaudio.devices, portaudio.default.device = DEVICES, (0, 1)

    portaudio._initialize = look

    open_sounddevice(half, "")

    assert portaudio.opened[0].device == 1


def test_without_portaudio_the_mend_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPortAudio:
        def find_spec(self, name: str, *_more: object) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPortAudio()])
    monkeypatch.setattr(sounddevice_output.sys, "platform", "linux")

    with pytest.raises(PlayerError, match=r"^sounddevice does not find PortAudio. apt install libportaudio2$"):
        open_sounddevice(half, "")
