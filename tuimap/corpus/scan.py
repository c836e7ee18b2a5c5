"""Find the sound files below the paths a user gives."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tuimap.corpus import SUFFIXES
from tuimap.corpus.chunks import is_sound, peek
from tuimap.corpus.opening import regular_file
from tuimap.corpus.root import common_root
from tuimap.errors import CorpusError, DecodeError
from tuimap.progress import Progress, Stage
from tuimap.safe import printable
from tuimap.sound import Skipped

_PASSED_OVER = frozenset({"__MACOSX"})
_REPORT_EVERY = 5_000
_KINDS = (
    (stat.S_ISFIFO, "a named pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


class FoundFile(NamedTuple):
    """A file that by its name holds sound."""

    path: str
    """Relative to the root, `/` between folders."""
    size: int
    """In bytes."""
    modified: int
    """Time of the last change, in nanoseconds."""


class Scan(NamedTuple):
    """What lies below a root, sorted by path."""

    root: Path
    files: tuple[FoundFile, ...]
    skipped: tuple[Skipped, ...]
    closed: tuple[str, ...] = ()
    """Those of the skipped that are folders: what they hold is unknown, not gone."""


def scan(paths: Sequence[Path]) -> Stage[Scan]:
    """Find the sound files below `paths`; hidden files, hidden folders and loops are passed over.

    Raises CorpusError where the root itself cannot be read.
    """
    root = common_root(paths)
    below = os.path.join(root, "")  # noqa: PTH118
    files: dict[str, FoundFile] = {}
    skipped: dict[str, Skipped] = {}
    closed: list[str] = []
    for found in _walk_all(sorted({os.path.realpath(path) for path in paths}), closed):
        path = _relative(found.path, below)
        if isinstance(found, Skipped):
            skipped[path] = Skipped(path, found.reason)
            continue
        files[path] = FoundFile(path, found.size, found.modified)
        if len(files) % _REPORT_EVERY == 0:
            yield Progress("scan", len(files))
    if "." in skipped:
        raise CorpusError(f"{printable(str(root))}: {skipped['.'].reason}", "Nothing stored of it is lost")
    yield Progress("scan", len(files), len(files))
    shut = tuple(_relative(folder, below) for folder in closed)
    refused = tuple(skipped[path] for path in sorted(skipped))
    return Scan(root, tuple(files[path] for path in sorted(files)), refused, shut)


def holds_sounds(paths: Sequence[Path]) -> bool:
    """Tell whether anything that a scan would tell of lies below `paths`; looks no further than the first."""
    return next(_walk_all(sorted({os.path.realpath(path) for path in paths}), []), None) is not None


def _relative(path: str, root: str) -> str:
    """Give a path below `root`, which ends with a separator, with `/` between its folders."""
    below = path[len(root) :] if path.startswith(root) else os.path.relpath(path, root)
    return below if os.sep == "/" else below.replace(os.sep, "/")


def _walk_all(starts: Sequence[str], closed: list[str]) -> Iterator[FoundFile | Skipped]:
    """Walk files and folders; linked folders come last and only where they lead somewhere new.

    Folders that cannot be read are added to `closed`.
    """
    seen: set[tuple[int, int]] = set()
    waiting = list(starts)
    while waiting:
        linked: list[str] = []
        for start in waiting:
            if os.path.isdir(start):  # noqa: PTH112 (a str may be longer than pathlib handles fast)
                yield from _walk(start, seen, linked, closed)
            else:
                yield _look_at(start)
        waiting = sorted(linked)


def _walk(
    start: str, seen: set[tuple[int, int]], linked: list[str], closed: list[str]
) -> Iterator[FoundFile | Skipped]:
    folders = [start]
    while folders:
        folder = folders.pop()
        try:
            if _is_new(folder, seen):
                with os.scandir(folder) as entries:
                    for entry in entries:
                        found = _sort_entry(entry, folders, linked)
                        if found is not None:
                            yield found
        except OSError as error:
            closed.append(folder)
            yield Skipped(folder, f"the folder cannot be read: {error.strerror}")


def _is_new(folder: str, seen: set[tuple[int, int]]) -> bool:
    status = os.stat(folder)  # noqa: PTH116
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _sort_entry(entry: os.DirEntry[str], folders: list[str], linked: list[str]) -> FoundFile | Skipped | None:
    """Give what a file is, and add a folder to those that are still to be read."""
    name = entry.name
    if name.startswith(".") or name in _PASSED_OVER:
        return None
    if entry.is_dir(follow_symlinks=False):
        folders.append(entry.path)
    elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112
        if not _leads_up(entry.path):
            linked.append(entry.path)
    elif _is_sound_by_name(name) or _is_sound_by_content(entry):
        if not entry.is_file(follow_symlinks=False):
            return _look_at(entry.path)
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return None  # it was deleted while its folder was read
        return FoundFile(entry.path, status.st_size, status.st_mtime_ns)
    return None


def _is_sound_by_name(name: str) -> bool:
    return name[name.rfind(".") :].lower() in SUFFIXES


def _is_sound_by_content(entry: os.DirEntry[str]) -> bool:
    """Tell whether a file whose name has no suffix at all begins as sounds do; one that cannot be read does not."""
    if "." in entry.name or not entry.is_file():
        return False
    try:
        with regular_file(entry.path) as descriptor:
            return is_sound(peek(descriptor, 0, 12))
    except (DecodeError, OSError):
        return False


def _leads_up(link: str) -> bool:
    """Tell whether a linked folder holds the link itself."""
    target = os.path.join(os.path.realpath(link), "")  # noqa: PTH118
    return os.path.join(os.path.realpath(os.path.dirname(link)), "").startswith(target)  # noqa: PTH118, PTH120


def _look_at(path: str) -> FoundFile | Skipped:
    """Tell what a path that is no plain file leads to, without opening it."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError as error:
        return Skipped(path, f"a link that leads nowhere: {error.strerror}")
    for is_kind, words in _KINDS:
        if is_kind(status.st_mode):
            return Skipped(path, words)
    return FoundFile(path, status.st_size, status.st_mtime_ns)
