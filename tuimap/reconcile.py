"""What has become of the files that a library knows: compared with the disk, and recognised wherever they went."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field

from tuimap.corpus.content import content_of
from tuimap.corpus.scan import FoundFile, Scan
from tuimap.library import Library
from tuimap.library_entries import StoredSkip
from tuimap.library_rows import RETRY, KnownFile
from tuimap.library_writer import LibraryWriter
from tuimap.progress import Progress, Stage
from tuimap.sound import Skipped

_REPORT_SECONDS = 0.1


@dataclass(frozen=True)
class Changes:
    """How the files on disk differ from the library."""

    fresh: tuple[FoundFile, ...]
    """New or changed, to be read unless they are recognised."""
    gone: tuple[str, ...]
    """On the map, not on disk any more."""
    returned: tuple[str, ...]
    """Gone before, on disk again as they were."""
    refused: tuple[Skipped, ...]
    """Seen by the scan as no file at all, and not known as that yet."""
    known: dict[str, KnownFile]
    """All that the library remembers."""

    def __bool__(self) -> bool:
        return bool(self.fresh or self.gone or self.returned or self.refused)


@dataclass(frozen=True)
class Recognised:
    """Files that need not be read, for the library knows what they hold."""

    moved: dict[str, FoundFile] = field(default_factory=dict)
    """By the path they had: renamed, moved, or only touched."""
    copied: dict[FoundFile, str] = field(default_factory=dict)
    """By the path that the one like it has, or had."""

    @property
    def paths(self) -> set[str]:
        """The paths that they have now."""
        return {file.path for file in (*self.moved.values(), *self.copied)}


def compare(found: Scan, library: Library) -> Changes:
    """Compare paths, sizes and times of change.

    A file that waited for a program is fresh once that is installed. What lies in a folder that cannot be read
    now is not gone.
    """
    known = library.known_files()
    seen = {file.path for file in found.files} | {skipped.path for skipped in found.skipped}
    shut = tuple(f"{folder}/" for folder in found.closed)
    fresh, returned = [], []
    for file in found.files:
        before = known.get(file.path)
        if before is None or file.size != before.size or file.modified != before.modified or _can_be_read_now(before):
            fresh.append(file)
        elif before.gone:
            returned.append(file.path)
    gone = [path for path, file in known.items() if path not in seen and not file.gone and not path.startswith(shut)]
    refused = [each for each in found.skipped if not _is_refused(known.get(each.path))]
    return Changes(tuple(fresh), tuple(gone), tuple(returned), tuple(refused), known)


def recognise(root: str, changes: Changes) -> Stage[Recognised]:
    """Find those fresh files that hold what a known one holds; only files of a known one's size are looked into."""
    contents = _by_content(changes)
    sizes = {file.size for file in changes.known.values() if file.content is not None}
    known = {path for path, file in changes.known.items() if file.content is not None and file.size == RETRY}
    candidates = [file for file in changes.fresh if file.size in sizes or file.path in known]
    found: dict[FoundFile, bytes] = {}
    reported = time.monotonic()
    for number, file in enumerate(candidates):
        if (content := _content(os.path.join(root, file.path))) in contents:  # noqa: PTH118
            found[file] = content
        if time.monotonic() - reported > _REPORT_SECONDS:
            reported = time.monotonic()
            yield Progress("scan", number + 1, len(candidates), "recognising moved files")
    return _assign(found, contents, changes)


def update(library: LibraryWriter, changes: Changes, recognised: Recognised) -> None:
    """Bring the library's files in step with the disk; what must be read is left."""
    if recognised.paths:
        library.recognise(recognised.moved, recognised.copied)
    if changes.returned:
        library.mark_returned(changes.returned)
    if gone := [path for path in changes.gone if path not in recognised.moved]:
        library.mark_gone(gone, int(time.time()))
    if changes.refused:
        library.store_skipped(_refusal(each, changes.known.get(each.path)) for each in changes.refused)


def _can_be_read_now(known: KnownFile) -> bool:
    return known.needs is not None and shutil.which(known.needs) is not None


def _is_refused(known: KnownFile | None) -> bool:
    return known is not None and not known.gone and known.size == RETRY


def _refusal(skipped: Skipped, known: KnownFile | None) -> StoredSkip:
    """Give what is to be kept of a path that leads to no file now, such as a link to a disk that is away."""
    size, modified = (known.size, known.modified) if known is not None else (RETRY, 0)
    return StoredSkip(FoundFile(skipped.path, size, modified), skipped.reason, may_pass=True)


def _content(path: str) -> bytes:
    """Give a file's digest, or nothing where it cannot be read: whoever decodes it finds out why."""
    try:
        return content_of(path)
    except OSError:
        return b""


def _by_content(changes: Changes) -> dict[bytes, list[str]]:
    """Give the known paths of each content, by path."""
    paths: dict[bytes, list[str]] = {}
    for path in sorted(changes.known):
        content = changes.known[path].content
        if content is not None:
            paths.setdefault(content, []).append(path)
    return paths


def _assign(found: dict[FoundFile, bytes], contents: dict[bytes, list[str]], changes: Changes) -> Recognised:
    """Say for each file which one it was: itself, else one that is not where it was; where there is none, a copy."""
    moved = {file.path: file for file, content in found.items() if file.path in contents[content]}
    others: dict[bytes, list[FoundFile]] = {}
    for file, content in found.items():
        if file.path not in moved:
            others.setdefault(content, []).append(file)
    away = {file.path for file in changes.fresh} | {path for path, known in changes.known.items() if known.gone}
    away = (away | set(changes.gone)) - set(changes.returned) - set(moved)
    copied: dict[FoundFile, str] = {}
    for content, files in others.items():
        pairs, left = _paired(files, [path for path in contents[content] if path in away])
        moved |= pairs
        copied |= dict.fromkeys(left, contents[content][0])
    return Recognised(moved, copied)


def _paired(files: list[FoundFile], sources: list[str]) -> tuple[dict[str, FoundFile], list[FoundFile]]:
    """Give each source a file, one of the same name where there is one, and the files that are left."""
    named: dict[str, list[str]] = {}
    for source in reversed(sources):
        named.setdefault(_name(source), []).append(source)
    pairs: dict[str, FoundFile] = {}
    left: list[FoundFile] = []
    for file in files:
        if of_its_name := named.get(_name(file.path)):
            pairs[of_its_name.pop()] = file
        else:
            left.append(file)
    rest = [source for source in sources if source not in pairs]
    pairs |= dict(zip(rest, left, strict=False))
    return pairs, left[len(rest) :]


def _name(path: str) -> str:
    return path.rpartition("/")[2]
