"""What is told about the sound under the cursor, beside the map or over it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from ui_fakes import (
    ROOT,
    FakeCollection,
    small_map,
    sound,
)
from ui_run import running, stored

from tuimap.sound import Traits
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import NOTHING, SoundMarks
from tuimap.sounds import Sounds
from tuimap.ui.charset import ASCII
from tuimap.ui.widgets.map_view import MapView
from tuimap.ui.words.details_lines import details_lines
from tuimap.ui.words.here import Here
from tuimap.ui.words.quantities import hertz_text


def lines(
    width: int = 38, height: int = 20, words: tuple[str, ...] = (), marks: SoundMarks = NOTHING, **changes: object
) -> list[str]:
    here = Here(sound("kit/a.wav", **changes), 0, "kit", 0.5, 0.5, 2, 3, (), marks, "bright, short")
    return ["".join(text for text, _ in line) for line in details_lines(here, words, ASCII, width, height)]


def test_what_is_known_stands_in_a_few_lines() -> None:
    assert lines(words=("dark", "short")) == [
        "a.wav",
        "O kit",
        "0.42 s  44.1 kHz  stereo  WAV, 16 bit",
        "A3 221 Hz  -18 LUFS  centre 1.2 kHz",
        "peak -9.0 dB",
        "dark, short",
        "in bright, short  2 of 3 in this cell",
    ]


def test_the_glyph_stands_before_what_it_stands_for() -> None:
    of_clusters = Here(sound("kit/a.wav"), 1, "bright", 0.5, 0.5, 1, 1, (), cluster="bright")
    told = ["".join(text for text, _ in line) for line in details_lines(of_clusters, (), ASCII, 38, 20)]
    assert told[1] == "kit"
    assert told[-1] == "X in bright  alone in its cell"


def test_what_a_sound_has_not_is_left_out() -> None:
    told = lines(traits=Traits(), level=-math.inf)
    assert told[3:] == ["silence", "in bright, short  2 of 3 in this cell"]


def test_a_slice_tells_where_in_its_file_it_lies_and_a_reader_what_it_left_out() -> None:
    told = lines(slice=True, start=63.5, duration=1.0, note="cut short: its end is missing from the file")
    assert told[2].startswith("1:03.50 - 1:04.50  1.00 s")
    assert told[-2:] == ["cut short: its end is missing from the", "file"]


def test_what_the_user_says_of_a_sound_stands_below() -> None:
    told = lines(marks=SoundMarks(True, frozenset({"punchy", "keep"}), "for the second verse, after the break"))
    assert told[0] == "* a.wav"
    assert told[-2:] == ["tags keep, punchy", "for the second verse, after the break"]


@pytest.mark.parametrize("width", [1, 5, 24, 38, 60])
def test_details_fit_every_width_and_height(width: int) -> None:
    told = lines(width, 6, words=("dark", "short"), note="a long note about what was left out")
    assert len(told) <= 6
    assert all(len(line) <= max(width, 2) for line in told)


async def test_details_open_over_the_map_with_d_and_go_with_d() -> None:
    async with running(stored()) as run:
        assert "44.1 kHz" not in run.text
        await run.press("d")
        await run.until(lambda: "44.1 kHz  stereo" in run.text)
        assert "WAV, 16 bit" in run.text
        await run.press("d")
        assert "44.1 kHz" not in run.text


async def test_words_say_how_a_sound_stands_out_in_its_collection() -> None:
    lengths = [0.1, *np.linspace(1.0, 2.0, 9)]
    sounds = Sounds(sound(f"{place}.wav", duration=length) for place, length in enumerate(lengths))
    places = np.stack([np.linspace(0, 1, 10), np.full(10, 0.5)], axis=1).astype(np.float32)
    async with running(FakeCollection(SoundMap(ROOT, sounds, places)), size=(120, 34)) as run:
        await run.press(*["left"] * 9)
        await run.until(lambda: "0.10 s" in run.text)
        assert "short" in run.text


@pytest.mark.parametrize(
    ("hertz", "text"), [(43.4, "43 Hz"), (999.4, "999 Hz"), (999.6, "1.0 kHz"), (12_340.0, "12.3 kHz")]
)
def test_a_frequency_is_written_as_people_do(hertz: float, text: str) -> None:
    assert hertz_text(hertz) == text


async def test_details_take_their_room_from_a_narrow_map_which_stays_whole() -> None:
    async with running(stored()) as run:
        before = run.map.query_one(MapView).size.width
        await run.press("d", "right")
        await run.until(lambda: "44.1 kHz" in run.text)
        assert 45 < run.map.query_one(MapView).size.width < before - 20
        assert "[" in "".join(line[: run.map.query_one(MapView).size.width] for line in run.text.splitlines()[1:-3])
        await run.press("d")
        assert run.map.query_one(MapView).size.width == before


async def test_details_stand_beside_the_map_where_it_is_wide() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.until(lambda: "44.1 kHz  stereo" in run.text)
        assert run.map.query_one(MapView).size.width == 120 - 42


async def test_details_name_the_cluster_of_a_sound_that_belongs_to_one() -> None:
    clustered = replace(small_map(), clusters=np.array([-1, -1, 0, -1, -1]), cluster_names=("bright, short",))
    async with running(FakeCollection(clustered), size=(120, 34)) as run:
        await run.until(lambda: "in this cell" in run.text)
        assert "in bright, short" not in run.text
        await run.press("right")
        await run.until(lambda: "in bright, short  alone in its cell" in run.text)
