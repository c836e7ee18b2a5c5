"""Keys that arrive all at once, as on a slow line: none is lost, and none is taken for another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from tuimap.collection import Collection
from tuimap.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a PTY")


@pytest.fixture
def kept(few_sounds: Path, tmp_path: Path) -> Collection:
    settings = Settings(descriptor="mfcc", reducer="pca")
    return Collection((few_sounds,), settings, library_file=tmp_path / "l.sqlite")


def command(kept: Collection) -> list[str]:
    chosen = ["--audio", "null", "--descriptor", "mfcc", "--reducer", "pca"]
    return ["-m", "tuimap", str(kept.root), "--library", str(kept.library_path), *chosen]


@pytest.fixture
def terminal(kept: Collection) -> Iterator[Terminal]:
    opened = Terminal(*command(kept))
    opened.until("24 sounds", gone="esc stops")
    opened.until("q ")
    yield opened
    opened.close()


def test_tags_and_notes_are_kept_whole(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"tlow, qx\riquite hot q\rfq")
    assert terminal.end() == 0
    (marks,) = kept.marks().values()
    assert (marks.favourite, marks.tags, marks.note) == (True, {"low", "qx"}, "quite hot q")


def test_a_search_is_typed_whole_and_the_map_gets_what_comes_after(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"/bell\rfq")
    assert terminal.end() == 0
    (key,) = kept.marks()
    assert "bell" in str(key)


def test_a_filter_is_typed_whole_and_the_map_gets_what_comes_after(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"&dur:<9 bell\rVfq")
    assert terminal.end() == 0
    assert len(kept.marks()) == 3


def test_a_command_is_typed_whole(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"\x10favourite\rq")
    assert terminal.end() == 0
    assert len(kept.marks()) == 1


def test_the_list_is_walked_as_soon_as_it_is_asked_for(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"/bell\ro\x1b[Ffq")
    assert terminal.end() == 0
    assert len(kept.marks()) == 1


def test_what_is_typed_before_there_is_a_map_is_meant_for_it(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"q")
    assert terminal.end() == 0
    again = Terminal(*command(kept))
    try:
        while b"\x1b[?1049h" not in again.raw:
            again.read(0.1)
        again.send(b"/bell\rfq")
        assert again.end() == 0
    finally:
        again.close()
    (key,) = kept.marks()
    assert "bell" in str(key)


def test_the_help_page_gets_what_is_typed_behind_the_key_that_opens_it(terminal: Terminal, kept: Collection) -> None:
    terminal.send(b"?qfq")
    assert terminal.end() == 0
    assert len(kept.marks()) == 1
