"""Sound through sounddevice: PortAudio asks a callback for frames."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from tuimap.errors import PlayerError
from tuimap.players.devices import device_named
from tuimap.safe import printable

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix
    from tuimap.players.voice import Frames

LATENCY_SECONDS = 0.02
"""What PortAudio holds ahead; less gives gaps on a busy machine."""
RATE = 48_000
"""What sound servers of Linux run at; PortAudio knows ALSA's guess only."""
STALLED_SECONDS = 0.8
"""A device that asks for nothing so long is gone."""


class SounddeviceOutput:
    """An open stream of PortAudio."""

    occupies = True

    def __init__(self, sounddevice: Any, place: int, rate: int, mix: Mix) -> None:
        self.rate = rate
        self._mix = mix
        self._asked = time.monotonic()
        self._stream = sounddevice.OutputStream(
            device=place,
            samplerate=rate,
            channels=2,
            dtype="float32",
            latency=LATENCY_SECONDS,
            callback=self._fill,
        )
        try:
            self._stream.start()
        except sounddevice.PortAudioError:
            self._stream.close()
            raise

    def failure(self) -> str:
        """Tell when PortAudio has given the stream up, or asks for no more frames."""
        if not self._stream.active:
            return "the sound device was stopped"
        if time.monotonic() - self._asked > STALLED_SECONDS:
            return "the sound device stands still"
        return ""

    def close(self) -> None:
        """Give the device back; can hang with a dead sound server."""
        self._stream.abort()
        self._stream.close()

    def _fill(self, out: Frames, n_frames: int, _moment: object, _flags: object) -> None:
        self._asked = time.monotonic()
        out[:] = self._mix(n_frames)


def open_sounddevice(mix: Mix, device: str) -> SounddeviceOutput:
    """Open the default device, or the one named."""
    known = "sounddevice" in sys.modules
    sounddevice = _imported()
    try:
        return _opened(sounddevice, mix, device)
    except PlayerError:
        if not known:
            raise
    # PortAudio looks for devices once only: this one may have come since
    sounddevice._terminate()
    sounddevice._initialize()
    return _opened(sounddevice, mix, device)


def sounddevice_devices() -> list[str]:
    """Give the names of the devices there are; raises PlayerError."""
    return [name for _, name in _devices(_imported())]


def _imported() -> Any:
    try:
        import sounddevice
    except ImportError as error:
        raise PlayerError("sounddevice is not installed", "pip install 'tuimap[sounddevice]'") from error
    except OSError as error:
        mend = "apt install libportaudio2" if sys.platform == "linux" else "pip install --force-reinstall sounddevice"
        raise PlayerError("sounddevice does not find PortAudio", mend) from error
    return sounddevice


def _devices(sounddevice: Any) -> list[tuple[int, str]]:
    return [(place, each["name"]) for place, each in enumerate(sounddevice.query_devices()) if _sounds(each)]


def _sounds(device: Any) -> bool:
    return int(device["max_output_channels"]) > 0


def _opened(sounddevice: Any, mix: Mix, device: str) -> SounddeviceOutput:
    places = _devices(sounddevice)
    if device:
        place = places[device_named(device, [name for _, name in places], "sounddevice")][0]
    else:
        place = sounddevice.default.device[1]
    if place < 0 or not places:
        raise PlayerError("sounddevice found no output device", "connect one")
    usual = round(sounddevice.query_devices(place)["default_samplerate"])
    reason = ""
    for rate in dict.fromkeys((RATE, usual) if sys.platform == "linux" else (usual,)):
        try:
            return SounddeviceOutput(sounddevice, place, rate, mix)
        except sounddevice.PortAudioError as error:
            reason = _reason(error)
    raise PlayerError(f"sounddevice cannot open the device: {reason}")


def _reason(error: Exception) -> str:
    """Give PortAudio's own words, or with its `host error` those of the system."""
    words = [str(word) for word in error.args]
    if len(error.args) > 2:
        words = [str(error.args[2][2])]
    return printable(words[0].removeprefix("Error opening OutputStream: ").split(" [PaErrorCode")[0])
