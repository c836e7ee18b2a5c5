"""What the bodies of messages hold, and that they hold nothing else: all that comes over the line is checked here."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, get_args

from tuimap.corpus.opening import RATES
from tuimap.players import AS_IT_IS, Manner, Mode
from tuimap.players.remote import LineError
from tuimap.players.remote.pieces import DIGEST, LONGEST
from tuimap.safe import printable

NAME = 200
"""Characters of a name that travels."""
SPEEDS = (0.05, 20.0)
MOST_DB = 120.0
A_RUN = 500
"""Hashes in one message."""

_PLACE = struct.Struct("!II")
_TOTAL = struct.Struct("!Q")
_VOLUME = struct.Struct("!d")


@dataclass(frozen=True, slots=True)
class Play:
    """The studio begins a sound, whose pieces follow."""

    number: int
    """Counts up from 1 on each connection."""
    name: str
    """For messages to people."""
    rate: int
    n_frames: int | None
    manner: Manner = AS_IT_IS

    def body(self) -> bytes:
        """Give it as it travels."""
        return _json({**asdict(self), "name": self.name[:NAME]})

    @staticmethod
    def read(body: bytes) -> Play:
        """Read what `body` gave; raises LineError for anything else."""
        with _Checked():
            values = _object(body)
            play = Play(**{**values, "manner": Manner(**values["manner"])})
            manner = play.manner
            numbers = [play.number, play.rate, play.n_frames or 0]
            fine = all(type(number) is int and number >= 0 for number in numbers) and play.rate in RATES
            fine = fine and isinstance(play.name, str) and manner.mode in get_args(Mode)
            fine = fine and isinstance(manner.reverse, bool) and isinstance(manner.from_onset, bool)
            fine = fine and SPEEDS[0] <= manner.speed <= SPEEDS[1] and abs(manner.gain_db) <= MOST_DB
            if not fine:
                raise ValueError(body)
            return Play(play.number, printable(play.name[:NAME]), play.rate, play.n_frames, manner)


@dataclass(frozen=True, slots=True)
class Heard:
    """The listener tells how things stand with it."""

    playing: int = 0
    """The number of the sound that is heard; 0: none."""
    started: int = 0
    """Sounds begun since the studio came."""
    backend: str = ""
    problem: str = ""

    def body(self) -> bytes:
        """Give it as it travels."""
        return _json({**asdict(self), "problem": self.problem[:NAME]})

    @staticmethod
    def read(body: bytes) -> Heard:
        """Read what `body` gave; raises LineError for anything else."""
        with _Checked():
            heard = Heard(**_object(body))
            if type(heard.playing) is not int or type(heard.started) is not int:
                raise ValueError(body)
            return Heard(heard.playing, heard.started, printable(heard.backend[:NAME]), printable(heard.problem[:NAME]))


def place(number: int, index: int) -> bytes:
    """Give a piece's place: the number of the sound, and which piece of it."""
    return _PLACE.pack(number, index)


def read_place(body: bytes) -> tuple[int, int, bytes]:
    """Give a piece's place and what follows; raises LineError."""
    with _Checked():
        number, index = _PLACE.unpack_from(body)
        if index > LONGEST:
            raise ValueError(index)
        return number, index, body[_PLACE.size :]


def total(n_bytes: int) -> bytes:
    """Give a count of bytes."""
    return _TOTAL.pack(n_bytes)


def read_total(body: bytes) -> int:
    """Read a count of bytes; raises LineError."""
    with _Checked():
        return int(_TOTAL.unpack(body)[0])


def volume(volume_db: float) -> bytes:
    """Give a volume."""
    return _VOLUME.pack(volume_db)


def read_volume(body: bytes) -> float:
    """Read a volume; raises LineError."""
    with _Checked():
        volume_db = float(_VOLUME.unpack(body)[0])
        if not (isfinite(volume_db) and volume_db <= MOST_DB):
            raise ValueError(volume_db)
        return volume_db


def runs(digests: Iterable[bytes]) -> Iterator[bytes]:
    """Give hashes in bodies of up to A_RUN each."""
    held: list[bytes] = []
    for each in digests:
        held.append(each)
        if len(held) == A_RUN:
            yield b"".join(held)
            held.clear()
    if held:
        yield b"".join(held)


def read_run(body: bytes) -> list[bytes]:
    """Give the hashes in a body; raises LineError."""
    if len(body) % DIGEST:
        raise LineError("a hash that is cut")
    return [body[at : at + DIGEST] for at in range(0, len(body), DIGEST)]


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode("ascii")


def _object(body: bytes) -> dict[str, Any]:
    values = json.loads(body)
    if not isinstance(values, dict):
        raise ValueError(body)
    return values


class _Checked:
    """Turns what Python says of a body that does not fit into one kind of failure."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error)):
            raise LineError("a message that does not hold what it should") from error
