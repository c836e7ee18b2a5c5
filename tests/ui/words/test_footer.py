"""The bottom line names the keys that matter now."""

from __future__ import annotations

import pytest
from ui_run import running, stored

from tuimap.ui.keyboard.keys import KEYS, LISTING, PICKING, TOPICS, picking
from tuimap.ui.line import width_of
from tuimap.ui.words.footer import ALWAYS, LAST, NOW, footer_line, welcome_line


def text(*situations: str, width: int = 80) -> str:
    return "".join(part for part, _ in footer_line(KEYS, situations, width))  # type: ignore[arg-type]


def test_every_key_that_it_may_name_exists() -> None:
    named = {id for pairs in NOW.values() for id, _ in pairs} | {*ALWAYS, *LAST}
    assert len(set(ALWAYS)) == len(ALWAYS)
    assert named <= {key.id for key in (*KEYS, *LISTING, *PICKING)}


def test_walking_comes_first_and_help_and_quit_last() -> None:
    assert text().startswith("arrows walk  tab same cell  enter hear")
    assert text().endswith("? help  q quit")
    assert text(width=30) == "arrows walk  ? help  q quit"


@pytest.mark.parametrize("width", [16, 40, 80, 200])
def test_it_fits(width: int) -> None:
    assert width_of(footer_line(KEYS, tuple(NOW), width)) <= width


def test_what_the_situation_asks_for_comes_next() -> None:
    assert text("zoomed").startswith("arrows walk  0 whole map  tab same cell")
    assert text("selected", "zoomed").startswith("arrows walk  esc unselect  y copy paths  0 whole map")


def test_a_key_that_means_several_things_is_named_for_what_it_does_first() -> None:
    assert text("analysing", "selected", "panel").startswith("arrows walk  esc close  y copy paths  tab")


async def test_in_a_list_it_names_the_keys_of_the_list() -> None:
    async with running(stored()) as run:
        await run.press("o")
        assert run.text.splitlines()[-1].strip().startswith("up above  down below  > sort  esc close")
        await run.press("escape")
        assert run.text.splitlines()[-1].strip().startswith("arrows walk")


async def test_it_follows_what_one_does() -> None:
    async with running(stored()) as run:
        assert "esc" not in run.text.splitlines()[-1]
        await run.press("d")
        assert "esc close" in run.text.splitlines()[-1]
        await run.press("escape", "v")
        assert "esc unselect" in run.text.splitlines()[-1]
        await run.press("escape", "+")
        assert "0 whole map" in run.text.splitlines()[-1]
        await run.press("0")
        assert "0 whole map" not in run.text.splitlines()[-1]


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, "arrows walk  enter takes the sound  ? tells all keys  q leaves"),
        (50, "arrows walk  enter takes  ? all keys  q leaves"),
    ],
)
def test_whoever_picks_for_the_first_time_is_told_which_key_takes(width: int, words: str) -> None:
    keys = tuple(key for keys in picking(TOPICS).values() for key in keys)
    assert "".join(part for part, _ in welcome_line(keys, width)) == words
