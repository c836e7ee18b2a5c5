"""A stretch of a sound, begun by keys or marked with the mouse in its waveform."""

from __future__ import annotations

import pytest
from ui_fakes import ROOT, FakeCollection, small_map, sound
from ui_run import Run, running, stored

from tuimap.players import Clip
from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.widgets.wave_panel import WavePanel


def scale(run: Run) -> str:
    """The time scale below the waveform."""
    return next(row for row in run.text.splitlines()[5:] if "0.4" in row[80:] or "[" in row[80:])[80:].rstrip()


async def pictured(run: Run) -> None:
    await run.until(lambda: run.map.pictured and run.map.pictured.overview)
    await run.pilot.pause()


async def drag(run: Run, first: int, last: int) -> None:
    panel = "#wave-side"
    assert await run.pilot.mouse_down(panel, offset=(first, 2))
    assert await run.pilot.hover(panel, offset=(last, 2))
    assert await run.pilot.mouse_up(panel, offset=(last, 2))
    await run.pilot.pause()


async def test_parentheses_begin_later_and_earlier_and_the_sound_is_heard_from_there() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await pictured(run)
        await run.press(")", ")", ")", "(")
        assert [clip.start for clip in run.player.played] == pytest.approx([0.02625, 0.0525, 0.07875, 0.0525])
        assert run.player.played[-1].duration == pytest.approx(0.42 - 0.0525)
        assert "from 0.05 s" in run.text.splitlines()[0]
        assert run.text.splitlines()[-2].rstrip().endswith("from 0.05 s")
        assert scale(run).split() == ["[0.05", "0.42", "s"]
        await run.press("(", "(")
        assert run.player.played[-1] == Clip(ROOT / "kick/b.wav", 0.0, 0.42)
        assert scale(run).split() == ["0", "0.21", "0.42", "s"]


async def test_it_is_heard_in_a_loop_and_again_until_esc_or_another_sound() -> None:
    async with running(stored()) as run:
        await run.press(")", "m", "enter")
        assert len({clip.start for clip in run.player.played}) == 1
        await run.press("v", "escape")
        assert run.map.passage is None
        assert run.map.selected is not None
        await run.press("enter")
        assert run.player.played[-1] == Clip(ROOT / "kick/b.wav", 0.0, 0.42)
        await run.press(")", "right", "left", "enter")
        assert run.player.played[-1] == Clip(ROOT / "kick/b.wav", 0.0, 0.42)


async def test_a_stretch_dragged_in_the_waveform_is_heard_once_the_button_is_up() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await pictured(run)
        width = run.map.query_one("#wave-side", WavePanel).size.width
        await drag(run, 9, 18)
        (clip,) = run.player.played
        first, last = (clip.start / 0.42 * width, (clip.start + (clip.duration or 0)) / 0.42 * width)
        assert (round(first), round(last)) == (9, 19)
        assert scale(run).split() == ["[0.10", "0.21]", "0.42", "s"]
        await drag(run, 6, 6)
        assert run.player.played[-1].start == pytest.approx(6 / width * 0.42)
        assert run.player.played[-1].duration == pytest.approx(0.42 - 6 / width * 0.42)


async def test_what_is_outside_of_it_loses_its_colour_and_the_line_stays_within() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await pictured(run)
        await run.press("space", *[")"] * 8)
        panel = run.map.query_one("#wave-side", WavePanel)
        for line in panel.lines(40)[:-1]:
            told = {role for text, role in line if role not in ("accent",)}
            assert sum(len(text) for text, role in line if role == "dimmed") == 20 or not line, told


async def test_of_a_sound_of_unknown_length_parentheses_say_so() -> None:
    places = small_map().positions[:1]
    unknown = SoundMap(ROOT, Sounds([sound("a.wav", duration=float("inf"))]), places)
    async with running(FakeCollection(unknown)) as run:
        await run.press(")")
        assert run.heard == []
        assert "the length of this sound is not known" in run.text
