"""The keys and the glyphs explained, from the one table of keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tuimap.ui.charset import Charset
from tuimap.ui.keys import CLOSE, KEYS, bindings, grouped
from tuimap.ui.line import Line
from tuimap.ui.widgets.lines import Lines

LABEL = 16
"""Columns for the keys."""


def help_lines(charset: Charset) -> list[Line]:
    """Give a line for each kind of key and for what the glyphs say."""
    one, several = charset.one[0], charset.several[0]
    keys: list[Line] = [((key.shown.ljust(LABEL), "accent"), (key.tooltip, "plain")) for key in grouped(KEYS)]
    glyphs: list[Line] = [
        ((one.ljust(LABEL), "class-0"), ("One sound. The shape and the colour say in which folder it lies.", "plain")),
        (
            (several.ljust(LABEL), "class-0"),
            ("Several sounds in one cell; bold, a crowd. tab goes through them.", "plain"),
        ),
        (("[ ]".ljust(LABEL), "accent"), ("Where you are. Sounds that are alike lie close to each other.", "plain")),
    ]
    return [(("keys", "strong"),), (), *keys, (), (("map", "strong"),), (), *glyphs]


class Help(Lines):
    """Shows the explanation."""

    def lines(self, width: int, height: int) -> list[Line]:
        """Give all of it."""
        return help_lines(self.charset)


class HelpScreen(ModalScreen[None]):
    """Lies over the map until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((CLOSE,))]

    def __init__(self, charset: Charset) -> None:
        super().__init__()
        self._charset = charset

    def compose(self) -> ComposeResult:
        """Show the explanation."""
        yield Help(self._charset)
