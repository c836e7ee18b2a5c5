"""The waveform of the sound under the cursor, beside the map or below it."""

from __future__ import annotations

import pytest
from ui_fakes import FakeCollection, small_map, sound
from ui_run import running, stored

from tuimap.errors import LibraryError
from tuimap.sound import Sound
from tuimap.ui.playhead import LATENCY_SECONDS
from tuimap.ui.widgets.map_view import MapView
from tuimap.ui.words.wave_cells import wave_rows


async def test_the_waveform_of_the_sound_where_one_rests_is_read_and_drawn() -> None:
    collection = stored()
    async with running(collection, size=(120, 34)) as run:
        await run.press("right")
        drawn = wave_rows(collection.overview(sound("snare/c.wav")), 38, 5, "ascii")
        await run.until(lambda: all(row.strip() in run.text for row in drawn))


async def test_while_a_sound_is_heard_a_line_moves_through_its_waveform_and_then_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1000.0]
    for module in ("ear", "widgets.wave_panel"):
        monkeypatch.setattr(f"tuimap.ui.{module}.monotonic", lambda: clock[0])
    async with running(stored(), size=(120, 34)) as run:
        await run.until(lambda: run.map.pictured and run.map.pictured.overview)
        await run.press("enter")
        for share, column in ((0.0, 0), (0.5, 19)):
            clock[0] = 1000.0 + LATENCY_SECONDS + 0.42 * share
            await run.until(lambda column=column: heads(run.text) == [column + 80] * 5)
        clock[0] += 0.42
        await run.until(lambda: heads(run.text) == [])


def heads(screen: str) -> list[int]:
    """Columns at which the line is drawn in the rows of the waveform panel."""
    return [row.rindex(":") for row in screen.splitlines()[11:21] if ":" in row[78:]]


async def test_a_waveform_that_cannot_be_read_is_left_out() -> None:
    class Shut(FakeCollection):
        def overview(self, sound: Sound) -> bytes:
            raise LibraryError("the library cannot be used")

    async with running(Shut(stored=small_map()), size=(120, 34)) as run:
        await run.until(lambda: run.map.pictured is not None)
        await run.until(lambda: "0.42 s  44.1 kHz" in run.text)


async def test_w_opens_it_below_a_narrow_map_and_closes_it() -> None:
    async with running(stored()) as run:
        before = run.map.query_one(MapView).size
        await run.press("w")
        await run.until(lambda: "0.21" in run.text)
        assert run.map.query_one(MapView).size == (before.width, before.height - 6)
        await run.press("w")
        assert run.map.query_one(MapView).size == before
        assert "0.21" not in run.text


async def test_zooming_keeps_what_was_read() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.until(lambda: run.map.pictured is not None)
        before = run.map.pictured
        await run.press("+", "-")
        assert run.map.pictured is before
