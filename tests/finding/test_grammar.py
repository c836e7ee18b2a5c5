from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuimap.finding.grammar import MEASURES, WORDS, Term, in_folder, parse, toggled
from tuimap.finding.units import Span


def wanted(typed: str) -> str | Span:
    (term,) = parse(typed).terms
    return term.wanted


def test_terms_of_all_kinds_stand_beside_each_other() -> None:
    typed = 'kick -loop tag:good -folder:"my drums" dur:<1 fav:'
    assert [(each.field, each.without) for each in parse(typed).terms] == [
        ("", False),
        ("", True),
        ("tag", False),
        ("folder", True),
        ("dur", False),
        ("fav", False),
    ]
    assert parse(typed).text == typed
    assert parse(typed).complaint == ""


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("dur:<=500ms", -math.inf, 0.5),
        ("dur:1..2s", 1.0, 2.0),
        ("dur:>=1:30", 90.0, math.inf),
        ("dur:..2min", -math.inf, 120.0),
        ("bright:>=3k", 3000.0, math.inf),
        ("bright:200..1.2kHz", 200.0, 1200.0),
        ("loud:-30..-20", -30.0, -20.0),
        ("flat:20%..", 0.2, math.inf),
        ("peak:-3dB", -3.0, -3.0),
    ],
)
def test_numbers_are_read_with_their_units(typed: str, low: float, high: float) -> None:
    assert wanted(typed) == pytest.approx((low, high))


def test_less_and_more_leave_out_the_number_itself() -> None:
    less, more = wanted("dur:<1"), wanted("dur:>1")
    assert isinstance(less, Span)
    assert isinstance(more, Span)
    assert less.high < 1.0 < more.low


def test_a_note_reaches_halfway_to_the_next_ones() -> None:
    half = 2 ** (1 / 24)
    assert wanted("pitch:a4") == pytest.approx((440 / half, 440 * half))
    assert wanted("pitch:A3..c#5") == pytest.approx((220 / half, 554.365 * half), rel=1e-5)
    assert wanted("pitch:bb4") == pytest.approx(wanted("pitch:a#4"))
    assert wanted("pitch:<100hz") == pytest.approx((-math.inf, 100.0))


@pytest.mark.parametrize("typed", ["dur:", "dur:<", "dur:1...", "in:", "folder:", "-bright:"])
def test_what_is_not_finished_is_told_how_it_goes_on(typed: str) -> None:
    read = parse(f"kick {typed}")
    assert [each.text for each in read.terms] == ["kick"]
    assert read.complaint


def test_what_is_not_understood_is_named_and_an_example_given() -> None:
    assert parse("dur:<1 bright:hot").complaint == "bright:hot is not clear. For example bright:>3k, bright:200..800hz"
    assert parse("foo:1").complaint.startswith("foo: is none of dur: bright:")


def test_fields_may_be_cut_short_and_have_other_names() -> None:
    assert [each.field for each in parse("br:>1k duration:<1 length:<2 favourite: clu:x").terms] == [
        "bright",
        "dur",
        "dur",
        "fav",
        "cluster",
    ]
    assert parse("f:x").terms == ()


def test_a_quote_that_is_still_open_reaches_to_the_end() -> None:
    assert parse('"two wor').terms == (Term('"two wor', "", "two wor"),)


def test_a_term_is_added_and_taken_away_again() -> None:
    assert toggled("kick", "fav:") == "kick fav:"
    assert toggled("kick fav:", "kick") == "fav:"


@given(st.text(min_size=1).filter(lambda folder: "\0" not in folder and folder != "."))
def test_any_folder_can_be_written_as_a_term(folder: str) -> None:
    assert wanted(in_folder(folder)) == folder


@given(st.text())
def test_whatever_is_typed_is_read_without_a_fall_and_reads_the_same_again(typed: str) -> None:
    read = parse(typed)
    assert parse(read.text).terms == read.terms
    assert "\n" not in read.complaint or "\n" in typed


@given(st.sampled_from([*MEASURES, *WORDS]), st.text(max_size=8).filter(lambda value: '"' not in value))
def test_a_field_with_anything_behind_it_is_understood_or_complained_of(field: str, value: str) -> None:
    read = parse(f'{field}:"{value}')
    assert bool(read.terms) != bool(read.complaint)
