"""Copies of sounds in a folder, numbered in their order: files as they are, slices cut out."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tuimap.atomic import new_file
from tuimap.corpus.opening import regular_file
from tuimap.errors import DecodeError, TuimapError
from tuimap.players import Clip
from tuimap.safe import printable
from tuimap.sound import Skipped, Sound, clock

BLOCK = 1 << 20
"""Bytes that are copied at once."""

LONGEST_NAME = 255
"""Bytes, on most file systems."""

LONGEST_ENDING = 16
"""Characters; what is longer is no kind of file."""

DIGITS = 3
"""A number has at least so many."""

_LOSSLESS = {"PCM_16": "PCM_16", "PCM_24": "PCM_24", "PCM_U8": "PCM_U8", "FLOAT": "FLOAT", "DOUBLE": "FLOAT"}
"""How samples are written that were stored so; others in 24 bits."""

_NUMBER = re.compile("([0-9]{1,9}) ")

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Copied:
    """What became of it."""

    names: tuple[str, ...]
    """Of the files written, in order."""
    failed: tuple[Skipped, ...]
    """Those that could not be read, and why."""


def copy_sounds(root: Path, sounds: Sequence[Sound], folder: Path) -> Generator[int, None, Copied]:
    """Copy sounds of a collection below `root` into a folder, which is made; say how many are done, one by one.

    Numbers go on from the highest that is there. Nothing is ever replaced, and a file appears only when it is whole;
    to close the generator is to stop. Raises TuimapError where nothing can be written, or not all has room.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = os.listdir(folder)  # noqa: PTH208 (names, of which there may be many)
        _demand_room(root, sounds, folder)
    except OSError as error:
        raise TuimapError(f"{printable(str(folder))}: no copies can be put there: {error.strerror}") from error
    number = 1 + max((int(found[1]) for name in there if (found := _NUMBER.match(name))), default=0)
    digits = max(DIGITS, len(str(number + len(sounds))))
    names: list[str] = []
    failed: list[Skipped] = []
    for done, sound in enumerate(sounds):
        yield done
        try:
            number, name = _copied(root / sound.path, sound, folder, number, digits)
        except DecodeError as error:
            failed.append(Skipped(sound.path, error.message))
        except OSError as error:
            if error.errno in _FULL:
                told = f"{printable(str(folder))} is full: {len(names):,} of {len(sounds):,} sounds are there"
                raise TuimapError(told, "Make room, or choose another folder") from error
            failed.append(Skipped(sound.path, error.strerror or str(error)))
        else:
            names.append(name)
    return Copied(tuple(names), tuple(failed))


def _demand_room(root: Path, sounds: Sequence[Sound], folder: Path) -> None:
    """Raise TuimapError where a folder has less room than the sounds take."""
    needed, free = sum(_size(root, sound) for sound in sounds), shutil.disk_usage(folder).free
    if needed > free:
        what = f"the copies need {needed / 1e6:,.0f} MB, {printable(str(folder))} has room for {free / 1e6:,.0f} MB"
        raise TuimapError(what, "Choose another folder")


def _size(root: Path, sound: Sound) -> int:
    """Give about how many bytes a copy takes; none where there is nothing to copy."""
    if sound.slice:
        return round(sound.duration * sound.sample_rate) * sound.channels * 4
    try:
        return (root / sound.path).stat().st_size
    except OSError:
        return 0


def _copied(source: Path, sound: Sound, folder: Path, number: int, digits: int) -> tuple[int, str]:
    """Make one copy, with the first number from `number` on that is free; give the number after it, and the name."""
    with new_file(folder) as (descriptor, place):
        if sound.slice:
            _write(descriptor, _cut(Clip(source, sound.start, sound.duration)))
        else:
            _copy(source, descriptor)
        while True:
            name = numbered(f"{number:0{digits}} ", source.name, sound)
            number += 1
            try:
                place(name)
            except FileExistsError:
                continue
            return number, name


def numbered(number: str, name: str, sound: Sound) -> str:
    """Give the name of a copy, which is never too long; that of a slice tells where in the file it began."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 (also of a name that is all ending)
    if len(ending) > LONGEST_ENDING:
        stem, ending = name, ""
    if sound.slice:
        stem, ending = f"{stem} {clock(sound.start).replace(':', '-')}", ".wav"
    while stem and len(os.fsencode(number + stem + ending)) > LONGEST_NAME:
        stem = stem[:-1]
    return number + stem + ending


def _copy(source: Path, descriptor: int) -> None:
    with regular_file(source) as held:
        while block := os.read(held, BLOCK):
            _write(descriptor, block)
        told = os.fstat(held)
        if os.utime in os.supports_fd:
            os.utime(descriptor, ns=(told.st_atime_ns, told.st_mtime_ns))


def _write(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def _cut(clip: Clip) -> bytes:
    """Give a stretch of a file as WAV, with the file's rate, channels and, where it has them, sample values."""
    import soundfile

    from tuimap.players.decoding import open_clip, read_blocks

    held = BytesIO()
    with open_clip(clip) as source:
        subtype = _LOSSLESS.get(source.subtype, "PCM_24")
        with soundfile.SoundFile(held, "w", source.samplerate, source.channels, subtype, format="WAV") as copy:
            for block in read_blocks(source, clip):
                copy.write(block)
    return held.getvalue()
