"""A newer map arrives while something is asked, lit or on its way."""

from __future__ import annotations

from time import monotonic

import numpy as np
from ui_fakes import ROOT, small_map, sound
from ui_run import Run, running, stored

from tuimap.finding.descriptions import Descriptions
from tuimap.finding.grammar import parse
from tuimap.finding.search import Found
from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.finder import Filtered, Searched
from tuimap.ui.map.glide import Glide, on_screen
from tuimap.ui.map.scene import Scene, scene_of
from tuimap.ui.map.subset import Subset
from tuimap.ui.messages import DescriptionsRead, SceneReady


def newer(*more: str) -> Scene:
    """The small map, and other sounds before them."""
    small = small_map()
    paths = (*more, *(small.sounds[index].path for index in range(len(small))))
    places = np.concatenate([np.full((len(more), 2), 0.1, np.float32), small.positions])
    return scene_of(SoundMap(ROOT, Sounds(sound(path) for path in paths), places))


async def shown(run: Run, scene: Scene) -> None:
    run.map.post_message(SceneReady(scene))
    await run.until(lambda: run.map.scene is scene)
    await run.pilot.pause()


def standing(run: Run) -> str:
    assert run.map.here is not None
    return run.map.here.sound.name


async def test_a_search_and_a_filter_both_hold_for_a_newer_map() -> None:
    async with running(stored()) as run:
        await run.press("ampersand", *"folder:kick")
        await run.press("enter")
        await run.until(lambda: run.map.within)
        await run.press("slash", *"a", "enter")
        await run.until(lambda: run.heard)
        await shown(run, newer("kick/0.wav"))
        await run.until(lambda: run.map.within is not None and run.map.within.count == 4)
        await run.until(lambda: run.map._found is not None)


async def test_a_kept_filter_holds_for_a_newer_map_while_another_is_typed() -> None:
    async with running(stored()) as run:
        await run.press("ampersand", *"folder:kick")
        await run.press("enter")
        await run.until(lambda: run.map.within)
        await run.press("ampersand", *"dur")
        await shown(run, newer("kick/0.wav"))
        await run.pilot.pause()
        await run.press("escape")
        await run.until(lambda: run.map.within is not None and run.map.within.count == 4)


async def test_one_stands_somewhere_when_a_newer_map_comes_while_nothing_is_found() -> None:
    async with running(stored()) as run:
        await run.press("slash", *"zzz")
        await run.until(lambda: "none of 5" in run.text)
        await shown(run, newer("kick/0.wav"))
        await run.until(lambda: "none of 6" in run.text)
        await run.press("escape")
        assert run.map.cursor is not None
        assert standing(run) == "b.wav"
        await run.press("right")
        assert run.heard == ["c.wav"]


async def test_what_is_found_after_one_has_left_with_esc_is_not_shown() -> None:
    async with running(stored()) as run:
        assert run.map.scene is not None
        some = np.array([True, False, False, True, False])
        for key in ("slash", "ampersand"):
            await run.press(key, "w", "escape")
            run.map.post_message(Searched(run.map.scene, Found("w", np.array([0, 3]), some), False))
            run.map.post_message(Filtered(run.map.scene, "w", parse("w"), Subset(some), False))
            await run.pilot.pause()
            assert (run.map.lit, run.map.within) == (None, None)


async def test_what_was_asked_of_a_scattered_map_holds_for_the_grid_of_it() -> None:
    async with running(stored()) as run:
        asked = run.map.scene
        assert asked is not None
        await run.press("g")
        await run.until(lambda: run.map.scene is not asked)
        some = np.array([True, False, False, True, False])
        run.map.post_message(Filtered(asked, "kick", parse("kick"), Subset(some), True))
        await run.until(lambda: run.map.within is not None)


async def test_a_grid_stays_a_grid_on_a_newer_map() -> None:
    async with running(stored()) as run:
        await run.press("g")
        await run.until(lambda: run.map.scene is not None and run.map.scene.grid)
        run.map.post_message(SceneReady(newer("kick/0.wav")))
        await run.until(lambda: run.map.scene is not None and len(run.map.scene) == 6 and run.map.scene.grid)
        await run.press("g")
        assert run.map.scene is not None
        assert run.map.scene.grid is None


async def test_a_map_with_fewer_sounds_comes_while_sounds_go_to_their_places() -> None:
    async with running(stored()) as run:
        scene, screen = newer("kick/0.wav", "kick/1.wav"), run.map._map_view.screen_size
        await shown(run, scene)
        places = on_screen(scene, run.map.viewport, screen)
        run.map._map_view.glide(Glide(places, places, monotonic() + 60))
        await shown(run, newer())
        assert "x" in run.text
        assert run.map._map_view._glide is None


async def test_sounds_are_not_compared_by_what_was_read_for_an_older_map() -> None:
    async with running(stored()) as run:
        older = run.map.scene
        assert older is not None
        await shown(run, newer())
        run.map.post_message(DescriptionsRead(older, Descriptions(np.zeros((5, 2), np.float16))))
        await run.pilot.pause()
        assert run.map._described is None
