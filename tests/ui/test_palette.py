"""Everything that can be done, found by typing."""

from __future__ import annotations

from ui_run import running, stored

from tuimap.ui.keyboard.commands import Command, commands_of, found
from tuimap.ui.keyboard.keys import INTERRUPT, KEYS


def names(query: str) -> list[str]:
    return [command.name for command in found(commands_of(KEYS), query)]


def test_every_key_is_a_command_with_a_name_of_its_own() -> None:
    commands = commands_of(KEYS)
    assert {command.action for command in commands} >= {
        key.action for key in KEYS if key.id not in (INTERRUPT.id, "palette")
    }
    assert len({command.name for command in commands}) == len(commands)


def test_beginnings_of_names_come_first_then_what_is_told() -> None:
    assert names("zo")[:3] == ["zoom in", "zoom out", "zoom whole"]
    assert names("zoom wh")[0] == "zoom whole"
    assert "zoom whole" in names("closer")
    assert names("wh map")[0] == "zoom whole"
    assert names("xyzzy") == []
    assert names("") == [command.name for command in commands_of(KEYS)]


def test_letters_in_their_order_are_enough() -> None:
    assert [each.name for each in found([Command("zoom whole", "0", "", "zoom(-99)")], "zwl")] == ["zoom whole"]


async def test_what_is_chosen_is_done() -> None:
    async with running(stored()) as run:
        await run.press("ctrl+p", *"walk", "down", "down", "down", "enter")
        assert run.app.screen is run.map
        assert run.heard == ["c.wav"]


async def test_keys_and_sentences_stand_beside_the_names() -> None:
    async with running(stored(), size=(100, 30)) as run:
        await run.press("ctrl+p", *"wave")
        chosen = next(line for line in run.text.splitlines() if "> wave" in line)
        assert chosen.split()[:3] == [">", "wave", "w"]
        assert "Show or hide its waveform and its spectrum." in chosen


async def test_the_list_moves_with_the_choice() -> None:
    async with running(stored()) as run:
        await run.press("ctrl+p", *["pagedown"] * 12)
        assert "> colour by flatness" in run.text
        await run.press("down", *["pageup"] * 12)
        assert "> walk left" in run.text


async def test_esc_leaves_it_and_nothing_is_done() -> None:
    async with running(stored()) as run:
        await run.press("ctrl+p", *"quit", "escape")
        assert run.app.screen is run.map
        assert run.app.return_code is None
        await run.press("ctrl+p", *"nothing of that name", "enter")
        assert "nothing is called so" in run.text
