"""What may come out of a library: every value is looked at before it is used, for the file may be somebody else's."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from typing import Any, NamedTuple

from tuimap.errors import DamagedError
from tuimap.settings import LONGEST_SECONDS, OVERVIEW_COLUMNS
from tuimap.sound import Skipped, Sound, SoundKey, Traits
from tuimap.sound_marks import SoundMarks

RETRY = -1
"""Stands for the size of a file that cannot be read for a reason that may pass; what was known of it is kept."""

CONTENT_BYTES = 16
"""Of the digest of what a file holds."""

_MOST_PATH = 32_768
MOST_TEXT = 4_096
"""Characters of a reason, a note or a name."""

_MOST_TAGS = 1 << 20
_MOST_LOSSES = 65_536
_MOST_ENCODER = 1 << 26
_MOST_WHOLE = 1 << 62
_LOUDEST = 1e9
_FASTEST = 1 << 30
_SLOWEST = 1e-3
_BOUNDS = {"loudness": (-_LOUDEST, _LOUDEST), "pitch": (_SLOWEST, _FASTEST), "centroid": (0, _FASTEST)}
_TRAITS = [_BOUNDS.get(trait, (0, 1)) for trait in Traits._fields]
"""Least and greatest of each."""
_MOST_CHANNELS = 65_536
_FARTHEST = 1e12
_MOST_CLUSTERS = 1_000
_NO_NUMBER = "the library holds a number that cannot be right"
_SLASH = ord("/")
_OF_PATHS = (sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
_STRAY_BYTE = re.compile("[\ud800-\udfff]")
_PROGRAM = re.compile(r"[a-z0-9-]{1,32}")


class KnownFile(NamedTuple):
    """What the library remembers of a file, to tell whether it has changed."""

    size: int
    """In bytes; RETRY where the file is to be tried again."""
    modified: int
    needs: str | None
    """The program without which it could not be read."""
    content: bytes | None = None
    """The digest of what it holds; None where that is not known."""
    gone: bool = False
    """Whether it is missing from the disk."""


class Model(NamedTuple):
    """A stored encoder."""

    encoder: bytes
    frames: int
    """How many frames there were to train it on."""


class PlacedSound(NamedTuple):
    """A sound of a map."""

    sound: Sound
    x: float
    """In the unit square."""
    y: float
    """In the unit square, upwards."""
    cluster: int | None
    """The number of the cluster that it belongs to, None for none."""


class Place(NamedTuple):
    """Where a map has a sound."""

    raw: tuple[float, float]
    """Coordinates as the reducer gave them: where a later map may start from."""
    x: float
    """In the unit square."""
    y: float
    """In the unit square, upwards."""
    cluster: int | None
    """The number of the cluster that it belongs to, None for none."""


class Mark(NamedTuple):
    """What the user said of the sounds that hold the same."""

    content: bytes
    """The digest of what they hold."""
    key: SoundKey
    """Their stretch, and where one of them lay last."""
    said: SoundMarks


def path_of(stored: object) -> str:
    """Give a relative path that stays below its root, or raise DamagedError."""
    if type(stored) is not bytes or not 0 < len(stored) < _MOST_PATH or b"\0" in stored:
        raise DamagedError("the library holds a path that cannot be right")
    leaves = b".." in stored and b".." in stored.split(b"/")
    if (
        leaves
        or b"//" in stored
        or stored[0] == _SLASH
        or stored[-1] == _SLASH
        or (os.name == "nt" and _drives(stored))
    ):
        raise DamagedError("the library holds a path that leaves its folder")
    try:
        return stored.decode(*_OF_PATHS)
    except ValueError as error:
        raise DamagedError("the library holds a path that cannot be right") from error


def _drives(stored: bytes) -> bool:
    return b"\\" in stored or b":" in stored


def whole(stored: object, least: int = 0, most: int = _MOST_WHOLE) -> int:
    """Give a whole number within bounds, or raise DamagedError."""
    if type(stored) is int and least <= stored <= most:
        return stored
    raise DamagedError(_NO_NUMBER)


def number(stored: object, least: float, most: float) -> float:
    """Give a number within bounds, or raise DamagedError."""
    if type(stored) is float and least <= stored <= most:
        return stored
    raise DamagedError(_NO_NUMBER)


def text(stored: object, most: int = MOST_TEXT) -> str:
    """Give a text that is not too long and holds no bytes that are none, or raise DamagedError."""
    demand(type(stored) is str and len(stored) <= most and not _STRAY_BYTE.search(stored), "a text")
    assert isinstance(stored, str)
    return stored


def content_of_row(stored: object) -> bytes | None:
    """Give the digest of a file's content, None where it is not known, or raise DamagedError."""
    demand(stored is None or (type(stored) is bytes and len(stored) == CONTENT_BYTES), "a digest")
    assert stored is None or isinstance(stored, bytes)
    return stored


def known_file(size: object, modified: object, needs: object, content: object, gone: object) -> KnownFile:
    """Give what is remembered of a file, or raise DamagedError."""
    right = type(size) is int and size >= RETRY and type(modified) is int
    right = right and (content is None or (type(content) is bytes and len(content) == CONTENT_BYTES))
    right = right and (needs is None or _PROGRAM.fullmatch(text(needs)) is not None)
    if not right or not (gone is None or type(gone) is int):
        raise DamagedError("the library holds a file that cannot be right")
    return KnownFile(size, modified, needs, content, gone is not None)  # type: ignore[arg-type]  # looked at above


def skipped(path: object, reason: object) -> Skipped:
    """Give a file that could not be read, or raise DamagedError."""
    return Skipped(path_of(path), text(reason))


def sound(path: object, *told: Any) -> Sound:
    """Give a sound from path, start, duration, slice, sample_rate, channels, encoding, and what was read of it.

    That is level, note, described and the traits. Raises DamagedError.
    """
    start, duration, part, sample_rate, channels, encoding = coded(*told[:6])
    level, note, described, traits = _read(*told[6:])
    return Sound(
        path_of(path), start, duration, sample_rate, channels, encoding, level, b"", note, described, traits, part
    )


def coded(
    start: object, duration: object, part: object, sample_rate: object, channels: object, encoding: object
) -> tuple[float, float, bool, int, int, str]:
    """Give what a file says of its sound, or raise DamagedError."""
    return (
        number(start, 0, LONGEST_SECONDS),
        number(duration, 0, LONGEST_SECONDS),
        bool(whole(part, 0, 1)),
        whole(sample_rate, 1, _FASTEST),
        whole(channels, 1, _MOST_CHANNELS),
        text(encoding),
    )


def reading(level: object, picture: object, note: object, described: object, *traits: object) -> None:
    """Raise DamagedError where what was read of a sound is not right."""
    _read(level, note, described, *traits)
    overview(picture)


def _read(level: object, note: object, described: object, *traits: Any) -> tuple[float, str, float, Traits]:
    for trait, (least, most) in zip(traits, _TRAITS, strict=True):
        if trait is not None:
            number(trait, least, most)
    return number(level, -math.inf, _LOUDEST), text(note), number(described, 0, math.inf), Traits._make(traits)


def overview(stored: object) -> bytes:
    """Give the picture of a waveform, or raise DamagedError."""
    demand(type(stored) is bytes and len(stored) == 2 * OVERVIEW_COLUMNS, "a picture of a waveform")
    assert isinstance(stored, bytes)
    return stored


def vector(sound: object, row: object) -> tuple[int, bytes]:
    """Give a sound's id and its vector, of whatever length, or raise DamagedError."""
    demand(type(row) is bytes, "a description")
    assert isinstance(row, bytes)
    return whole(sound), row


def place(x: object, y: object) -> tuple[float, float]:
    """Give a place in the unit square, or raise DamagedError."""
    return number(x, 0, 1), number(y, 0, 1)


def raw_place(x: object, y: object) -> tuple[float, float]:
    """Give raw coordinates, or raise DamagedError."""
    return number(x, -_FARTHEST, _FARTHEST), number(y, -_FARTHEST, _FARTHEST)


def place_of(raw_x: object, raw_y: object, x: object, y: object, number: object) -> Place:
    """Give where a map has a sound, or raise DamagedError."""
    return Place(raw_place(raw_x, raw_y), *place(x, y), cluster(number))


def cluster_number(stored: object) -> int:
    """Give the number of a cluster, or raise DamagedError."""
    return whole(stored, most=_MOST_CLUSTERS)


def cluster(stored: object) -> int | None:
    """Give the number of a cluster, None for a sound that belongs to none, or raise DamagedError."""
    return None if stored is None else cluster_number(stored)


def mark(content: object, start: object, duration: object, path: object, *said: Any) -> Mark:
    """Give what the user said of a sound, or raise DamagedError."""
    digest = content_of_row(content)
    demand(digest is not None, "a mark")
    assert digest is not None
    return Mark(digest, sound_key(path, start, duration), marks(*said))


def marks(favourite: object, tags: object, note: object) -> SoundMarks:
    """Give favourite, tags and note, or raise DamagedError.

    What is a letter changes from one Python to the next, so a tag is not measured by that.
    """
    parted = text(tags, _MOST_TAGS)
    said = frozenset(parted.split(" ")) if parted else frozenset()
    demand("" not in said, "tags")
    return SoundMarks(bool(whole(favourite, 0, 1)), said, text(note))


def sound_key(path: object, start: object, duration: object) -> SoundKey:
    """Give what tells a sound from others, or raise DamagedError."""
    return SoundKey(path_of(path), number(start, 0, LONGEST_SECONDS), number(duration, 0, LONGEST_SECONDS))


def model(encoder: object, frames: object) -> Model:
    """Give a stored encoder, its bytes not looked into yet, or raise DamagedError."""
    demand(type(encoder) is bytes and len(encoder) <= _MOST_ENCODER, "an autoencoder")
    assert isinstance(encoder, bytes)
    return Model(encoder, whole(frames))


def losses(stored: object) -> list[float]:
    """Give the course of a training, or raise DamagedError."""
    try:
        course = json.loads(text(stored, _MOST_LOSSES))
    except (ValueError, RecursionError) as error:
        raise DamagedError("the library holds losses that cannot be right") from error
    demand(isinstance(course, list), "losses")
    demand(all(type(loss) in (int, float) and abs(loss) < _FARTHEST for loss in course), "losses")
    return [float(loss) for loss in course]


def demand(right: bool, what: str) -> None:
    """Raise DamagedError where something is not right."""
    if not right:
        raise DamagedError(f"the library holds {what} that cannot be right")
