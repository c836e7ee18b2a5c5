"""The screen, driven by keys at a fixed size."""

from __future__ import annotations

import numpy as np
from ui_fakes import (
    ROOT,
    FakeCollection,
    sound,
)
from ui_run import running, stored

from tuimap.players import Clip
from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds


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


async def test_zooming_keeps_the_cursor_in_view() -> None:
    async with running(stored()) as run:
        await run.press("right", "+", "+", "+", "+")
        assert "4x" in run.text.splitlines()[0]
        assert any(mark in run.text for mark in ("[+]", "[#]"))
        await run.press("0")
        assert run.map.viewport.zoom == 1.0


async def test_a_screen_too_small_says_so_in_one_line() -> None:
    async with running(stored(), size=(39, 20)) as run:
        assert " ".join(run.text.split()) == "tuimap needs 40 x 12 cells here are 39 x 20"


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


async def test_sound_that_fails_is_told_over_what_a_key_said_before() -> None:
    async with running(stored(), size=(120, 30)) as run:
        await run.press("m")
        await run.until(lambda: "over and over" in run.text)
        run.player.problem = "no sound: the listener is gone"
        await run.until(lambda: "the listener is gone" in run.text)


async def test_an_audio_problem_is_told_in_the_status() -> None:
    async with running(stored(), size=(120, 30), problem="no sound: no card; plug one in") as run:
        await run.until(lambda: "no sound: no card; plug one in" in run.text)


async def test_a_click_goes_to_the_sound_drawn_nearest() -> None:
    async with running(stored()) as run:
        await run.pilot.click("MapView", offset=(60, 10))
        await run.pilot.pause()
        assert run.heard == ["c.wav"]
