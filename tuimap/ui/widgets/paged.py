"""Lines of which a part is shown where not all fit; the last line tells which part."""

from __future__ import annotations

from abc import abstractmethod

from textual.reactive import reactive

from tuimap.ui.line import Line
from tuimap.ui.widgets.lines import Lines

TURNS = "up, down, page up, page down turn; "


class Paged(Lines):
    """Shows what `all_lines` gives, from `top` on."""

    top: reactive[int] = reactive(0, repaint=False)
    """The first line shown."""

    closed_by = "esc closes"

    @abstractmethod
    def all_lines(self, width: int) -> list[Line]:
        """Give the lines for so many columns."""

    def lines(self, width: int) -> list[Line]:
        """Give those that are seen."""
        every = self.all_lines(width)
        room = self.size.height - 2
        if len(every) <= room or room < 1:
            return [*every, (), ((self.closed_by, "quiet"),)]
        first = min(self.top, len(every) - room)
        where = f"{first + 1} to {first + room} of {len(every)}"
        return [*every[first : first + room], (), ((where, "plain"), (f"   {TURNS}{self.closed_by}", "quiet"))]

    def watch_top(self) -> None:
        """Show another part."""
        self.renew()

    def turn(self, lines: int) -> None:
        """Go so many lines further; not further than to where the last one shows."""
        self.top = max(0, min(self.top + lines, len(self.all_lines(self.size.width)) - self.page()))

    def page(self) -> int:
        """Give the number of lines shown."""
        return max(1, self.size.height - 2)
