from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from tuimap.opened.listed_sounds import ListedSounds
from tuimap.osc.messages import Stretch
from tuimap.osc.placed import Placed
from tuimap.players import Clip
from tuimap.sound import Sound
from tuimap.sounds import Sounds

ROOT = Path("/s")


def sound(path: str, start: float = 0.0, duration: float = 2.0, *, cut: bool = False) -> Sound:
    return Sound(path, start, duration, 44_100, 1, "WAV", -3.0, b"", slice=cut)


def placed(*sounds: Sound, here: int | None = None) -> Placed:
    positions = np.array([[number / 8, 1 - number / 8] for number in range(len(sounds))], np.float32)
    return Placed(ROOT, Sounds(sounds), positions, here)


def test_a_whole_file_has_its_true_length_and_its_place() -> None:
    known = placed(sound("a.wav"), sound("b/c.wav", duration=3.5))
    assert known.heard(Clip(ROOT / "b/c.wav")) == Stretch("/s/b/c.wav", 0.0, 3.5, 0.125, 0.875)


def test_of_slices_of_one_file_the_one_that_holds_the_beginning_is_meant() -> None:
    known = placed(sound("a.wav", 0, 1, cut=True), sound("a.wav", 1, 2, cut=True), sound("a.wav", 3, 1, cut=True))
    assert known.heard(Clip(ROOT / "a.wav", 1.0, 2.0)) == Stretch("/s/a.wav", 1.0, 2.0, 0.125, 0.875)
    assert known.heard(Clip(ROOT / "a.wav", 2.5)) == Stretch("/s/a.wav", 2.5, 0.5, 0.125, 0.875)


def test_the_sound_that_is_to_be_heard_comes_first() -> None:
    same = (sound("a.wav"), sound("a.wav"), sound("./b.wav"), sound("/elsewhere/c.wav"))
    for here, path in enumerate(("a.wav", "a.wav", "b.wav", "/elsewhere/c.wav")):
        stretch = placed(*same, here=here).heard(Clip(ROOT / path))
        assert stretch is not None
        assert (stretch.x, stretch.path) == (here / 8, str(ROOT / path))


def test_what_is_not_on_the_map_has_no_place() -> None:
    known = placed(sound("a.wav", start=1.0, cut=True), here=0)
    for clip in (Clip(ROOT / "b.wav"), Clip(Path("/t/a.wav")), Clip(ROOT / "a.wa")):
        assert known.heard(clip) is None


def test_a_length_that_is_not_known_is_0_and_never_less() -> None:
    known = placed(sound("a.wav", duration=math.inf), sound("b.wav", duration=1.0))
    assert [known.heard(Clip(ROOT / path, 1.5)).duration for path in ("a.wav", "b.wav")] == [0.0, 0.0]  # type: ignore[union-attr]
    assert [stretch.duration for stretch in known.stretches([0, 1])] == [0.0, 1.0]


def test_a_map_of_mere_places_tells_where_one_is() -> None:
    known = Placed(ROOT, ListedSounds(2), np.array([[0.25, 0.5], [1, 1]], np.float32), 0)
    assert known.heard(Clip(ROOT / "1")) == Stretch("", 0.0, 0.0, 0.25, 0.5)
    assert list(known.stretches([1])) == [Stretch("", 0.0, 0.0, 1.0, 1.0)]
