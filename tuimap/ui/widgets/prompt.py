"""One line to type in at the bottom of the screen, with what comes of it beside and a hint below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.keys import PROMPTING, bindings
from tuimap.ui.line import Line
from tuimap.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.widgets import Input


class Question(NamedTuple):
    """What is asked."""

    about: str
    """Who asks; what is typed goes there."""
    sign: str
    """Stands before the line."""
    hint: str
    """What can be typed, and what the keys do."""


class Prompt(Vertical, can_focus=False):
    """Lies over the two lowest lines while something is asked; what is typed goes up as messages."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PROMPTING)]

    class Said(Message):
        """Something about the question that is open."""

        def __init__(self, about: str, text: str = "") -> None:
            self.about = about
            self.text = text
            super().__init__()

    class Typed(Said):
        """The line has changed."""

        def can_replace(self, message: Message) -> bool:
            """Tell whether this one makes a queued one needless."""
            return isinstance(message, Prompt.Typed)

    class Entered(Said):
        """Someone means the line so."""

    class Left(Said):
        """Someone does not want to be asked."""

    class Moved(Said):
        """Someone wants the next or the previous of what was found."""

        def __init__(self, about: str, offset: int) -> None:
            self.offset = offset
            super().__init__(about)

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._charset = charset
        self._question: Question | None = None
        self._before: Widget | None = None
        """What had the focus before something was asked."""

    @property
    def asks(self) -> str:
        """About what it asks; empty while it asks nothing."""
        return self._question.about if self._question else ""

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value if self._question else ""

    async def ask(self, question: Question, text: str = "") -> None:
        """Open, with something typed already."""
        from textual.widgets import Input

        if not self.children:
            with self.prevent(Input.Changed):
                await self.mount_all(_parts(self._charset))
        self._before = self.screen.focused if self._question is None else self._before
        self._question = question
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = len(text)
        self.query_one("#sign", Told).tell(((question.sign, "accent"),))
        self.tell()
        self.screen.add_class("-asking")
        self.screen.set_focus(self._input)

    def tell(self, found: Line = (), complaint: str = "") -> None:
        """Say what comes of it; a complaint stands where the hint was."""
        if self._question is not None:
            self.query_one("#found", Told).tell(found, at_right=True)
            self.query_one("#hint", Told).tell(((complaint, "warn") if complaint else (self._question.hint, "quiet"),))

    def close(self) -> None:
        """Ask nothing any more."""
        self._question = None
        self.screen.remove_class("-asking")
        self.screen.set_focus(self._before)

    @property
    def _input(self) -> Input:
        from textual.widgets import Input

        return self.query_one(Input)

    def on_descendant_blur(self) -> None:
        """Go on typing also after a click beside the line; only what ends the question ends it."""
        if self._question is not None:
            self._input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what is typed."""
        event.stop()
        self.post_message(self.Typed(self.asks, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass on that it is meant so."""
        event.stop()
        self.post_message(self.Entered(self.asks, event.value))

    def action_leave(self) -> None:
        """Pass on that it is not wanted."""
        self.post_message(self.Left(self.asks))

    def action_move(self, offset: int) -> None:
        """Pass on that another one is wanted."""
        self.post_message(self.Moved(self.asks, offset))


class Told(Lines):
    """One line that is told."""

    _line: Line = ()
    _at_right = False

    def tell(self, line: Line, *, at_right: bool = False) -> None:
        """Show another line."""
        self._line, self._at_right = line, at_right
        self.renew()

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        from tuimap.ui.line import spread

        return [spread((), self._line, width) if self._at_right else self._line]


def _parts(charset: Charset) -> ComposeResult:
    """Give what the prompt consists of; made when it is first needed, for the first frame has no need of it."""
    from textual.widgets import Input

    line = Input(compact=True, select_on_focus=False)
    line.cursor_blink = False
    yield Horizontal(Told(charset, id="sign"), line, Told(charset, id="found"))
    yield Told(charset, id="hint")
