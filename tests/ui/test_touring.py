"""Sounds heard one after the other by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ui_fakes import FakeCollection, clustered_map, small_map
from ui_run import Run, running, stored

from tuimap.sounds import Sounds
from tuimap.ui.listening import Listening
from tuimap.ui.map.scene import scene_of
from tuimap.ui.messages import SceneReady

FAST = Listening(tempo=960)


def status(run: Run) -> str:
    return run.text.splitlines()[-2].rstrip()


async def test_p_goes_through_the_selection_in_its_order_and_the_cursor_along() -> None:
    async with running(stored()) as run:
        await run.press("right", "v", "left", "left", "v", "right", "up", "v")
        run.map.listening = FAST
        before = len(run.heard)
        await run.press("P")
        await run.until(lambda: "the tour of 3 is over" in status(run))
        assert run.heard[before:] == ["c.wav", "a.wav", "d.wav"]
        assert run.map.scene is not None
        assert run.map.cursor is not None
        assert run.map.scene.sound(run.map.cursor).name == "d.wav"


async def test_it_tells_how_far_it_is_and_how_to_end_it() -> None:
    async with running(stored()) as run:
        await run.press("V", "P")
        assert status(run).endswith("1 of 5  esc ends")
        assert "esc end tour" in run.text.splitlines()[-1]
        await run.press("P")
        assert status(run).endswith("the tour is over")
        assert "esc unselect" in run.text.splitlines()[-1]
        assert run.player.stops == 1


@pytest.mark.parametrize("key", ["space", "escape", "P", "right", "tab", "enter", ")"])
async def test_whatever_else_is_to_be_heard_or_silence_ends_it(key: str) -> None:
    async with running(stored()) as run:
        await run.press("V", "P")
        assert run.map.touring
        await run.press(key)
        assert not run.map.touring
        assert run.map._next is None
        assert run.map.selected is not None


async def test_a_step_that_is_not_heard_ends_it_too() -> None:
    async with running(stored()) as run:
        run.map.listening = Listening(audition="off")
        await run.press("V", "P", "right")
        assert not run.map.touring
        assert run.map._next is None


async def test_keys_that_change_how_it_is_heard_let_it_go_on() -> None:
    async with running(stored()) as run:
        await run.press("V")
        run.map.listening = FAST._replace(tempo=240)
        await run.press("P", "m", ",", "a", "c", "+")
        assert run.map.touring
        await run.until(lambda: not run.map.touring)
        assert list(dict.fromkeys(run.heard)) == ["a.wav", "b.wav", "c.wav", "d.wav", "e.wav"]
        assert run.player.stops == 1  # the last one would go on without end


async def test_without_a_selection_it_goes_through_what_is_found_best_first_or_kept() -> None:
    async with running(stored()) as run:
        run.map.listening = FAST
        await run.press("P")
        assert status(run).endswith("nothing is selected, found or on a way")
        await run.press("/", *"kick", "enter")
        await run.until(lambda: run.map.lit is not None and run.heard)
        order = [run.map.scene.sound(int(index)).name for index in run.map._found.order]
        heard = len(run.heard)
        await run.press("P")
        await run.until(lambda: "is over" in status(run))
        assert run.heard[heard:] == order
        assert set(order) == {"a.wav", "b.wav", "e.wav"}
        await run.press("escape", "F")
        await run.until(lambda: run.map.within is not None)
        heard = len(run.heard)
        await run.press("P")
        await run.until(lambda: "is over" in status(run))
        assert run.heard[heard:] == ["a.wav", "b.wav", "e.wav"]


async def test_where_the_list_shows_what_is_lit_it_goes_as_the_list_does() -> None:
    async with running(stored()) as run:
        run.map.listening = FAST
        await run.press("F", "o")
        await run.until(lambda: run.map._list.listing is not None and len(run.map._list.listing.rows) == 3)
        run.map._column, run.map._reverse = "name", True
        run.map._sort()
        await run.until(lambda: run.map._list.listing.reverse)
        await run.press("P")
        await run.until(lambda: "is over" in status(run))
        assert run.heard == ["e.wav", "b.wav", "a.wav"]


async def test_t_asks_for_a_tempo_and_says_what_is_none() -> None:
    async with running(stored()) as run:
        await run.press("T", *"fast", "enter")
        assert "from 10 to 960" in run.text
        await run.press(*["backspace"] * 4, *"960", "enter")
        assert run.map.listening.tempo == 960
        assert status(run).endswith("960 beats a minute")
        await run.press("T", *["backspace"] * 3, "enter")
        assert run.map.listening.tempo is None
        assert status(run).endswith("each sound to its end")


async def test_without_a_tempo_each_is_heard_to_its_end() -> None:
    async with running(stored()) as run:
        await run.press("V", "S", "S", "P")
        await run.until(lambda: run.heard[:3] == ["a.wav", "b.wav", "c.wav"])
        tour = run.map._tour
        assert tour is not None
        assert tour.at == 2


async def test_it_goes_on_over_a_newer_map_without_what_is_gone() -> None:
    whole = clustered_map(44)
    kept = Sounds(whole.sounds[index] for index in range(0, 44, 2))
    fewer = scene_of(replace(whole, sounds=kept, positions=whole.positions[::2]), None)
    async with running(FakeCollection(whole)) as run:
        await run.press("V")
        run.map.listening = FAST._replace(tempo=300)
        await run.press("P")
        run.map.post_message(SceneReady(fewer))
        await run.until(lambda: run.map.scene is fewer)
        heard = len(run.heard)
        await run.until(lambda: len(run.heard) > heard + 2)
        assert run.map.touring
        assert set(run.heard[heard:]) <= {sound.name for sound in kept}


async def test_what_comes_next_is_handed_over_beforehand() -> None:
    async with running(stored()) as run:
        await run.press("V", "P")
        await run.until(lambda: [clip.path.name for clip in run.player.expected] == ["b.wav", "c.wav", "d.wav"])


async def test_where_the_cursor_rests_its_neighbours_are_handed_over() -> None:
    async with running(FakeCollection(small_map())) as run:
        await run.until(
            lambda: {clip.path.name for clip in run.player.expected} == {"a.wav", "c.wav", "d.wav", "e.wav"}
        )
        assert len(run.player.expected) == 4
        await run.press("right")
        await run.until(lambda: {clip.path.name for clip in run.player.expected} == {"b.wav", "d.wav"})
