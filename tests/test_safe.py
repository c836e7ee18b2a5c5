from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.safe import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain name.wav", "plain name.wav"),
        ("ünïcødé 太鼓", "ünïcødé 太鼓"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("new\nline", r"new\x0aline"),
        (os.fsdecode(b"caf\xe9"), r"caf\xe9"),
        ("\u202eevil", r"\u202eevil"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("[red]x[/red]", "[red]x[/red]"),
    ],
)
def test_what_acts_on_a_terminal_is_escaped_and_the_rest_is_left(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_that_acts_on_a_terminal_comes_through(text: str) -> None:
    assert printable(text).isprintable() or all(
        character.isspace() for character in printable(text) if not character.isprintable()
    )
    assert "\x1b" not in printable(text)
    printable(text).encode()
