"""What a user says of a sound: how it is written, and how it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.library_entries import row_of_mark
from tuimap.library_rows import Mark, mark
from tuimap.sound import SoundKey
from tuimap.sound_marks import LONGEST_TAG, NOTHING, SoundMarks, change_between, note_of, tags_of

WORDS = st.sampled_from(["low", "dark", "punchy", "loop"])
MARKS = st.builds(SoundMarks, st.booleans(), st.frozensets(WORDS), st.sampled_from(["", "mine", "not mine"]))


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("punchy, keep", ("punchy", "keep")),
        ("  Punchy keep,PUNCHY ,,", ("punchy", "keep")),
        ("cafe\u0301 caf\u00e9", ("caf\u00e9",)),
        ("a\u200bb \u202e x\x1b[31m", ("ab", "x[31m")),
        ("x" * 200, ("x" * LONGEST_TAG,)),
        (" , ", ()),
    ],
)
def test_tags_are_words_in_small_letters_each_once(written: str, tags: tuple[str, ...]) -> None:
    assert tags_of(written) == tags


def test_a_note_is_one_line() -> None:
    assert note_of("  for the\ndrop,\t at\x07 2:14 ") == "for the drop, at 2:14"


@given(before=MARKS, after=MARKS)
def test_the_change_between_two_marks_makes_one_of_the_other(before: SoundMarks, after: SoundMarks) -> None:
    assert change_between(before, after).applied(before) == after


@given(before=MARKS, after=MARKS, meanwhile=st.frozensets(st.sampled_from(["theirs", "other"])))
def test_a_change_leaves_alone_what_somebody_else_has_said_meanwhile(
    before: SoundMarks, after: SoundMarks, meanwhile: frozenset[str]
) -> None:
    theirs = SoundMarks(before.favourite, before.tags | meanwhile, before.note)
    assert change_between(before, after).applied(theirs).tags == after.tags | meanwhile


def test_marks_are_true_where_something_is_said() -> None:
    assert not NOTHING
    assert all([SoundMarks(favourite=True), SoundMarks(tags=frozenset({"a"})), SoundMarks(note="a")])


@given(tags=st.text(), note=st.text(), favourite=st.booleans())
def test_whatever_is_written_can_be_stored_and_read_again(tags: str, note: str, favourite: bool) -> None:
    said = Mark(b"1" * 16, SoundKey("a.wav"), SoundMarks(favourite, frozenset(tags_of(tags)), note_of(note)))
    assert mark(*row_of_mark(said)) == said
