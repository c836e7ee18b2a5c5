"""Sound through miniaudio: one stream, open as long as the map is."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from threading import Event
from typing import TYPE_CHECKING, Any

from tuimap.errors import PlayerError

if TYPE_CHECKING:
    from tuimap.players.outputs import Mix

BUFFER_MS = 20
STALLED_SECONDS = 2.0
"""A device that asks for nothing so long is gone."""


class MiniaudioOutput:
    """A device of one of the systems that miniaudio knows."""

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

    def _stream(self, mix: Mix) -> Generator[bytes, int, None]:
        n_frames = yield b""
        while True:
            self._asked = time.monotonic()
            n_frames = yield mix(n_frames).tobytes()


def open_miniaudio(mix: Mix) -> MiniaudioOutput:
    """Open the default device of the first system that has one."""
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise PlayerError("miniaudio is not installed", "pip install miniaudio") from error
    for system in sorted(miniaudio.get_enabled_backends(), key=lambda backend: backend.value):
        # one by one: miniaudio itself looks no further once a system answers, though it may have no device
        if system not in (miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM):
            try:
                return MiniaudioOutput(_open_device(miniaudio, system), mix)
            except miniaudio.MiniaudioError:
                continue
    raise PlayerError("miniaudio found no output device", _mend())


def _open_device(miniaudio: Any, system: Any) -> Any:
    return miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.FLOAT32,
        nchannels=2,
        sample_rate=0,
        buffersize_msec=BUFFER_MS,
        backends=[system],
        app_name="tuimap",
    )


def _mend() -> str:
    return "connect one or set PULSE_SERVER" if sys.platform == "linux" else "connect one"
