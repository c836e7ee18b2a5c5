from dataclasses import replace

import numpy as np
import pytest
from ui_fakes import FakeCollection, small_map, sound
from ui_run import running

from tuimap.sound import SoundKey, Traits
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import SoundMarks
from tuimap.sounds import Sounds
from tuimap.ui.charset import ASCII, CHARSETS, NAMED, OTHER
from tuimap.ui.line import width_of
from tuimap.ui.map.classes import classify, cluster_classes
from tuimap.ui.map.colour_names import COLOURINGS
from tuimap.ui.map.colouring import after, by_mark, by_value, colouring_of
from tuimap.ui.map.scene import scene_of
from tuimap.ui.palettes import STEPS
from tuimap.ui.words.legend import legend_line


def text(line) -> str:
    return "".join(part for part, _ in line)


def with_pitches(*pitches: float | None) -> Sounds:
    return Sounds(sound(f"{n}.wav", traits=Traits(pitch=pitch)) for n, pitch in enumerate(pitches))


def test_octaves_are_equal_steps_of_colour() -> None:
    sounds = with_pitches(*(55 * 2**octave for octave in np.linspace(0, 8, 101)))
    found = by_value("pitch", sounds, classify(sounds.folders()))
    assert found is not None
    assert np.unique(found.steps).tolist() == list(range(STEPS))
    assert np.ptp(np.bincount(found.steps)[1:-1]) <= 2
    assert found.scale is not None
    assert (found.scale.low, found.scale.high) == (pytest.approx(55 * 2**0.16), pytest.approx(55 * 2**7.84))


def test_sounds_without_a_value_have_no_step_and_are_counted() -> None:
    sounds = with_pitches(100, None, 200, None)
    found = by_value("pitch", sounds, classify(sounds.folders()))
    assert found is not None
    assert found.steps.tolist() == [0, STEPS, STEPS - 1, STEPS]
    assert found.scale.missing == 2
    assert "none 2" in text(legend_line(found, ASCII, 100))


def test_a_value_that_no_sound_has_colours_nothing() -> None:
    sounds = with_pitches(None, None)
    assert by_value("pitch", sounds, classify(sounds.folders())) is None


def test_one_value_for_all_is_one_colour() -> None:
    sounds = with_pitches(100, 100)
    found = by_value("pitch", sounds, classify(sounds.folders()))
    assert found.steps.tolist() == [0, 0]


def test_favourites_come_before_tags_and_the_rest_is_unmarked() -> None:
    sounds = with_pitches(1, 2, 3, 4)
    marks = {
        SoundKey("0.wav"): SoundMarks(tags=frozenset({"good"})),
        SoundKey("1.wav"): SoundMarks(favourite=True, tags=frozenset({"good"})),
        SoundKey("gone.wav"): SoundMarks(tags=frozenset({"good"})),
    }
    found = by_mark(sounds, marks)
    assert found is not None
    assert found.classes.names == ("favourite", "good")
    assert found.classes.of.tolist() == [1, 0, OTHER, OTHER]
    assert text(legend_line(found, ASCII, 60)) == "mark  O favourite 1   X good 1   : unmarked 2"


def test_without_marks_nothing_is_coloured_by_them() -> None:
    assert by_mark(with_pitches(1), {}) is None


def test_classes_by_cluster_keep_the_clusters_numbers() -> None:
    found = cluster_classes(np.array([2, -1, 0, 2]), ("kick", "", "snare"))
    assert found.of.tolist() == [2, OTHER, 0, 2]
    assert (found.counts[0], found.counts[2], found.counts[OTHER]) == (1, 2, 1)
    assert [found.name_of(index, "") for index in range(4)] == ["snare", "between clusters", "kick", "snare"]


def test_a_key_goes_through_every_way_of_colouring() -> None:
    assert [after(name, COLOURINGS) for name in COLOURINGS] == [*COLOURINGS[1:], COLOURINGS[0]]
    assert after("folder", {"folder", "pitch"}) == "pitch"
    assert after("pitch", {"folder", "pitch"}) == "folder"


def test_a_map_with_clusters_begins_with_them() -> None:
    clustered = replace(small_map(), clusters=np.array([0, 0, 1, -1, 0]), cluster_names=("low", "high"))
    assert scene_of(clustered).colouring.name == "cluster"
    assert scene_of(small_map()).colouring.name == "folder"
    assert colouring_of("cluster", small_map(), scene_of(small_map()).ways, {}) is None


@pytest.mark.parametrize("charset", CHARSETS.values(), ids=CHARSETS)
@pytest.mark.parametrize("name", ["cluster", "folder", "centroid", "duration", "flatness"])
@pytest.mark.parametrize("width", [38, 78, 118, 198])
def test_the_legend_says_what_is_what_in_every_width(name, charset, width) -> None:
    n = 3 * NAMED
    sounds = Sounds(sound(f"a folder {i % 5}/{i}.wav", duration=0.01 * i + 0.1) for i in range(n))
    names = tuple(f"kick {i}, snare, hat" for i in range(NAMED))
    found = SoundMap(small_map().root, sounds, np.zeros((n, 2), np.float32), np.arange(n) % NAMED, names)
    colouring = colouring_of(name, found, scene_of(found).ways, {})
    line = legend_line(colouring, charset, width)
    assert text(line).startswith(f"{name}  ")
    assert width_of(line) <= width


def test_a_cluster_is_shortened_by_whole_words() -> None:
    found = cluster_classes(np.array([0]), ("tom, kick, bass drum",))
    assert [found.short(0, width) for width in (24, 12, 4)] == ["tom, kick, bass drum", "tom, kick", "tom"]


async def test_c_colours_by_the_next_thing_and_the_legend_follows() -> None:
    async with running(FakeCollection(stored=small_map()), size=(120, 30)) as run:
        assert run.text.splitlines()[-3].startswith(" folder  O kick 3")
        await run.press("c", "c")
        await run.until(lambda: run.text.splitlines()[-3].startswith(" loudness  -18 LUFS ####"))
        await run.press("c", "c", "c", "c")
        await run.until(lambda: run.text.splitlines()[-3].startswith(" folder"))


async def test_favourites_are_stars_on_the_map_and_a_way_to_colour_it() -> None:
    async with running(
        FakeCollection(stored=small_map(), said={SoundKey("hat/d.wav"): SoundMarks(favourite=True)}), size=(120, 30)
    ) as run:
        await run.until(lambda: any(row.strip() == "*" for row in (line[:78] for line in run.text.splitlines())))
        await run.press("c")
        await run.until(lambda: " mark  O favourite 1   : unmarked 4" in run.text)
