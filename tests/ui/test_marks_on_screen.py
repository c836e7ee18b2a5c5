"""Favourites and a folder that is away, on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from ui_fakes import FakeCollection, small_map
from ui_run import running

from tuimap.errors import LibraryError
from tuimap.sound import SoundKey
from tuimap.sound_marks import MarkChange, SoundMarks

LIKED = SoundMarks(favourite=True)


async def test_f_marks_the_sound_with_a_star_and_f_takes_it_off() -> None:
    collection = FakeCollection(stored=small_map(), said={SoundKey("snare/c.wav"): LIKED})
    async with running(collection) as run:
        await run.press("f")
        await run.until(lambda: "* b.wav in kick" in run.text)
        await run.app.workers.wait_for_complete()
        assert collection.said == {SoundKey("kick/b.wav"): LIKED, SoundKey("snare/c.wav"): LIKED}
        await run.press("right")
        assert "* c.wav in snare" in run.text
        await run.press("f", "f", "f")
        await run.app.workers.wait_for_complete()
        assert collection.said == {SoundKey("kick/b.wav"): LIKED}
        assert "* c.wav" not in run.text


async def test_a_star_is_seen_although_nothing_can_be_heard() -> None:
    problem = "no sound: no output device was found on this machine; connect one or set PULSE_SERVER"
    async with running(FakeCollection(stored=small_map()), problem=problem) as run:
        await run.until(lambda: "no sound: no output device" in run.text)
        await run.press("f")
        await run.until(lambda: "* b.wav in kick" in run.text)


async def test_a_mark_that_cannot_be_stored_is_taken_off_and_says_why() -> None:
    class Full(FakeCollection):
        def change_marks(self, changes: Mapping[SoundKey, MarkChange]) -> Mapping[SoundKey, SoundMarks]:
            raise LibraryError("there is no room for the library", "Make room")

    async with running(Full(stored=small_map()), size=(120, 30)) as run:
        await run.press("f")
        await run.until(lambda: "there is no room for the library. Make room" in run.text)
        await run.until(lambda: "* b.wav" not in run.text)


async def test_a_folder_that_is_away_is_shown_from_its_library_and_no_engine_starts() -> None:
    away = "offline: drums is not there, this is the map of 2026-11-22"
    async with running(FakeCollection(stored=small_map(), away=away), size=(120, 30)) as run:
        await run.until(lambda: away in run.text)
        assert not run.engine.asked
        assert len(run.map.scene or ()) == 5


async def test_a_notice_that_is_cut_off_names_the_key_that_shows_it_in_full() -> None:
    away = "offline: a collection with a long name is not there, this is the map of 2026-11-22"
    async with running(FakeCollection(stored=small_map(), away=away)) as run:
        await run.until(lambda: run.text.splitlines()[0].rstrip().endswith(".. (!)"))
        await run.press("!")
        assert away in " ".join(run.text.split())
