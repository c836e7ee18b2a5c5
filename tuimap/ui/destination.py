"""Where chosen sounds are to go: a list in a file, or copies in a folder, as its name says."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tuimap.sound_lists import LISTS, Listed, write_list
from tuimap.sound_marks import NOTHING
from tuimap.ui.completion import Completer, ending_completer
from tuimap.ui.words.quantities import sounds_text

if TYPE_CHECKING:
    from tuimap.ui.chosen import Chosen
    from tuimap.ui.marking import Marks

KINDS = (*LISTS, "/")

KINDS_TOLD = "end it with .m3u8, .txt or .csv for a list, with / for a folder of copies"


class Destination(NamedTuple):
    """A file to write, or a folder to fill."""

    path: Path
    """From the root of the file system."""
    is_folder: bool


def destination_of(line: str) -> Destination:
    """Read what someone typed; `~` is the user's own folder."""
    typed = line.strip()
    path = Path(os.path.abspath(os.path.expanduser(typed)))  # noqa: PTH100, PTH111 (a user that is not known stays)
    return Destination(path, typed.endswith(("/", os.sep)) or _is_folder(path))


def wrong_destination(line: str) -> str:
    """Say what is wrong with a line; empty where nothing is."""
    if not line.strip():
        return KINDS_TOLD
    path, is_folder = destination_of(line)
    if is_folder:
        return "" if _is_folder(path) or not _is_there(path) else f"{path} is a file, no folder"
    if path.suffix.lower() not in LISTS:
        return KINDS_TOLD
    if _is_there(path):
        return f"{path} is there already; name another file"
    return "" if _is_folder(path.parent) else f"there is no folder {path.parent}"


def completer() -> Completer:
    """Complete a name by the kinds of lists, and the slash of a folder."""
    return ending_completer(KINDS)


def carried_out(chosen: Chosen, marks: Marks, destination: Destination) -> Generator[int, None, str]:
    """Write or copy the chosen sounds; say how many are done, one by one, and at the end what was made and where.

    Raises TuimapError.
    """
    sounds = chosen.all()
    path = destination.path
    if not destination.is_folder:
        listed = [Listed(str(chosen.root / each.path), each, marks.get(each.key, NOTHING)) for each in sounds]
        write_list(listed, path)
        return f"{sounds_text(len(sounds))} listed in {path}"
    from tuimap.sound_copies import copy_sounds

    done = yield from copy_sounds(chosen.root, sounds, path)
    told = f"{sounds_text(len(done.names))} copied to {path}"
    if done.failed:
        first, n_others = done.failed[0], len(done.failed) - 1
        others = f" and {n_others:,} more" if n_others else ""
        told += f"; not {first.path}{others}: {first.reason}"
    return told


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 (Path raises where the name is too long or the place is not ours)


def _is_there(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 (as above)
