from string import printable

import pytest

from tuimap.ui.keyboard.key_names import like_key, named_key, shown_key
from tuimap.ui.keyboard.keys import KEYS


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("left", "left"),
        ("H", "H"),
        ("?", "question_mark"),
        ("+", "plus"),
        ("comma", "comma"),
        ("Esc", "escape"),
        ("page down", "pagedown"),
        (" ctrl+N ", "ctrl+n"),
        ("ctrl++", "ctrl+plus"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("shift+n", "N"),
        ("F5", "f5"),
        ("alt+enter", "alt+enter"),
    ],
)
def test_a_key_is_written_as_people_do(written: str, name: str) -> None:
    assert named_key(written) == name


@pytest.mark.parametrize("written", ["", "lefft", "ctr+d", "ctrl+ctrl+d", "shift+?", "nn", "\x1b", "<any>", "+ctrl"])
def test_what_is_no_key_is_refused(written: str) -> None:
    assert named_key(written) is None


@pytest.mark.parametrize(
    ("written", "meant"), [("lefft", "left"), ("ctr+d", "ctrl+d"), ("escpae", "escape"), ("grrrr", "")]
)
def test_a_slip_is_understood(written: str, meant: str) -> None:
    assert like_key(written) == meant


def test_every_character_is_shown_as_itself_and_read_again() -> None:
    for character in printable.strip():
        name = named_key(character)
        assert name is not None
        assert shown_key(name) == character


def test_every_key_of_the_table_has_a_name_that_can_be_written() -> None:
    for key in KEYS:
        for name in key.keys:
            assert named_key(shown_key(named_key(name) or "")) == named_key(name)
