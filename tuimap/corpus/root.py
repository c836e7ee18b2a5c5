"""Which folder the paths of a collection's sounds start from."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from tuimap.corpus import SUFFIXES
from tuimap.errors import CorpusError
from tuimap.safe import printable


def common_root(paths: Sequence[Path]) -> Path:
    """Give the folder that all sounds below `paths` are named from: the one folder given, else the deepest shared.

    Raises CorpusError for a path that does not exist or cannot be reached.
    """
    absolute = [Path(os.path.realpath(path)) for path in paths]
    folders = [each if _is_folder(each, given) else each.parent for each, given in zip(absolute, paths, strict=True)]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError as error:
        raise CorpusError("the paths lie on different drives", "Map each drive by itself") from error


def former_root(paths: Iterable[Path]) -> Path:
    """Guess the root of paths that are not there: what is called like a sound was a file."""
    absolute = [Path(os.path.realpath(path)) for path in paths]
    return Path(os.path.commonpath([each.parent if each.suffix.lower() in SUFFIXES else each for each in absolute]))


def _is_folder(path: Path, given: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError as error:
        raise CorpusError(f"{printable(str(given))}: no such file or folder", "Check the spelling") from error
    except OSError as error:
        raise CorpusError(f"{printable(str(given))}: cannot be reached: {error.strerror}") from error
