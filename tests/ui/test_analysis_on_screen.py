"""How an analysis shows on the screen: while it runs, when it ends, and when it fails."""

from __future__ import annotations

import pytest
from ui_fakes import (
    FakeCollection,
    clustered_map,
    finished,
    preview,
    small_map,
)
from ui_run import running, stored

from tuimap.engine import Failed
from tuimap.errors import DamagedError, EngineError, LibraryError
from tuimap.progress import Progress
from tuimap.sound import Skipped
from tuimap.sound_map import SoundMap


async def test_a_second_open_shows_no_panel() -> None:
    async with running(FakeCollection(stored=small_map(), skips=(Skipped("x.ogg", "cut"),))) as run:
        await run.app.workers.wait_for_complete()
        await run.pilot.pause()
        assert not run.map.has_class("-analysing")
        title = run.text.splitlines()[0]
        assert title.startswith(" drums  5 sounds  scatter  learned 12 > tsne ")
        assert title.rstrip().endswith("  1 skipped (!)")


async def test_s_lists_the_skipped_files_of_an_earlier_run_and_closes() -> None:
    async with running(FakeCollection(stored=small_map(), skips=(Skipped("loops/x.ogg", "cut"),))) as run:
        await run.until(lambda: "1 skipped (!)" in run.text)
        await run.press("!")
        assert "skipped files 1 to 1 of 1" in run.text
        assert "loops/x.ogg" in run.text
        await run.press("!")
        assert run.app.screen is run.map


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


@pytest.mark.parametrize(("width", "end"), [(78, "esc stops  12 skipped (!)"), (70, "esc stops")])
async def test_on_a_narrow_screen_the_progress_is_told_to_its_end(width: int, end: str) -> None:
    whole = clustered_map(1280)
    skips = tuple(Skipped(f"{number}.ogg", "cut") for number in range(12))
    script = (
        preview(whole, 1280),
        Progress("scan", 1286, 1286, skipped=skips),
        Progress("decode", 1286, 1286),
        Progress("encode", 1286, 1286),
        Progress("train", 1100, 1250, loss=0.5),
        None,
    )
    async with running(FakeCollection(), *script, size=(width, 24)) as run:
        await run.until(lambda: "0.500" in run.text)
        assert run.text.splitlines()[0].rstrip().endswith(end)


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


async def test_why_an_analysis_failed_is_said_again_when_one_leaves() -> None:
    async with running(FakeCollection(stored=small_map()), Failed("the analysis broke", "See the log")) as run:
        await run.until(lambda: run.map.analysis.state == "failed")
        await run.press("q")
    assert (str(run.app.failure), run.app.return_code) == ("the analysis broke. See the log", 1)


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


async def test_a_damaged_library_that_cannot_be_mended_says_why_it_cannot() -> None:
    class Damaged(FakeCollection):
        def load(self) -> SoundMap | None:
            raise DamagedError("the library is damaged")

    async with running(Damaged(), Failed("there is no room for the library", "Make room")) as run:
        await run.until(lambda: run.app.failure)
    assert str(run.app.failure) == "there is no room for the library. Make room"
