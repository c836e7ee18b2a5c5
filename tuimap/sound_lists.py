"""Lists of sounds for other programs: for players, for scripts, for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from tuimap.atomic import write_new
from tuimap.errors import TuimapError
from tuimap.safe import printable
from tuimap.sound import Sound
from tuimap.sound_marks import SoundMarks


class Listed(NamedTuple):
    """A sound of a list."""

    path: str
    """Of its file, from the root of the file system, so that the list can be moved."""
    sound: Sound
    marks: SoundMarks


def as_m3u8(listed: Sequence[Listed]) -> str:
    """Give a playlist; where slices begin and end stands as VLC reads it, other players play the file."""
    lines = ["#EXTM3U"]
    for path, sound, _ in listed:
        seconds = f"{sound.duration:.3f}" if isfinite(sound.duration) else "-1"
        lines.append(f"#EXTINF:{seconds},{_in_one_line(sound.name)}")
        if sound.slice:
            lines.append(f"#EXTVLCOPT:start-time={sound.start:.3f}")
            lines.append(f"#EXTVLCOPT:stop-time={sound.start + sound.duration:.3f}")
        lines.append(path)
    return _lines(lines)


def as_text(listed: Sequence[Listed]) -> str:
    """Give a path a line; behind that of a slice, parted by tabs, its start and length in seconds."""
    return _lines(
        f"{path}\t{sound.start:.6f}\t{sound.duration:.6f}" if sound.slice else path for path, sound, _ in listed
    )


def as_table(listed: Sequence[Listed]) -> str:
    """Give CSV: path, start and duration in seconds, and what the user says of the sound."""
    rows = [("path", "start", "duration", "favourite", "tags", "comment")]
    for path, sound, marks in listed:
        place = (f"{sound.start:.6f}", f"{sound.duration:.6f}" if isfinite(sound.duration) else "")
        rows.append((path, *place, "1" if marks.favourite else "0", " ".join(sorted(marks.tags)), marks.note))
    return _lines(",".join(map(quoted, row)) for row in rows)


LISTS: dict[str, Callable[[Sequence[Listed]], str]] = {".m3u8": as_m3u8, ".txt": as_text, ".csv": as_table}
"""By the ending of the file to write."""


def write_list(listed: Sequence[Listed], path: Path) -> None:
    """Write a list of the kind that its ending names, whole or not at all, where there is no file yet.

    Raises TuimapError.
    """
    ending = path.suffix.lower()
    broken = [each.path for each in listed if "\n" in each.path or "\r" in each.path]
    if broken and ending != ".csv":
        raise TuimapError(f"{printable(broken[0])}: a line break in a name has no place in a {ending} list", "Use .csv")
    try:
        write_new(path, LISTS[ending](listed).encode("utf-8", "surrogateescape"))
    except FileExistsError as error:
        raise TuimapError(f"{printable(str(path))} is there already", "Name another file") from error
    except OSError as error:
        raise TuimapError(f"{printable(str(path))} cannot be written: {error.strerror}") from error


def quoted(text: str) -> str:
    """Quote as CSV does; Python's own writer leaves a carriage return bare."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _in_one_line(name: str) -> str:
    return " ".join(name.split())
