"""The keys and the glyphs explained."""

from __future__ import annotations

import pytest
from ui_fakes import FakeCollection, clustered_map
from ui_run import running, stored

from tuimap.ui.charset import ASCII
from tuimap.ui.keyboard.keys import KEYS, TOPICS, grouped
from tuimap.ui.line import width_of
from tuimap.ui.screens.help_screen import help_lines


async def test_help_names_every_key_with_its_topic_and_closes() -> None:
    async with running(stored(), size=(100, 100)) as run:
        await run.press("question_mark")
        for key in grouped(KEYS):
            assert f"{key.shown} " in run.text
            assert key.tooltip in run.text
        headings = [line.strip() for line in run.text.splitlines() if line.strip() in TOPICS]
        assert headings == [topic for topic, keys in TOPICS.items() if keys]
        await run.press("q")
        assert run.app.screen is run.map


async def test_help_that_does_not_fit_is_turned_to_its_end() -> None:
    async with running(FakeCollection(clustered_map()), size=(80, 24)) as run:
        await run.press("question_mark")
        seen = run.text
        assert "1 to 22 of" in seen
        await run.press("down")
        assert "2 to 23 of" in run.text
        seen += run.text
        for _ in range(5):
            await run.press("pagedown")
            seen += run.text
        for key in grouped(KEYS):
            assert key.tooltip in seen
        assert "C class 6 117   % class 7 117" in run.text.splitlines()[-4]
        await run.press("end", "down", "home", "up")
        assert "1 to 22 of" in run.text


async def test_turning_beyond_the_end_does_nothing() -> None:
    async with running(stored(), size=(80, 24)) as run:
        await run.press("question_mark", "end")
        last = run.text
        await run.press("pagedown", "down")
        assert run.text == last


@pytest.mark.parametrize("width", [36, 76])
def test_every_word_of_it_fits(width: int) -> None:
    lines = help_lines(TOPICS, ASCII, None, width)
    assert max(map(width_of, lines)) <= width
    words = " ".join("".join(text for text, _ in line) for line in lines).split()
    for key in grouped(KEYS):
        assert set(key.tooltip.split()) <= set(words)
