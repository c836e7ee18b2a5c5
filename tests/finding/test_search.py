"""Fuzzy search, against one that looks at one text after the other and one letter after the other."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tuimap.finding.fuzzy import CONSECUTIVE, GAP, GAP_MORE, LEAST, MATCH
from tuimap.finding.search import Search
from tuimap.finding.texts import AFTER_MARK, AFTER_SLASH, AFTER_SMALL, IN_NAME, texts_of

LETTERS = "abAB1 /_é"

paths = st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=8)
words = st.text("abABe1_", min_size=1, max_size=4)


def plain(letter: str) -> str:
    return "e" if letter == "é" else letter.lower()


def worth(text: str, place: int) -> int:
    letter, before = text[place], text[place - 1] if place else ""
    in_name = IN_NAME * (place > text.rfind("/"))
    if not letter.isalnum():
        return in_name
    if before in ("", "/"):
        return AFTER_SLASH + in_name
    if not before.isalnum():
        return AFTER_MARK + in_name
    rises = (letter.isupper() and before.islower()) or (letter.isdigit() and not before.isdigit())
    return AFTER_SMALL * rises + in_name


def score(text: str, word: str) -> float:
    """Give how well a word is found in a text, by trying every way; -inf where it is not."""
    exact = any(letter.isupper() for letter in word)

    def stands(letter: str, place: int) -> bool:
        alike = plain(text[place]) == plain(letter)
        return alike and (not exact or text[place].isupper() == letter.isupper())

    @cache
    def ending(number: int, place: int) -> float:
        if not stands(word[number], place):
            return -np.inf
        if not number:
            return MATCH + 2 * worth(text, place)
        ways = [-np.inf]
        for before in range(place):
            skipped = place - before - 1
            gain = worth(text, place) - GAP - GAP_MORE * (skipped - 1)
            if not skipped:
                gain = max(worth(text, place), CONSECUTIVE + IN_NAME * (place > text.rfind("/")))
            ways.append(ending(number - 1, before) + gain)
        return MATCH + max(ways)

    found = max(ending(len(word) - 1, place) for place in range(len(text)))
    return found if found >= LEAST * len(word) else -np.inf


def searched(texts: list[str], tags: list[str] | None = None) -> Search:
    fields = [texts, tags or [""] * len(texts)]
    return Search([texts_of("".join(f"{each}\0" for each in field)) for field in fields])


def found(texts: list[str], query: str) -> list[str]:
    result = searched(texts).find(query)
    assert result is not None
    return [texts[row] for row in result.order]


@given(paths, st.lists(words, min_size=1, max_size=3))
def test_what_is_found_and_its_order_are_those_of_a_search_one_by_one(texts: list[str], query: list[str]) -> None:
    result = searched(texts).find(" ".join(query))
    totals = [sum(score(text, word) for word in query) for text in texts]
    expected = sorted((-total, len(text), row) for row, (total, text) in enumerate(zip(totals, texts, strict=True)))
    assert result is not None
    assert result.order.tolist() == [row for total, _, row in expected if total < np.inf]
    assert result.lit.tolist() == [total > -np.inf for total in totals]


@given(paths, st.lists(st.text("abAB1 ", max_size=5), min_size=2, max_size=6))
def test_typing_on_and_going_back_finds_what_a_fresh_search_finds(texts: list[str], queries: list[str]) -> None:
    search = searched(texts)
    for query in queries:
        typed, fresh = search.find(query), searched(texts).find(query)
        assert typed is not None
        assert fresh is not None
        assert typed.order.tolist() == fresh.order.tolist()


def test_a_word_at_the_start_of_a_name_comes_before_the_same_letters_strewn_about() -> None:
    names = ["k/i_c/k.wav", "snare/the kick.wav", "snare/kick.wav", "kick/tom.wav", "brickkiln.wav"]
    assert found(names, "kick") == ["snare/kick.wav", "snare/the kick.wav", "kick/tom.wav", "k/i_c/k.wav"]


def test_small_letters_find_both_and_a_large_one_only_large_ones() -> None:
    assert found(["Kick.wav", "kick.wav"], "kick") == ["Kick.wav", "kick.wav"]
    assert found(["Kick.wav", "kick.wav"], "Kick") == ["Kick.wav"]


def test_accents_need_not_be_typed_and_may_be_written_in_either_way() -> None:
    assert found(["café.wav", "cafe\u0301.wav", "coffee.wav"], "cafe") == ["café.wav", "cafe\u0301.wav"]
    assert found(["café.wav", "cafe\u0301.wav"], "cafe\u0301") == ["café.wav", "cafe\u0301.wav"]


def test_letters_strewn_over_a_long_path_are_no_find() -> None:
    assert found([f"k{'x' * 60}i{'y' * 60}ck.wav"], "kick") == []


def test_every_word_has_to_be_found_be_it_in_the_path_or_in_the_tags() -> None:
    search = searched(["drums/a.wav", "drums/b.wav", "bass/c.wav"], ["punchy", "", "punchy keep"])
    result = search.find("drums punchy")
    assert result is not None
    assert result.order.tolist() == [0]


def test_an_empty_query_finds_all_in_their_order() -> None:
    assert found(["b.wav", "a.wav"], " ") == ["b.wav", "a.wav"]


def test_names_that_are_not_text_are_searched_as_well() -> None:
    names = ["b\udcff\U0001f600d.wav", "x.wav"]
    assert found(names, "bd") == found(names, "\U0001f600") == names[:1]


def test_a_search_nobody_waits_for_any_more_ends() -> None:
    assert searched(["a.wav"]).find("a", wanted=lambda: False) is None


def test_no_sounds_are_no_trouble() -> None:
    assert found([], "kick") == []
