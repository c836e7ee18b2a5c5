"""A question at the bottom of the map, answered in one line. Imported when first asked: Textual's input is heavy."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Input

from tuimap.ui.charset import Charset
from tuimap.ui.completion import Completer, Completion
from tuimap.ui.keyboard.keys import ANSWERING, bindings
from tuimap.ui.line import Line, joined
from tuimap.ui.safe_text import escaped, fitted
from tuimap.ui.widgets.lines import Lines

LONGEST = 4_000
"""Characters of an answer."""


class Question(Lines):
    """What is asked, in at most half of the line: names in it are data, and may be long."""

    def __init__(self, question: str, charset: Charset) -> None:
        super().__init__(charset)
        self._question = escaped(question, charset.name == "ascii")
        self.styles.width = cell_len(self._question) + 1
        self.styles.max_width = "50%"

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        return [((fitted(self._question, width - 1), "accent"),)]


class Hint(Lines):
    """What the answer could become, or what is wrong with it."""

    completions: reactive[tuple[Completion, ...]] = reactive((), repaint=False)
    wrong: reactive[str] = reactive("", repaint=False)

    def __init__(self, what: str, charset: Charset) -> None:
        super().__init__(charset)
        self._what = what

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002 (what reaches over is cut)
        """Give the one line."""
        ascii_only = self.charset.name == "ascii"
        if self.wrong:
            return [((escaped(self.wrong, ascii_only), "warn"),)]
        offered: list[Line] = [((escaped(each.shown, ascii_only), "plain"),) for each in self.completions]
        keys: Line = (("tab: " if offered else f"{self._what}; enter keeps, esc leaves it as it is", "quiet"),)
        return [(*keys, *joined(offered, "  "))]

    def watch_completions(self) -> None:
        """Offer others."""
        self.renew()

    def watch_wrong(self) -> None:
        """Say what is wrong."""
        self.renew()


class PromptScreen(ModalScreen[str | None]):
    """Gives the answer, None where there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ANSWERING)]

    def __init__(
        self,
        question: str,
        what: str,
        value: str,
        charset: Charset,
        completer: Completer,
        wrong: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._question = Question(question, charset)
        self._hint = Hint(what, charset)
        self._input = Input(value, compact=True, select_on_focus=False, max_length=LONGEST)
        self._input.cursor_blink = False
        self._complete = completer
        self._wrong = wrong
        self._offered: list[Completion] = []
        """What Tab goes round in, while nothing else is typed."""

    def compose(self) -> ComposeResult:
        """Put it over the lowest lines."""
        with Vertical(id="prompt"):
            yield self._hint
            with Horizontal():
                yield self._question
                yield self._input

    def on_mount(self) -> None:
        """Offer what there is."""
        self.set_focus(self._input)
        self._offer()

    def on_input_changed(self) -> None:
        """Offer what it could become now."""
        if self._input.value not in [each.text for each in self._offered]:
            self._offered = []
            self._offer()

    def on_input_submitted(self) -> None:
        """Give the answer, or say what is wrong with it."""
        wrong = self._wrong(self._input.value)
        if wrong:
            self._hint.wrong = wrong
        else:
            self.dismiss(self._input.value)

    def action_complete(self) -> None:
        """Take the next of what is offered."""
        self._offered = self._offered or list(self._complete(self._input.value))
        if self._offered:
            texts = [each.text for each in self._offered]
            now = self._input.value
            self._input.value = texts[(texts.index(now) + 1) % len(texts)] if now in texts else texts[0]
            self._input.cursor_position = len(self._input.value)
            if len(texts) == 1:
                self._offered = []

    def action_give_up(self) -> None:
        """Leave all as it is."""
        self.dismiss(None)

    def _offer(self) -> None:
        self._hint.wrong = ""
        self._hint.completions = tuple(self._complete(self._input.value))
