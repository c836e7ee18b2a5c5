"""Search and filter on the screen, driven by keys."""

from __future__ import annotations

import numpy as np
from ui_fakes import ROOT, FakeCollection, finished, sound
from ui_run import Run, running, stored

from tuimap.progress import Progress
from tuimap.sound import SoundKey
from tuimap.sound_map import SoundMap
from tuimap.sound_marks import SoundMarks
from tuimap.sounds import Sounds


def title(run: Run) -> str:
    return run.text.splitlines()[0]


def lit(run: Run) -> list[str]:
    assert run.map.scene is not None
    assert run.map.lit is not None
    return [run.map.scene.sound(int(row)).name for row in run.map.lit.indices]


def standing(run: Run) -> str:
    assert run.map.here is not None
    return run.map.here.sound.name


async def searched(run: Run, letters: str, count: str) -> None:
    await run.press("slash", *letters)
    await run.until(lambda: count in run.text)


async def filtered(run: Run, typed: str, count: str) -> None:
    await run.press("ampersand", *typed)
    await run.until(lambda: count in run.text.splitlines()[-2])


async def test_typing_lights_what_is_found_and_goes_to_the_best_without_a_sound() -> None:
    async with running(stored()) as run:
        await searched(run, "sna", "1 of 5")
        assert (standing(run), lit(run), run.heard) == ("c.wav", ["c.wav"], [])


async def test_enter_keeps_the_search_and_plays_and_n_goes_round_in_what_was_found() -> None:
    async with running(stored()) as run:
        await searched(run, "kick", "3 of 5")
        await run.press("enter")
        await run.until(lambda: run.heard)
        assert "3 of 5  /kick" in title(run)
        await run.press("n", "n", "n", "N")
        assert run.heard == ["a.wav", "b.wav", "e.wav", "a.wav", "e.wav"]
        await run.press("escape")
        assert run.map.lit is None
        assert "5 sounds" in title(run)


async def test_esc_while_typing_clears_and_returns_to_where_one_was() -> None:
    async with running(stored()) as run:
        await searched(run, "hat", "1 of 5")
        assert standing(run) == "d.wav"
        await run.press("escape")
        assert (standing(run), run.map.lit, run.heard) == ("b.wav", None, [])
        await run.press("right")
        assert run.heard == ["c.wav"]


async def test_letters_that_nobody_has_are_told_and_lead_back() -> None:
    async with running(stored()) as run:
        await searched(run, "snaq", "none of 5")
        assert standing(run) == "b.wav"
        await run.press("enter")
        await run.until(lambda: "no name, folder or tag holds these letters" in run.text)
        await run.press("backspace")
        await run.until(lambda: "1 of 5" in run.text)


async def test_up_and_down_in_the_prompt_go_from_one_find_to_the_next() -> None:
    async with running(stored()) as run:
        await searched(run, "kick", "3 of 5")
        await run.press("down", "up", "enter")
        await run.until(lambda: len(run.heard) == 3)
        assert run.heard == ["b.wav", "a.wav", "a.wav"]


async def test_n_without_a_search_says_what_to_do() -> None:
    async with running(stored()) as run:
        await run.press("n")
        assert "/ searches" in run.text
        await run.press("right")
        assert "/ searches" not in run.text


async def test_tags_are_searched_too() -> None:
    marks = {SoundKey("hat/d.wav"): SoundMarks(tags=frozenset({"punchy"}))}
    async with running(FakeCollection(stored=stored().stored, said=marks)) as run:
        await run.until(lambda: run.map.marks)
        await searched(run, "pun", "1 of 5")
        assert standing(run) == "d.wav"


async def test_a_filter_lights_while_typed_and_binds_the_walk_once_it_is_entered() -> None:
    async with running(stored()) as run:
        await filtered(run, "kick -b", "2 of 5")
        assert lit(run) == ["a.wav", "e.wav"]
        assert run.map.within is None
        await run.press("enter")
        await run.until(lambda: run.map.within)
        assert "2 of 5  kick  -b" in title(run)
        assert standing(run) == "e.wav"
        await run.press("left", "right", "up")
        assert run.heard == ["a.wav", "e.wav"]
        await run.press("escape")
        await run.until(lambda: run.map.within is None)
        assert run.map.lit is None


async def test_what_is_wrong_with_a_filter_is_told_while_typing_and_the_rest_counts() -> None:
    async with running(stored()) as run:
        await filtered(run, "kick dur:", "3 of 5")
        assert "For example dur:<500ms" in run.text
        await run.press("enter")
        await run.press(*"<1")
        await run.until(lambda: "For example" not in run.text)
        await run.press("enter")
        await run.until(lambda: run.map.within)
        assert "3 of 5  kick  dur:<1" in title(run)


async def test_a_filter_that_keeps_nothing_says_so_and_changes_nothing() -> None:
    async with running(stored()) as run:
        await filtered(run, "zzz", "none of 5")
        await run.press("enter")
        await run.until(lambda: "no sound is so; nothing is changed" in run.text)
        await run.press("escape")
        assert (run.map.within, run.map.lit) == (None, None)


async def test_a_filter_can_be_changed_and_emptied() -> None:
    async with running(stored()) as run:
        await filtered(run, "kick", "3 of 5")
        await run.press("enter")
        await run.until(lambda: run.map.within)
        await filtered(run, "fav:", "none of 5")
        await run.press("escape")
        assert lit(run) == ["a.wav", "b.wav", "e.wav"]
        await run.press("ampersand", "ctrl+u", "enter")
        await run.until(lambda: run.map.within is None)


async def test_shift_f_keeps_the_folder_and_gives_all_back() -> None:
    async with running(stored()) as run:
        await run.press("F")
        await run.until(lambda: run.map.within)
        assert "3 of 5  in:kick" in title(run)
        await run.press("F")
        await run.until(lambda: run.map.within is None)


async def test_a_search_within_a_filter_finds_only_what_is_kept() -> None:
    async with running(stored()) as run:
        await filtered(run, "-kick", "2 of 5")
        await run.press("enter")
        await run.until(lambda: run.map.within)
        await searched(run, "wav", "2 of 5")
        await run.press("enter")
        await run.until(lambda: run.heard)
        await run.press("n", "n")
        assert set(run.heard) == {"c.wav", "d.wav"}
        await run.press("escape")
        await run.until(lambda: run.map.within is None)
        assert len(lit(run)) == 5


async def test_filter_and_search_hold_on_a_newer_map() -> None:
    collection = stored()
    assert collection.stored is not None
    places = np.concatenate([collection.stored.positions, [[0.1, 0.1]]]).astype(np.float32)
    collection.later = SoundMap(ROOT, Sounds([*collection.stored.sounds, sound("kick/f.wav")]), places)
    async with running(collection, None, Progress("encode", 6, 6), finished(6)) as run:
        await filtered(run, "kick", "3 of 5")
        await run.press("enter")
        await run.until(lambda: run.map.within)
        run.engine.release()
        await run.until(lambda: "4 of 6" in title(run))


async def test_what_is_typed_into_the_prompt_does_nothing_else() -> None:
    async with running(stored()) as run:
        await run.press("slash", "f", "q", "?", "+", "escape")
        assert run.app.screen is run.map
        assert run.map.marks == {}
        assert run.map.zoom == 1.0


async def test_a_filter_that_keeps_nothing_of_a_newer_map_is_taken_away() -> None:
    collection = stored()
    assert collection.stored is not None
    others = [sound("snare/c.wav"), sound("snare/d.wav")]
    collection.later = SoundMap(ROOT, Sounds(others), np.array([[0.1, 0.1], [0.9, 0.9]], np.float32))
    async with running(collection, None, Progress("encode", 2, 2), finished(2)) as run:
        await filtered(run, "kick", "3 of 5")
        await run.press("enter")
        await run.until(lambda: run.map.within)
        run.engine.release()
        await run.until(lambda: "no sound is so" in run.text)
        assert (run.map.within, run.map._filter) == (None, "")


async def test_one_goes_on_typing_after_a_click_in_the_list() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: run.map._list.listing)
        await searched(run, "wav", "5 of 5")
        await run.pilot.click("#list", offset=(2, 3))
        await run.until(lambda: run.heard)
        await run.press("a")
        assert run.map._prompt.text == "wava"
        await run.press("escape")
        assert run.app.focused is run.map._list
        assert run.map.open_panels >= {"list"}
