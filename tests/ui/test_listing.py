from __future__ import annotations

import numpy as np
from ui_fakes import sound

from tuimap.ui.charset import ASCII
from tuimap.ui.words.listing import Listing, row_line

WORDS = ["much shorter", "darker", "3 semitones lower"]


def row(width: int, name: str, *, sort: str = "", value: list[str] = WORDS) -> str:
    listing = Listing(np.array([0]), (), lambda _, __: value, lambda _: " .34 ", sort=sort)
    return "".join(text for text, _ in row_line(listing, 0, sound(name), True, ASCII, width))


def test_as_many_words_are_told_as_fit_whole() -> None:
    assert row(60, "kick.wav") == "> " + " .34 kick.wav" + "much shorter, darker, 3 semitones lower".rjust(45)
    assert row(38, "kick.wav") == "> " + " .34 kick.wav" + "much shorter, darker".rjust(23)
    assert row(38, "808_Kick_Short.flac") == ">  .34 808_Kic..ort.flac  much shorter"


def test_where_it_is_narrow_the_name_matters_more_than_words_about_it() -> None:
    assert row(26, "808_Kick_Long.flac").rstrip() == ">  .34 808_Kick_Long.flac"


def test_what_a_list_is_sorted_by_is_told_however_narrow_it_is() -> None:
    assert row(26, "808_Kick_Long.flac", sort="length", value=["0.34 s"]) == ">  .34 808_...flac  0.34 s"
