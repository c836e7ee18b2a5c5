"""The keys and the glyphs explained, from the one table of keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tuimap.ui.charset import Charset
from tuimap.ui.keys import CLOSE, INTERRUPT, KEYS, bindings, grouped
from tuimap.ui.line import Line
from tuimap.ui.widgets.lines import Lines

LABEL = 16
"""Columns for the keys."""

WIDE = 64
"""From here on keys are explained in sentences."""


def help_lines(charset: Charset, width: int) -> list[Line]:
    """Give a line for each kind of key and for what the glyphs say, in fewer words where it is narrow."""
    one, several = charset.one[0], charset.several[0]
    told = [(key, key.tooltip if width >= WIDE else key.description) for key in grouped(KEYS)]
    keys: list[Line] = [((key.shown.ljust(LABEL), "accent"), (words, "plain")) for key, words in told]
    glyphs: list[Line] = [
        ((one.ljust(LABEL), "class-0"), ("One sound; shape and colour tell its folder.", "plain")),
        (
            (several.ljust(LABEL), "class-0"),
            ("Several sounds in one cell, brighter where it is a crowd.", "plain"),
        ),
        (("[ ]".ljust(LABEL), "accent"), ("Where you are; sounds that are alike lie close together.", "plain")),
    ]
    return [(("keys", "strong"),), (), *keys, (), (("map", "strong"),), (), *glyphs]


class Help(Lines):
    """Shows the explanation."""

    def lines(self, width: int) -> list[Line]:
        """Give all of it."""
        return help_lines(self.charset, width)


class HelpScreen(ModalScreen[None]):
    """Lies over the map until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((CLOSE, INTERRUPT))]

    def __init__(self, charset: Charset) -> None:
        super().__init__()
        self._charset = charset

    def compose(self) -> ComposeResult:
        """Show the explanation."""
        yield Help(self._charset)
