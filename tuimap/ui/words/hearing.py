"""How one listens, in words: what a key has changed, and what the title tells of it."""

from __future__ import annotations

from tuimap.players import PlayerStatus
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, joined, width_of
from tuimap.ui.listening import MUTED_DB, TARGET_LUFS, Changeable, Listening
from tuimap.ui.passage import Passage
from tuimap.ui.safe_text import shown_name
from tuimap.ui.words.quantities import seconds_text
from tuimap.ui.words.status import LONGEST_PLACE

GAP = "  "
"""Between two things that are told."""

SPEEDS = {0.5: "half", 1.0: "", 2.0: "double"}

MODES = {
    "shot": "shot: each sound once",
    "loop": "loop: over and over, until it is stopped",
    "grains": "grains: a cloud of pieces, until it is stopped",
}
AUDITIONS = {
    "on": "auto on: every step is heard",
    "at rest": "auto at rest: heard only where you stop",
    "off": "auto off: steps are silent",
}


def changed(listening: Listening, name: Changeable) -> str:
    """Say how one listens now, where something of it was changed."""
    match name:
        case "mode":
            return MODES[listening.mode]
        case "audition":
            return AUDITIONS[listening.audition]
        case "speed":
            return f"{SPEEDS[listening.speed]} speed" if SPEEDS[listening.speed] else "as fast as it is"
        case "reverse":
            return "backwards" if listening.reverse else "forwards"
        case "from_onset":
            return "from the onset: silence before it is skipped" if listening.from_onset else "from the beginning"
        case "matched":
            return f"all brought to {TARGET_LUFS:g} LUFS" if listening.matched else "as loud as it is"


def volume_text(volume_db: float) -> str:
    """Tell the preview volume: `vol -6 dB`, or that nothing is heard."""
    return "muted" if volume_db <= MUTED_DB else f"vol {volume_db:+g} dB".replace("+0", "0")


def tempo_text(tempo: float | None) -> str:
    """Tell how a tour goes on."""
    return "each sound to its end" if tempo is None else f"{tempo:g} beats a minute"


def passage_text(passage: Passage) -> str:
    """Tell what is heard of a sound: `from 0.12 s`, `0.12 to 0.30 s`."""
    begin = seconds_text(passage.begin)
    return f"from {begin} s" if passage.end is None else f"{begin} to {seconds_text(passage.end)} s"


def hearing_lines(
    listening: Listening, audio: PlayerStatus, passage: Passage | None, host: str, charset: Charset
) -> list[Line]:
    """Give what the title can tell at the right, the longest first; the last tells only what is not ordinary.

    `host` is this machine's name where one may sit at another; empty where not.
    """
    kept: list[Line] = [((words, "accent"),) for words in _unusual(listening, passage)]
    level = listening.volume_db
    volume: Line = () if level <= MUTED_DB else ((volume_text(level), "accent" if level else "quiet"),)
    sounds: Line = ((_backend(audio, host, charset), "quiet"),) if audio.backend else ()
    wanted = ([sounds, *kept, volume], [*kept, volume], [*kept, volume if level else ()])
    return [joined([part for part in parts if part], GAP) for parts in wanted]


def hearing_line(lines: list[Line], room: int) -> Line:
    """Give the longest of these that fits; of the last, as many of its parts as there is room for."""
    for line in lines:
        if width_of(line) <= room:
            return line
    line = lines[-1]
    while line and width_of(line) > room:
        line = line[:-2]
    return line


def _unusual(listening: Listening, passage: Passage | None) -> list[str]:
    told = [
        volume_text(listening.volume_db) if listening.volume_db <= MUTED_DB else "",
        listening.mode if listening.endless else "",
        SPEEDS[listening.speed],
        "reverse" if listening.reverse else "",
        "onset" if listening.from_onset else "",
        "matched" if listening.matched else "",
        passage_text(passage) if passage else "",
        f"auto {listening.audition}" if listening.audition != "on" else "",
    ]
    return [words for words in told if words]


def _backend(audio: PlayerStatus, host: str, charset: Charset) -> str:
    name = "silent" if audio.backend == "null" else audio.backend
    place = shown_name(audio.place or host, LONGEST_PLACE, charset.name == "ascii")
    return f"{place}: {name}" if place else name
