"""A collection, an engine and a player that need no files and no sound card."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tuimap.engine import Finished, Message
from tuimap.errors import LibraryError
from tuimap.finding.descriptions import Descriptions
from tuimap.players import AS_IT_IS, Clip, Manner, PlayerStatus
from tuimap.progress import Preview, Progress
from tuimap.sound import Skipped, Sound, SoundKey, Traits
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import NOTHING, MarkChange, SoundMarks
from tuimap.sounds import Sounds

ROOT = Path("/sounds")


def overview(seed: int = 0) -> bytes:
    random = np.random.default_rng(seed)
    t = np.linspace(0, 1, 128)
    envelope = np.minimum(1, t * random.uniform(5, 80)) * np.exp(-t * random.uniform(1, 9))
    shape = np.stack([-random.uniform(0.4, 1, 128), random.uniform(0.4, 1, 128)], axis=1) * envelope[:, None]
    return np.round(shape / np.abs(shape).max() * 127).astype(np.int8).tobytes()


def sound(path: str, **changes: object) -> Sound:
    values: dict[str, object] = {
        "start": 0.0,
        "duration": 0.42,
        "sample_rate": 44_100,
        "channels": 2,
        "encoding": "WAV, 16 bit",
        "level": -9.0,
        "overview": b"",
        "traits": Traits(1234.0, -18.2, 221.0, 0.98, 0.01),
    }
    return Sound(path, **{**values, **changes})  # type: ignore[arg-type]


def small_map() -> SoundMap:
    """Five sounds in three folders, two of them in one place."""
    paths = ("kick/a.wav", "kick/b.wav", "snare/c.wav", "hat/d.wav", "kick/e.wav")
    places = [[0.2, 0.5], [0.5, 0.5], [0.8, 0.5], [0.5, 0.9], [0.5, 0.5]]
    return SoundMap(ROOT, Sounds(sound(path) for path in paths), np.array(places, np.float32))


def clustered_map(n: int = 1286, seed: int = 2) -> SoundMap:
    """Sounds of eleven folders, a cluster for each."""
    rows = [(f"class {i % 11}/take {i:04}.wav", f"class {i % 11}") for i in range(n)]
    random = np.random.default_rng(seed)
    labels = sorted({label for _, label in rows})
    centre = dict(zip(labels, _spread(len(labels), random), strict=True))
    places = np.array([centre[label] for _, label in rows]) + random.normal(0, 0.035, (len(rows), 2))
    sounds = Sounds(
        sound(path, duration=float(random.gamma(2, 0.4)), level=float(-random.gamma(2, 4))) for path, _ in rows
    )
    low, high = places.min(axis=0), places.max(axis=0)
    return SoundMap(ROOT, sounds, ((places - low) / (high - low)).astype(np.float32))


def _spread(n: int, random: np.random.Generator) -> list[np.ndarray]:
    """Places that keep a distance from each other."""
    places = [random.random(2)]
    while len(places) < n:
        tried = random.random((20, 2))
        apart = np.min([np.linalg.norm(tried - place, axis=1) for place in places], axis=0)
        places.append(tried[np.argmax(apart)])
    return places


@dataclass
class FakeCollection:
    stored: SoundMap | None = None
    skips: tuple[Skipped, ...] = ()
    later: SoundMap | None = None
    """What is stored once the engine has finished."""
    root: Path = ROOT
    title: str = "drums"
    method: str = "learned 12 > tsne"
    before_grid: SoundMap | None = None
    """Of which the stored grid was made."""
    loads: int = 0
    away: str = ""
    said: dict[SoundKey, SoundMarks] = field(default_factory=dict)
    described: Descriptions | None = None

    def load(self) -> SoundMap | None:
        self.loads += 1
        return self.later if self.loads > 1 and self.later is not None else self.stored

    def offline(self) -> str:
        return self.away

    def marks(self) -> Mapping[SoundKey, SoundMarks]:
        return self.said

    def change_marks(self, changes: Mapping[SoundKey, MarkChange]) -> Mapping[SoundKey, SoundMarks]:
        changed = {key: change.applied(self.said.get(key, NOTHING)) for key, change in changes.items()}
        self.said = {key: marks for key, marks in {**self.said, **changed}.items() if marks}
        return self.said

    def scattered(self) -> SoundMap | None:
        return self.before_grid

    def skipped(self) -> tuple[Skipped, ...]:
        return self.skips

    def descriptions(self) -> Descriptions:
        if self.described is None:
            raise LibraryError("no descriptions")
        return self.described

    def overview(self, sound: Sound) -> bytes:
        return overview(sum(sound.path.encode(errors="surrogateescape")))


class ScriptedEngine:
    """Gives its messages one by one; `None` waits for `release`. Without a script nothing is to be done."""

    def __init__(self, *script: Message | None) -> None:
        self.script = script or (finished(),)
        self.released = threading.Semaphore(0)
        self.cancelled = threading.Event()
        self.asked = False

    def messages(self) -> Iterator[Message]:
        self.asked = True
        for message in self.script:
            if message is None:
                self.released.acquire()
            if self.cancelled.is_set():
                return
            if message is not None:
                yield message

    def release(self) -> None:
        self.released.release()

    def cancel(self) -> None:
        self.cancelled.set()
        self.released.release()


@dataclass
class RecordingPlayer:
    played: list[Clip] = field(default_factory=list)
    stops: int = 0
    closed: bool = False
    problem: str = ""
    place: str = ""
    manners: list[Manner] = field(default_factory=list)
    """One for each clip played."""
    volumes: list[float] = field(default_factory=list)
    expected: list[Clip] = field(default_factory=list)

    def play(self, clip: Clip, manner: Manner = AS_IT_IS) -> None:
        self.played.append(clip)
        self.manners.append(manner)

    def set_volume(self, volume_db: float) -> None:
        self.volumes.append(volume_db)

    def expect(self, clips: Sequence[Clip]) -> None:
        self.expected = list(clips)

    def stop(self) -> None:
        self.stops += 1

    def status(self) -> PlayerStatus:
        playing = self.played[-1].path if self.played and not self.problem else None
        return PlayerStatus("null", playing, len(self.played), self.problem, self.place)

    def close(self) -> None:
        self.closed = True


def finished(sounds: int = 5, skipped: int = 0) -> Finished:
    return Finished(sounds, skipped)


def preview(sound_map: SoundMap, count: int, shift: float = 0.0, known: int = 0) -> Progress:
    """The first `count` sounds, of which `known` were in the preview before."""
    places = np.clip(sound_map.positions[:count] + np.float32(shift), 0, 1)
    new = Sounds(sound_map.sounds[index] for index in range(known, count))
    return Progress("encode", count, len(sound_map), preview=Preview(new, places))
