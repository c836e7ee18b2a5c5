"""The list of skipped files, driven by keys at a fixed size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.color import ColorSystem
from textual.app import App
from textual.pilot import Pilot

from tuimap.sound import Skipped
from tuimap.ui.charset import ASCII
from tuimap.ui.palettes import palette
from tuimap.ui.screens.skipped_screen import SkippedScreen
from tuimap.ui.theme import theme_of

MANY = tuple(Skipped(f"loops/take {number:05}.ogg", "the file is empty") for number in range(1, 20_001))


@asynccontextmanager
async def listed(*skipped: Skipped, size: tuple[int, int] = (80, 12), notice: str = "") -> AsyncIterator[Pilot[None]]:
    class Alone(App[None]):
        CSS_PATH = "../../tuimap/ui/tuimap.tcss"

        def on_mount(self) -> None:
            theme = theme_of(palette("dark", ColorSystem.TRUECOLOR), dark=True)
            self.register_theme(theme)
            self.theme = theme.name
            self.push_screen(SkippedScreen(skipped, ASCII, notice))

    async with Alone().run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def text(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


async def test_every_file_of_many_is_reached_by_turning_the_pages() -> None:
    async with listed(*MANY) as pilot:
        assert "skipped files 1 to 5 of 20,000" in text(pilot)
        await pilot.press("down", "pagedown")
        assert "skipped files 7 to 11 of 20,000" in text(pilot)
        await pilot.press("end", "down", "pagedown")
        assert "skipped files 19,996 to 20,000 of 20,000" in text(pilot)
        assert "take 20000.ogg" in text(pilot)
        await pilot.press("pageup")
        assert "skipped files 19,991 to 19,995" in text(pilot)
        await pilot.press("home")
        assert "take 00001.ogg\n     the file is empty" in text(pilot)


async def test_a_long_reason_is_shown_whole_and_a_hostile_name_harmlessly() -> None:
    reason = "the decoder gave up on it after many words of explanation, and this is the very last of them"
    async with listed(Skipped("ev\x1b[31mil/\udcff\u202e.wav", reason), size=(40, 12)) as pilot:
        shown = text(pilot)
    assert "ev\\x1b[31mil/\\xff\\u202e.wav" in shown
    assert " ".join(shown.split()).endswith(reason)
    assert shown.replace("\n", "").isprintable()


async def test_an_entry_taller_than_the_screen_can_still_be_left_behind() -> None:
    async with listed(Skipped("a.wav", "word " * 200), Skipped("b.wav", "empty"), size=(40, 12)) as pilot:
        assert "skipped files 1 to 1 of 2" in text(pilot)
        await pilot.press("down")
        assert "b.wav" in text(pilot)


async def test_where_nothing_was_skipped_it_says_so() -> None:
    async with listed() as pilot:
        await pilot.press("end", "pageup")
        assert "no file was skipped" in text(pilot)


async def test_the_notice_stands_above_the_files_in_full() -> None:
    notice = "the library was damaged: 4 sounds of it were kept, the damaged file is now library.sqlite.damaged"
    async with listed(*MANY, size=(60, 12), notice=notice) as pilot:
        await pilot.press("end")
        shown = " ".join(text(pilot).split())
    assert shown.startswith(notice)
    assert shown.endswith("loops/take 20000.ogg the file is empty")
    async with listed(notice=notice) as pilot:
        assert " ".join(text(pilot).split()) == f"{notice} no file was skipped esc closes"
