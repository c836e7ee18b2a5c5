import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tuimap.ui.safe_text import escaped, fitted, shortened, shown_name

ANY_TEXT = st.text(st.characters(exclude_categories=()))
SHOWN = [
    ("kick.wav", "kick.wav"),
    ("naïve 日本.wav", "naïve 日本.wav"),
    ("a\x1b[31mb", "a\\x1b[31mb"),
    ("tab\tnewline\n", "tab\\x09newline\\x0a"),
    ("c1\x9b2J", "c1\\x9b2J"),
    ("bidi\u202egpj", "bidi\\u202egpj"),
    ("zero\u200bwidth", "zero\\u200bwidth"),
    ("latin1 \udce9", "latin1 \\xe9"),
    ("heart❤\ufe0f", "heart❤\\ufe0f"),
    ("\u0301accent first", "\\u0301accent first"),
    ("[bold]markup[/]", "[bold]markup[/]"),
]


@pytest.mark.parametrize(("name", "shown"), SHOWN)
def test_what_steers_a_terminal_is_shown_escaped(name: str, shown: str) -> None:
    assert escaped(name) == shown


def test_a_plain_terminal_gets_plain_characters_only() -> None:
    assert escaped("é 日 \udcff", ascii_only=True) == "\\xe9 \\u65e5 \\xff"


@given(ANY_TEXT)
def test_no_name_gives_control_characters(name: str) -> None:
    categories = {unicodedata.category(character) for character in escaped(name)}
    assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert escaped(name, ascii_only=True).isascii()


@given(ANY_TEXT, st.integers(0, 40))
def test_a_fitted_name_is_never_wider_than_asked(name: str, width: int) -> None:
    assert cell_len(shown_name(name, width)) <= width
    assert cell_len(shortened(escaped(name), width)) <= width


def test_a_long_name_loses_its_middle_and_keeps_its_suffix() -> None:
    assert fitted("a very long file name.wav", 15) == "a very..ame.wav"


def test_wide_characters_count_twice() -> None:
    assert fitted("日本語のとても長い名前.wav", 14) == "日本語..前.wav"
