"""Slices of one file on the screen: told apart, heard and marked one by one."""

from __future__ import annotations

import numpy as np
from ui_fakes import ROOT, FakeCollection, sound
from ui_run import running

from tuimap.players import Clip
from tuimap.sound import SoundKey, clock
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import SoundMarks
from tuimap.sounds import Sounds


def slices_of_a_file() -> SoundMap:
    """Three slices of one file in a row, the first at the left."""
    places = [[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]]
    starts = (0.0, 61.5, 3723.25)
    sounds = Sounds(sound("takes/rain.wav", start=start, duration=1.5, slice=True) for start in starts)
    return SoundMap(ROOT, sounds, np.array(places, np.float32))


async def test_a_slice_is_told_by_its_place_and_only_it_is_heard_and_marked() -> None:
    collection = FakeCollection(stored=slices_of_a_file())
    async with running(collection, size=(120, 34)) as run:
        await run.until(lambda: "rain.wav 1:01.50 in takes" in run.text)
        await run.until(lambda: "1:01.50 - 1:03.00" in run.text)
        await run.press("f")
        await run.until(lambda: "* rain.wav 1:01.50 in takes" in run.text)
        await run.press("right")
        await run.until(lambda: "rain.wav 1:02:03.25 in takes" in run.text)
        assert "* rain.wav" not in run.text
        assert run.player.played == [Clip(ROOT / "takes/rain.wav", 3723.25, 1.5)]
        await run.app.workers.wait_for_complete()
        assert collection.said == {SoundKey("takes/rain.wav", 61.5, 1.5): SoundMarks(favourite=True)}


def test_a_place_in_a_recording_is_written_as_a_clock_does() -> None:
    assert [clock(seconds) for seconds in (0, 3.254, 59.999, 754.1, 36_000)] == [
        "0:00.00",
        "0:03.25",
        "1:00.00",
        "12:34.10",
        "10:00:00.00",
    ]
