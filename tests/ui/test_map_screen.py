"""The screen, driven by keys at a fixed size."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
import pytest
from textual.pilot import Pilot
from ui_fakes import (
    ROOT,
    FakeCollection,
    RecordingPlayer,
    ScriptedEngine,
    clustered_map,
    finished,
    preview,
    small_map,
    sound,
)

from tuimap.engine import Failed
from tuimap.errors import EngineError, LibraryError
from tuimap.players import Clip
from tuimap.progress import Progress
from tuimap.sound import Skipped, Sound
from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.app import MapApp
from tuimap.ui.keys import KEYS, grouped
from tuimap.ui.screens.map_screen import MapScreen
from tuimap.ui.wave_cells import wave_rows
from tuimap.ui.widgets.map_view import MapView

PATIENCE = 60.0


class Run:
    """An app under test, with what it was given."""

    def __init__(self, collection: FakeCollection, engine: ScriptedEngine, **changes: object) -> None:
        self.player = RecordingPlayer(**changes)  # type: ignore[arg-type]
        self.engine = engine
        self.app = MapApp(collection, engine, self.player, charset="ascii")
        self.pilot: Pilot[int]

    @property
    def map(self) -> MapScreen:
        return self.app._map_screen

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def heard(self) -> list[str]:
        return [clip.path.name for clip in self.player.played]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.text
            await self.pilot.pause()


@asynccontextmanager
async def running(
    collection: FakeCollection, *script: object, size: tuple[int, int] = (80, 24), **changes: object
) -> AsyncIterator[Run]:
    run = Run(collection, ScriptedEngine(*script), **changes)  # type: ignore[arg-type]
    async with run.app.run_test(size=size) as run.pilot:
        try:
            await run.until(lambda: run.map.scene is not None or run.map.analysis.running or run.app.return_code)
            await run.pilot.pause()
            yield run
        finally:
            run.engine.cancel()


def stored() -> FakeCollection:
    return FakeCollection(stored=small_map())


async def test_each_arrow_plays_the_nearest_sound_that_way() -> None:
    async with running(stored()) as run:
        await run.press("right", "left", "left", "l", "k")
        assert run.heard == ["c.wav", "b.wav", "a.wav", "b.wav", "d.wav"]
        assert run.player.played[0] == Clip(ROOT / "snare/c.wav", 0.0, 0.42)


async def test_an_arrow_towards_nothing_plays_nothing() -> None:
    async with running(stored()) as run:
        await run.press("down")
        assert run.heard == []


async def test_enter_plays_again_and_space_stops() -> None:
    async with running(stored()) as run:
        await run.press("enter", "enter", "space")
        assert (run.heard, run.player.stops) == (["b.wav", "b.wav"], 1)


async def test_tab_goes_through_the_sounds_of_one_cell() -> None:
    async with running(stored()) as run:
        assert "b.wav in kick, 1 more here" in run.text
        await run.press("tab", "tab", "shift+tab")
        assert run.heard == ["e.wav", "b.wav", "e.wav"]


async def test_the_status_says_where_one_is_and_what_lies_around() -> None:
    async with running(stored(), size=(120, 30)) as run:
        line = run.text.splitlines()[-2]
        assert line.split("  ")[:4] == [" b.wav in kick, 1 more here", "right c.wav", "up d.wav", "left a.wav"]


async def test_a_second_open_shows_no_panel() -> None:
    async with running(FakeCollection(stored=small_map(), skips=(Skipped("x.ogg", "cut"),))) as run:
        await run.app.workers.wait_for_complete()
        await run.pilot.pause()
        assert not run.map.has_class("-analysing")
        assert run.text.splitlines()[0].split() == [
            "drums",
            "5",
            "sounds",
            "learned",
            "12",
            ">",
            "tsne",
            "1",
            "skipped",
            "(s)",
        ]


async def test_s_lists_the_skipped_files_of_an_earlier_run_and_closes() -> None:
    async with running(FakeCollection(stored=small_map(), skips=(Skipped("loops/x.ogg", "cut"),))) as run:
        await run.until(lambda: "1 skipped (s)" in run.text)
        await run.press("s")
        assert "skipped files 1 to 1 of 1" in run.text
        assert "loops/x.ogg" in run.text
        await run.press("s")
        assert run.app.screen is run.map


async def test_zooming_keeps_the_cursor_in_view() -> None:
    async with running(stored()) as run:
        await run.press("right", "+", "+", "+", "+")
        assert "4x" in run.text.splitlines()[0]
        assert any(mark in run.text for mark in ("[+]", "[#]"))
        await run.press("0")
        assert run.map.viewport.zoom == 1.0


async def test_details_open_over_the_map_with_d_and_go_with_d() -> None:
    async with running(stored()) as run:
        assert "44.1 kHz" not in run.text
        await run.press("d")
        await run.until(lambda: "44.1 kHz  stereo" in run.text)
        assert "WAV, 16 bit" in run.text
        await run.press("d")
        assert "44.1 kHz" not in run.text


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


async def test_a_screen_too_small_says_so_in_one_line() -> None:
    async with running(stored(), size=(39, 20)) as run:
        assert " ".join(run.text.split()) == "tuimap needs 40 x 12 cells here are 39 x 20"


async def test_help_names_every_key_and_closes() -> None:
    async with running(stored(), size=(100, 40)) as run:
        await run.press("question_mark")
        for key in grouped(KEYS):
            assert f"{key.shown} " in run.text
            assert key.tooltip in run.text
        await run.press("q")
        assert run.app.screen is run.map


async def test_the_bottom_line_keeps_help_and_quit_when_narrow() -> None:
    async with running(stored(), size=(40, 12)) as run:
        assert run.text.splitlines()[-1].strip().endswith("? help  q quit")


async def test_a_hostile_name_is_shown_escaped_and_still_plays() -> None:
    path = "ev\x1b[31mil [b]/\udcff\u202e\n.wav"
    sound_map = SoundMap(ROOT, Sounds((sound("a/b.wav"), sound(path))), np.array([[0.5, 0.5], [0.9, 0.5]], np.float32))
    async with running(FakeCollection(stored=sound_map), size=(120, 30)) as run:
        await run.press("right")
        assert run.player.played[0].path == ROOT / path
        await run.until(lambda: "\\xff\\u202e\\x0a.wav" in run.text)
        assert "ev\\x1b[31mil [b]" in run.text
        assert run.text.replace("\n", "").isprintable()


async def test_an_audio_problem_is_told_in_the_status() -> None:
    async with running(stored(), size=(120, 30), problem="no sound: no card; plug one in") as run:
        await run.until(lambda: "no sound: no card; plug one in" in run.text)


async def test_the_map_grows_while_the_engine_works_and_the_cursor_stays_on_its_sound() -> None:
    whole = clustered_map()
    collection = FakeCollection(later=whole)
    script = (
        Progress("scan", 1286, 1286),
        preview(whole, 100, 0.1),
        None,
        preview(whole, 900, known=100),
        None,
        finished(len(whole)),
    )
    async with running(collection, *script) as run:
        await run.until(lambda: run.map.scene is not None)
        assert "100 sounds" in run.text
        await run.press("left")
        chosen = run.map.here.sound.path  # type: ignore[union-attr]
        run.engine.release()
        await run.until(lambda: len(run.map.scene or ()) == 900)
        assert run.map.here.sound.path == chosen  # type: ignore[union-attr]
        assert run.map.scene.provisional  # type: ignore[union-attr]
        run.engine.release()
        await run.until(lambda: run.map.analysis.state == "finished")
        assert run.map.here.sound.path == chosen  # type: ignore[union-attr]
        assert not run.map.scene.provisional  # type: ignore[union-attr]
        assert not run.map.has_class("-analysing")


async def test_stages_loss_and_skipped_files_stand_where_the_map_will_be() -> None:
    script = (
        Progress("scan", 1286, 1286),
        Progress("decode", 400, 1286, skipped=(Skipped("loops/break.ogg", "Ogg inside RIFF"),)),
        Progress("train", 100, 1250, loss=0.5),
        None,
    )
    async with running(FakeCollection(), *script, size=(120, 34)) as run:
        await run.until(lambda: "0.500" in run.text)
        for part in ("1,286 / 1,286", "400 / 1,286", "break.ogg  Ogg inside RIFF", "esc stops"):
            assert part in run.text


async def test_an_old_map_stays_while_added_files_are_analysed() -> None:
    added = clustered_map(40)
    collection = FakeCollection(stored=small_map(), later=added)
    async with running(collection, preview(added, 20), None, finished(40)) as run:
        await run.until(lambda: run.map.analysis.running)
        assert len(run.map.scene or ()) == 5
        run.engine.release()
        await run.until(lambda: len(run.map.scene or ()) == 40)


async def test_escape_stops_the_analysis_and_keeps_what_is_there() -> None:
    whole = clustered_map(200)
    async with running(FakeCollection(), preview(whole, 50), None) as run:
        await run.until(lambda: run.map.scene is not None)
        await run.press("escape")
        await run.until(lambda: run.map.analysis.state == "stopped")
        assert "stopped; start again to go on" in run.text
        assert len(run.map.scene or ()) == 50


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
async def test_leaving_during_an_analysis_cancels_it(key: str, code: int) -> None:
    async with running(FakeCollection(), Progress("scan", 1), None) as run:
        await run.press(key)
    assert (run.app.return_code, run.engine.cancelled.is_set()) == (code, True)


async def test_ctrl_c_without_an_analysis_is_a_plain_end() -> None:
    async with running(stored()) as run:
        await run.app.workers.wait_for_complete()
        await run.press("ctrl+c")
    assert run.app.return_code == 0


async def test_an_analysis_that_fails_without_a_map_ends_the_app() -> None:
    async with running(FakeCollection(), Failed("nothing readable", "Add sounds")) as run:
        await run.until(lambda: run.app.failure)
    assert isinstance(run.app.failure, EngineError)
    assert (str(run.app.failure), run.app.return_code) == ("nothing readable. Add sounds", 1)


async def test_an_analysis_that_fails_with_a_map_says_so_and_goes_on() -> None:
    collection = FakeCollection(stored=small_map())
    async with running(collection, Failed("the disk is full", "Make room")) as run:
        await run.until(lambda: "the disk is full. Make room" in run.text)
        await run.press("right")
        assert run.heard == ["c.wav"]


async def test_a_library_that_cannot_be_opened_ends_the_app_with_its_message() -> None:
    class Broken(FakeCollection):
        def load(self) -> SoundMap | None:
            raise LibraryError("the library is from a newer tuimap", "Update tuimap")

    async with running(Broken()) as run:
        await run.until(lambda: run.app.failure)
    assert str(run.app.failure) == "the library is from a newer tuimap. Update tuimap"


async def test_a_click_goes_to_the_sound_drawn_nearest() -> None:
    async with running(stored()) as run:
        await run.pilot.click("MapView", offset=(60, 10))
        await run.pilot.pause()
        assert run.heard == ["c.wav"]
