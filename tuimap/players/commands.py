"""Programs that play raw samples from their standard input, and how each is asked to do so soon and without words."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from tuimap.errors import PlayerError
from tuimap.players.choice import COMMAND_PLAYERS

RATE = 48_000

_FORMAT = ("--format=s16", f"--rate={RATE}", "--channels=2")

_FFPLAY = (
    *("-nodisp", "-autoexit", "-loglevel", "error"),
    *("-probesize", "32", "-analyzeduration", "0", "-fflags", "nobuffer"),  # else it reads on for a second
    *("-f", "s16le", "-ar", str(RATE)),
)

COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "pw-play": (
        ("--raw", *_FORMAT, "--latency=20ms", "-"),
        (*_FORMAT, "--latency=20ms", "-"),  # before PipeWire 1.4 standard input was always raw
    ),
    "paplay": (("--raw", "--format=s16le", *_FORMAT[1:], "--latency-msec=20", "--client-name=tuimap"),),
    "aplay": (
        ("-q", "-t", "raw", "-f", "S16_LE", "-r", str(RATE), "-c", "2", "--buffer-time=40000", "--period-time=10000"),
    ),
    "ffplay": (
        (*_FFPLAY, "-ch_layout", "stereo", "-i", "pipe:0"),
        (*_FFPLAY, "-ac", "2", "-i", "pipe:0"),  # before FFmpeg 5.1
    ),
}
"""Arguments of each player, the newest form first. All take 16 bit, stereo, at RATE."""

MEND = "apt install pulseaudio-utils or alsa-utils"


def command_lines(player: str = "") -> list[list[str]]:
    """Give the command lines to try: those of one player, or of all that are installed. Raises PlayerError."""
    wanted: Sequence[str] = [player] if player else COMMAND_PLAYERS
    found = [(name, path) for name in wanted if (path := shutil.which(name))]
    if not found:
        raise PlayerError(f"{player} is not installed" if player else f"none of {', '.join(wanted)} is installed", MEND)
    return [[path, *arguments] for name, path in found for arguments in COMMANDS[name]]
