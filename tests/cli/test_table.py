from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from tuimap.cli import table
from tuimap.evaluate.results import MEASURES, Evaluation, Row
from tuimap.settings import Settings


def evaluation(*, n_seeds: int = 3, failure: str = "") -> Evaluation:
    rows = []
    for descriptor in ("learned", "mfcc", "learned+mfcc"):
        for reducer in ("tsne", "umap", "pca"):
            row = Row(descriptor, reducer)
            for measure in MEASURES:
                for seed in range(n_seeds):
                    row.add(measure.name, 0.75 + 0.002 * seed + (reducer == "tsne") * 0.1)
            rows.append(row)
    rows[-1].failure = failure
    return Evaluation("drums", Settings(), n_seeds, 0, ["a", "b"], ("a note",), (1.0,), tuple(rows))


@pytest.fixture
def drawn(monkeypatch):
    """What a terminal of some width shows of an evaluation."""

    def draw(found: Evaluation, columns: int, styles: str | None = None) -> str:
        written = io.StringIO()
        terminal = Console(file=written, width=columns, force_terminal=True, color_system=styles, highlight=False)
        monkeypatch.setattr("rich.console.Console", lambda **_: terminal)
        table._draw(found)
        return written.getvalue()

    return draw


def test_a_wide_terminal_shows_each_deviation_beside_its_number(drawn) -> None:
    lines = drawn(evaluation(), 120).splitlines()
    assert max(map(len, lines)) <= 120
    assert sum(".752 ±.002" in line for line in lines) == 6


def test_80_columns_hold_the_whole_table_with_the_deviations_below(drawn) -> None:
    told = drawn(evaluation(), 80)
    shown = [line for line in told.splitlines() if line.strip()]
    assert "…" not in told
    assert sum(line.split()[:1] in (["learned"], ["mfcc"], ["learned+mfcc"]) for line in shown) == 9
    assert sum(line.count("±.002") == 6 for line in shown) == 9
    assert "a note" in told


@pytest.mark.parametrize("columns", [20, 40, 60, 70])
def test_a_narrow_terminal_still_shows_every_name_and_every_number(drawn, columns: int) -> None:
    told = drawn(evaluation(), columns)
    assert "…" not in told
    assert told.count(".752") == 6 * 6
    assert told.count("learned+mfcc") == 3


def test_the_best_of_each_column_is_bold(drawn) -> None:
    told = drawn(evaluation(n_seeds=1), 120, "standard")
    bold = re.findall(r"\x1b\[1m *([0-9]*\.[0-9]+)", told)
    assert bold.count(".850") == 3 * 6
    assert bold.count("0.75") == 2 * 3, "the fastest is the best"
    assert len(bold) == 24


def test_one_seed_has_no_deviation(drawn) -> None:
    assert "±" not in drawn(evaluation(n_seeds=1), 120)
    assert "±" not in "".join(table.plain_lines(evaluation(n_seeds=1)))


def test_a_failure_is_a_row_without_numbers_and_a_line_that_says_why(drawn) -> None:
    told = drawn(evaluation(failure="[red]it wants\x1b 1,000 sounds"), 120)
    assert "learned+mfcc > pca failed: [red]it wants" in told
    assert any(line.split() == ["learned+mfcc", "pca", *"-------"] for line in told.splitlines())
