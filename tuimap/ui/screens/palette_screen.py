"""Everything that can be done, found by typing. Imported when first asked for: Textual's input is heavy."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Input

from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.commands import Command, found
from tuimap.ui.keyboard.keys import CHOOSING, bindings
from tuimap.ui.line import Line, width_of
from tuimap.ui.safe_text import shortened
from tuimap.ui.widgets.lines import Lines

GAP = 2
"""Columns between name, keys and sentence."""


class Choices(Lines):
    """The commands that are meant, one of them chosen."""

    meant: reactive[tuple[Command, ...]] = reactive((), repaint=False)
    chosen: reactive[int] = reactive(0, repaint=False)

    def __init__(self, commands: list[Command], charset: Charset) -> None:
        super().__init__(charset)
        self._names = max(cell_len(command.name) for command in commands) + GAP
        self._keys = max(cell_len(command.keys) for command in commands) + GAP

    def lines(self, width: int) -> list[Line]:
        """Give as many as there is room for, around the chosen one."""
        if not self.meant:
            return [(("nothing is called so", "warn"),)]
        top = max(0, min(self.chosen - self.size.height // 2, len(self.meant) - self.size.height))
        seen = range(top, min(top + self.size.height, len(self.meant)))
        return [self._line(self.meant[place], place == self.chosen, width) for place in seen]

    def watch_meant(self) -> None:
        """Choose the likeliest."""
        self.chosen = 0
        self.renew()

    def watch_chosen(self) -> None:
        """Show another choice."""
        self.renew()

    def move(self, places: int) -> None:
        """Choose another, at most the first or the last."""
        self.chosen = max(0, min(self.chosen + places, len(self.meant) - 1))

    def _line(self, command: Command, chosen: bool, width: int) -> Line:
        named: Line = (
            ("> " if chosen else "  ", "accent"),
            (command.name.ljust(self._names), "accent" if chosen else "strong"),
            (command.keys.ljust(self._keys), "plain"),
        )
        return (*named, (shortened(command.told, max(0, width - width_of(named))), "quiet"))


class PaletteScreen(ModalScreen[str | None]):
    """Gives the action of what was chosen, None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CHOOSING)]

    def __init__(self, commands: list[Command], charset: Charset) -> None:
        super().__init__()
        self._commands = commands
        self._choices = Choices(commands, charset)
        self._input = Input(placeholder="what to do", compact=True, select_on_focus=False, max_length=80)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Put it over the upper part of the map."""
        with Vertical(id="palette"):
            yield self._input
            yield self._choices

    def on_mount(self) -> None:
        """Offer everything."""
        self.set_focus(self._input)
        self._choices.meant = tuple(self._commands)

    def on_input_changed(self) -> None:
        """Offer what is meant."""
        self._choices.meant = tuple(found(self._commands, self._input.value))

    def on_input_submitted(self) -> None:
        """Do what is chosen."""
        if self._choices.meant:
            self.dismiss(self._choices.meant[self._choices.chosen].action)

    def action_choose(self, places: int) -> None:
        """Choose another."""
        self._choices.move(places)

    def action_turn_page(self, pages: int) -> None:
        """Choose one a screen away."""
        self._choices.move(pages * max(1, self._choices.size.height))
