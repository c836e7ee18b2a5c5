"""What is told about the sound under the cursor, beside the map or over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from ui_fakes import (
    FakeCollection,
    small_map,
    sound,
)
from ui_run import running, stored

from tuimap.errors import LibraryError
from tuimap.sound import Sound, Traits
from tuimap.ui.details_lines import _traits, hertz_text
from tuimap.ui.wave_cells import wave_rows
from tuimap.ui.widgets.map_view import MapView


async def test_details_open_over_the_map_with_d_and_go_with_d() -> None:
    async with running(stored()) as run:
        assert "44.1 kHz" not in run.text
        await run.press("d")
        await run.until(lambda: "44.1 kHz  stereo" in run.text)
        assert "WAV, 16 bit" in run.text
        await run.press("d")
        assert "44.1 kHz" not in run.text


async def test_loudness_pitch_and_centroid_are_told_in_a_narrow_panel() -> None:
    async with running(stored()) as run:
        await run.press("d")
        await run.until(lambda: "-18 LUFS" in run.text)
        assert "A3  221 Hz" in run.text
        assert "1.2 kHz" in run.text


def test_what_a_sound_has_not_is_left_out() -> None:
    assert _traits(Traits(loudness=-70.0)) == [("loudness", "-70 LUFS")]
    assert _traits(Traits()) == []


@pytest.mark.parametrize(
    ("hertz", "text"), [(43.4, "43 Hz"), (999.4, "999 Hz"), (999.6, "1.0 kHz"), (12_340.0, "12.3 kHz")]
)
def test_a_frequency_is_written_as_people_do(hertz: float, text: str) -> None:
    assert hertz_text(hertz) == text


async def test_the_waveform_of_the_sound_where_one_rests_is_read_and_drawn() -> None:
    collection = stored()
    async with running(collection, size=(120, 34)) as run:
        await run.press("right")
        await run.until(lambda: run.map.here and run.map.here.overview is not None)
        await run.pilot.pause()
        drawn = wave_rows(collection.overview(sound("snare/c.wav")), 38, 7, "ascii")
        for row in filter(None, map(str.strip, drawn)):
            assert row in run.text


async def test_a_waveform_that_cannot_be_read_is_left_out() -> None:
    class Shut(FakeCollection):
        def overview(self, sound: Sound) -> bytes:
            raise LibraryError("the library cannot be used")

    async with running(Shut(stored=small_map()), size=(120, 34)) as run:
        await run.until(lambda: "44.1 kHz  stereo" in run.text)
        assert run.map.here.overview == b""  # type: ignore[union-attr]


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
        await run.until(lambda: "place" in run.text)
        assert "cluster" not in run.text
        await run.press("right")
        await run.until(lambda: "cluster  bright, short" in run.text)
