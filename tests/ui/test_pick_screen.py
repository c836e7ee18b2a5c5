"""Choosing sounds for another program, by keys."""

from __future__ import annotations

import time

import pytest
from ui_fakes import RecordingPlayer, ScriptedEngine
from ui_run import PATIENCE, stored

from tuimap.ui.app import MapApp


@pytest.mark.parametrize(
    ("keys", "taken", "heard"),
    [
        (["enter"], ["/sounds/kick/b.wav"], []),
        (["right", "z", "enter"], ["/sounds/snare/c.wav"], ["c.wav", "c.wav"]),
        (
            ["right", "v", "left", "v", "up", "enter"],
            ["/sounds/snare/c.wav", "/sounds/kick/b.wav"],
            ["c.wav", "b.wav", "d.wav"],
        ),
        (["q"], [], []),
    ],
)
async def test_enter_takes_the_selection_or_the_sound_and_z_is_heard_again(
    keys: list[str], taken: list[str], heard: list[str]
) -> None:
    player, took = RecordingPlayer(), list[str]()
    app = MapApp(stored(), ScriptedEngine(), player, charset="ascii", take=took.extend)
    async with app.run_test(size=(100, 30)) as pilot:
        deadline = time.monotonic() + PATIENCE
        while app._map_screen.here is None:
            assert time.monotonic() < deadline
            await pilot.pause()
        text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "enter take" in text
        assert "z hear" in text
        await pilot.press(*keys)
        await pilot.pause()
    assert took == taken
    assert app.return_code == 0
    assert [clip.path.name for clip in player.played] == heard
