"""Tries one back end: `python -m tuimap.players.probe_child miniaudio` writes a JSON object with reason and devices."""

from __future__ import annotations

import json
import os
import sys

from tuimap.errors import PlayerError
from tuimap.players.choice import parse_audio
from tuimap.players.command_output import command_devices
from tuimap.players.miniaudio_output import miniaudio_devices
from tuimap.players.mixer import Mixer
from tuimap.players.outputs import OUTPUTS
from tuimap.players.sounddevice_output import sounddevice_devices

DEVICES = {
    "miniaudio": miniaudio_devices,
    "sounddevice": sounddevice_devices,
    "command": command_devices,
}
"""What lists the devices of a back end that has several."""


def main() -> None:
    """Open the back end, close it, and tell."""
    choice = parse_audio(sys.argv[1])
    reason, devices = "", []
    try:
        if choice.backend in DEVICES:
            devices = DEVICES[choice.backend]()
        OUTPUTS[choice.backend](Mixer(), choice.device).close()
    except PlayerError as error:
        reason = f"{error.message} ({error.mend})" if error.mend else error.message
    sys.stdout.write(json.dumps({"reason": reason, "devices": devices}))
    sys.stdout.flush()
    os._exit(0)  # threads may hang in a dead sound server


if __name__ == "__main__":
    main()
