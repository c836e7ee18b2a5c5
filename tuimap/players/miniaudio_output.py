"""Sound through miniaudio: one stream."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from threading import Event
from typing import TYPE_CHECKING, Any

from tuimap.errors import PlayerError
from tuimap.players.devices import device_named

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix

BUFFER_MS = 20
STALLED_SECONDS = 0.8
"""A device that asks for nothing so long is gone: of a sound server that ended nothing else is heard."""


class MiniaudioOutput:
    """A device of one of the systems that miniaudio knows."""

    occupies = True

    def __init__(self, device: Any, mix: Mix) -> None:
        self._device = device
        # the rate the device runs at anyway: soxr brings clips to it better than miniaudio would
        self.rate = int(device._device.sampleRate)
        self._asked = time.monotonic()
        self._stopped = Event()
        device.stop_callback = self._stopped.set
        stream = self._stream(mix)
        next(stream)
        device.start(stream)

    def failure(self) -> str:
        """Tell when the system has stopped the device, or asks for no more frames."""
        if self._stopped.is_set():
            return "the sound device was stopped"
        if time.monotonic() - self._asked > STALLED_SECONDS:
            return "the sound device stands still"
        return ""

    def close(self) -> None:
        """Give the device back; can hang with a dead sound server."""
        self._device.stop_callback = None
        self._device.close()
        # which leaves the connection to the sound server open
        _imported().lib.ma_context_uninit(self._device._context)

    def _stream(self, mix: Mix) -> Generator[bytes, int, None]:
        n_frames = yield b""
        while True:
            self._asked = time.monotonic()
            n_frames = yield mix(n_frames).tobytes()


def open_miniaudio(mix: Mix, device: str) -> MiniaudioOutput:
    """Open the default device of the first system that has one, or the one named."""
    miniaudio = _imported()
    if device:
        system, _, number = _named(miniaudio, device)
        try:
            return MiniaudioOutput(_open_device(miniaudio, system, number), mix)
        except miniaudio.MiniaudioError as error:
            raise PlayerError(f"miniaudio cannot open {device!r}", "another program may hold it") from error
    for system in _systems(miniaudio):
        # one by one: miniaudio itself looks no further once a system answers, though it may have no device
        try:
            return MiniaudioOutput(_open_device(miniaudio, system), mix)
        except miniaudio.MiniaudioError:
            continue
    raise PlayerError("miniaudio found no output device", _mend())


def miniaudio_devices() -> list[str]:
    """Give the names of the devices there are; raises PlayerError."""
    miniaudio = _imported()
    return [name for system in _systems(miniaudio) for _, name, _ in _devices(miniaudio, system)]


def _imported() -> Any:
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise PlayerError("miniaudio is not installed", "pip install miniaudio") from error
    return miniaudio


def _systems(miniaudio: Any) -> list[Any]:
    silent = (miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM)
    enabled = sorted(miniaudio.get_enabled_backends(), key=lambda backend: backend.value)
    return [system for system in enabled if system not in silent]


def _devices(miniaudio: Any, system: Any) -> list[tuple[Any, str, Any]]:
    """Give system, name and number of each device; none where the system does not run."""
    try:
        return [(system, each["name"], each["id"]) for each in miniaudio.Devices([system]).get_playbacks()]
    except miniaudio.MiniaudioError:
        return []


def _named(miniaudio: Any, wanted: str) -> tuple[Any, str, Any]:
    """Give the device meant, of the first system that has one of the name."""
    every = []
    for system in _systems(miniaudio):
        devices = _devices(miniaudio, system)
        if any(wanted.casefold() in name.casefold() for _, name, _ in devices):
            every = devices
            break
        every += devices
    return every[device_named(wanted, [name for _, name, _ in every], "miniaudio")]


def _open_device(miniaudio: Any, system: Any, number: Any = None) -> Any:
    return miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.FLOAT32,
        nchannels=2,
        sample_rate=0,
        device_id=number,
        buffersize_msec=BUFFER_MS,
        backends=[system],
        app_name="tuimap",
    )


def _mend() -> str:
    return "connect one or set PULSE_SERVER" if sys.platform == "linux" else "connect one"
