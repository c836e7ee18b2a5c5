"""The list of sounds, in step with the map."""

from __future__ import annotations

import numpy as np
import pytest
from ui_fakes import ROOT, FakeCollection, sound
from ui_run import Run, running, stored

from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.words.listing import HEADS, head_at, heads_line


def listed(run: Run) -> list[str]:
    listing = run.map.query_one("#list").listing
    assert run.map.scene is not None
    return [run.map.scene.sound(int(row)).name[0] for row in listing.rows] if listing else []


async def test_the_list_opens_and_up_and_down_walk_in_it_and_are_heard() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: listed(run) == list("abcde"))
        assert "> b.wav" in run.text
        await run.press("down", "j", "up", "end", "home")
        assert run.heard == ["c.wav", "d.wav", "c.wav", "e.wav", "a.wav"]
        assert "> a.wav" in run.text


async def test_the_map_leads_the_list_too() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: listed(run))
        await run.press("right")
        assert run.heard == ["c.wav"]
        assert "> c.wav" in run.text


async def test_keys_sort_it_and_a_click_on_a_head_turns_it_round() -> None:
    lengths = {"a.wav": 3.0, "b.wav": 1.0, "c.wav": 2.0}
    sounds = Sounds(sound(name, duration=length) for name, length in lengths.items())
    places = np.array([[0.1, 0.5], [0.5, 0.5], [0.9, 0.5]], np.float32)
    async with running(FakeCollection(stored=SoundMap(ROOT, sounds, places)), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: listed(run) == list("abc"))
        await run.press(">")
        await run.press(">")
        await run.until(lambda: listed(run) == list("bca"))
        assert "3.00 s" in run.text
        line = next(line for line in run.text.splitlines() if "bright" in line)
        await run.pilot.click(offset=(line.index(" len ") + 1, run.text.splitlines().index(line)))
        await run.until(lambda: listed(run) == list("acb"))
        await run.press("<", "<")
        await run.until(lambda: listed(run) == list("abc"))


async def test_a_click_goes_to_the_sound_in_that_row() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: listed(run))
        lines = run.text.splitlines()
        row = next(row for row, line in enumerate(lines) if "  d.wav" in line and "0.42 s" in line)
        await run.pilot.click(offset=(lines[row].rindex("d.wav"), row))
        await run.until(lambda: run.heard == ["d.wav"])


async def test_the_list_shows_what_is_found_or_kept() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: listed(run))
        await run.press("ampersand", *"kick", "enter")
        await run.until(lambda: listed(run) == list("abe"))
        await run.press("down")
        assert run.heard[-1] == "e.wav"
        await run.press("escape", "escape", "o")
        await run.until(lambda: listed(run) == list("abcde"))


async def test_esc_or_o_closes_it_and_the_arrows_walk_the_map_again() -> None:
    for key in ("escape", "o"):
        async with running(stored()) as run:
            await run.press("o")
            await run.until(lambda: "> b.wav" in run.text)
            await run.press(key)
            assert "> b.wav" not in run.text
            await run.press("up")
            assert run.heard == ["d.wav"]


async def test_a_long_list_is_scrolled_to_where_one_is() -> None:
    sounds = Sounds(sound(f"take {number:04}.wav") for number in range(5000))
    places = np.random.default_rng(0).random((5000, 2)).astype(np.float32)
    async with running(FakeCollection(stored=SoundMap(ROOT, sounds, places)), size=(120, 34)) as run:
        await run.press("o")
        await run.until(lambda: "5,000 of 5,000" in run.text)
        await run.press("end")
        await run.until(lambda: "> take 4999.wav" in run.text)
        await run.press("pageup")
        assert run.map.here.sound.name < "take 4999.wav"


@pytest.mark.parametrize("width", [60, 26])
def test_each_head_is_found_where_it_stands(width: int) -> None:
    text = "".join(part for part, _ in heads_line("length", False, width))
    if width == 60:
        assert [head_at("length", False, width, text.index(head)) for head in HEADS.values()] == list(HEADS)
    else:
        assert text == "< len >"
        assert [head_at("length", False, width, column) for column in (0, 6)] == ["folder", "loudness"]


async def test_the_arrows_walk_the_map_while_no_list_is_open() -> None:
    async with running(stored(), size=(120, 34)) as run:
        assert run.app.focused is None
        await run.press("up")
        assert run.heard == ["d.wav"]
