"""What a line that someone types could become."""

from __future__ import annotations

import pytest

from tuimap.ui.completion import ending_completer, tag_completer


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("", ["punchy, ", "low, ", "lows, "]),
        ("l", ["low, ", "lows, "]),
        ("low, L", ["low, lows, "]),
        ("low lows p", ["low lows punchy, "]),
        ("x", []),
    ],
)
def test_the_last_word_becomes_a_known_tag_that_is_not_there_yet(line: str, texts: list[str]) -> None:
    assert [each.text for each in tag_completer(["punchy", "low", "lows"])(line)] == texts


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("kit", ["kit.m3u8", "kit.txt", "kit/"]),
        ("../my.d/kit", ["../my.d/kit.m3u8", "../my.d/kit.txt", "../my.d/kit/"]),
        ("kit.", ["kit.m3u8", "kit.txt"]),
        ("kit.t", ["kit.txt"]),
        ("kit.txt", []),
        ("kit/", []),
        ("", []),
    ],
)
def test_a_name_becomes_one_of_a_kind(line: str, texts: list[str]) -> None:
    assert [each.text for each in ending_completer([".m3u8", ".txt", "/"])(line)] == texts
