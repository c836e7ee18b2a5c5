"""The files that gave no sound, each with its whole reason; above them what the title line has no room for."""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import ModalScreen

from tuimap.sound import Skipped
from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.keys import CLOSE_SKIPPED, INTERRUPT, TURN, bindings
from tuimap.ui.line import Line
from tuimap.ui.safe_text import escaped, shown_name, wrapped
from tuimap.ui.widgets.lines import Lines

INDENT = "   "
"""Before each line of a reason."""

TURNS = "up, down, page up, page down turn; esc closes"


class SkippedList(Lines):
    """As many of the files as there is room for, from `top` on."""

    top: reactive[int] = reactive(0, repaint=False)
    """The first file shown."""

    def __init__(
        self, skipped: tuple[Skipped, ...], charset: Charset, notice: str = "", *, id: str | None = None
    ) -> None:
        super().__init__(charset, id=id)
        self._skipped = skipped
        self._notice = notice

    def lines(self, width: int) -> list[Line]:
        """Give the heading, and the files that fit."""
        if not self._skipped:
            return [*self._told(width), (("no file was skipped", "strong"), ("  esc closes", "quiet"))]
        last = self.top + max(1, self._fitting(range(self.top, len(self._skipped))))
        where = f"skipped files {self.top + 1:,} to {last:,} of {len(self._skipped):,}"
        heading: Line = ((where, "strong"), (f"  {TURNS}", "quiet"))
        files = (line for item in self._skipped[self.top : last] for line in self._entry(item, width))
        return [*self._told(width), heading, (), *files]

    def watch_top(self) -> None:
        """Show other files."""
        self.renew()

    def turn(self, files: int) -> None:
        """Go so many files further; not further than to where the last one shows."""
        end = len(self._skipped)
        furthest = end - max(1, self._fitting(range(end - 1, -1, -1)))
        self.top = max(0, min(self.top + files, furthest))

    def page(self) -> int:
        """Give the number of files shown."""
        return max(1, self._fitting(range(self.top, len(self._skipped))))

    def _told(self, width: int) -> list[Line]:
        """Give the notice, and an empty line below."""
        if not self._notice:
            return []
        words = wrapped(escaped(self._notice, self.charset.name == "ascii"), max(1, width))
        return [*(((part, "warn"),) for part in words), ()]

    def _entry(self, item: Skipped, width: int) -> list[Line]:
        """Give a file's path, and its reason below."""
        ascii_only = self.charset.name == "ascii"
        reason = wrapped(escaped(item.reason, ascii_only), max(1, width - len(INDENT)))
        path: Line = ((shown_name(item.path, width, ascii_only), "plain"),)
        return [path, *(((INDENT + part, "quiet"),) for part in reason)]

    def _fitting(self, files: range) -> int:
        """Count the files, taken in this order, that fit whole below the heading."""
        heights = accumulate(len(self._entry(self._skipped[index], self.size.width)) for index in files)
        room = self.size.height - len(self._told(self.size.width)) - 2  # the heading and an empty line
        return sum(1 for _ in takewhile(lambda height: height <= room, heights))


class SkippedScreen(ModalScreen[None]):
    """Lies over the map until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((*TURN, CLOSE_SKIPPED, INTERRUPT))]

    def __init__(self, skipped: tuple[Skipped, ...], charset: Charset, notice: str = "") -> None:
        super().__init__()
        self._list = SkippedList(skipped, charset, notice)

    def compose(self) -> ComposeResult:
        """Show the list."""
        yield self._list

    def action_turn(self, files: int) -> None:
        """Go so many files further."""
        self._list.turn(files)

    def action_page(self, pages: int) -> None:
        """Go so many screens further."""
        self._list.turn(pages * self._list.page())
