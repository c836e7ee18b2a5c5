"""The keys and the glyphs explained, from the one table of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.keys import CLOSE, INTERRUPT, TURN, Key, bindings, grouped
from tuimap.ui.line import Line
from tuimap.ui.safe_text import wrapped
from tuimap.ui.widgets.paged import Paged

if TYPE_CHECKING:
    from tuimap.ui.map.colouring import Colouring

LABEL = 16
"""Columns for the keys."""

GLYPHS = (
    ("One sound; its shape tells what it belongs to.", 0),
    ("Several sounds in one cell, brighter where it is a crowd.", 1),
    ("Where you are; sounds that are alike lie close together.", 2),
)


def help_lines(
    topics: Mapping[str, tuple[Key, ...]], charset: Charset, colouring: Colouring | None, width: int
) -> list[Line]:
    """Give the keys topic by topic, then what is seen on the map."""
    lines: list[Line] = []
    for topic, keys in topics.items():
        lines += [((topic, "strong"),), *_explained(keys, width), ()] if keys else []
    marks = (charset.one[0], charset.several[0], "[ ]")
    told = [line for words, mark in GLYPHS for line in _entry(marks[mark], words, width)]
    return [*lines, (("the map", "strong"),), *told, *(_legend(colouring, charset, width) if colouring else ())]


def _legend(colouring: Colouring, charset: Charset, width: int) -> list[Line]:
    """Name all classes, and the ends of the scale where there is one."""
    from tuimap.ui.words.legend import legend_block, scale_line

    scale = [scale_line(colouring.scale, charset)] if colouring.scale else []
    said: Line = (("colours now tell: ", "quiet"), (colouring.name, "plain"))
    return [(), said, *scale, *legend_block(colouring.classes, charset, width)]


def _explained(keys: tuple[Key, ...], width: int) -> list[Line]:
    return [line for key in grouped(keys) for line in _entry(key.shown, key.tooltip, width)]


def _entry(label: str, words: str, width: int) -> list[Line]:
    """Give a label with its words beside it, in as many lines as it takes; below it where it is long."""
    lines = wrapped(words, max(1, width - LABEL))
    if len(label) >= LABEL:
        return [((label, "accent"),), *(((" " * LABEL + line, "plain"),) for line in lines)]
    labels = [label.ljust(LABEL), *[" " * LABEL] * len(lines)]
    return [((first, "accent"), (line, "plain")) for first, line in zip(labels, lines, strict=False)]


class Help(Paged):
    """Shows the explanation."""

    def __init__(self, topics: Mapping[str, tuple[Key, ...]], charset: Charset, colouring: Colouring | None) -> None:
        super().__init__(charset)
        self._topics = topics
        self._colouring = colouring

    def all_lines(self, width: int) -> list[Line]:
        """Give all of it."""
        return help_lines(self._topics, self.charset, self._colouring, width)


class HelpScreen(ModalScreen[None]):
    """Lies over the map until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((*TURN, CLOSE, INTERRUPT))]

    def __init__(self, topics: Mapping[str, tuple[Key, ...]], charset: Charset, colouring: Colouring | None) -> None:
        super().__init__()
        self._help = Help(topics, charset, colouring)

    def compose(self) -> ComposeResult:
        """Show the explanation."""
        yield self._help

    def action_turn(self, lines: int) -> None:
        """Go so many lines further."""
        self._help.turn(lines)

    def action_page(self, pages: int) -> None:
        """Go so many screens further."""
        self._help.turn(pages * self._help.page())
