"""A widget made of lines, of which only what changed is drawn again: bytes matter on slow lines."""

from __future__ import annotations

import re
from abc import abstractmethod
from itertools import chain

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, cut, width_of
from tuimap.ui.theme import role_style

NARROW = re.compile("[ -~\u2800-\u28ff]*")
"""Text of which each character surely takes one cell."""


class Lines(Widget, can_focus=False):
    """Shows what `lines` gives; call `renew` when that may have changed."""

    ALLOW_SELECT = False

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.charset = charset
        self._shown: list[Line] = []
        self._styles: dict[str, Style] = {}

    @abstractmethod
    def lines(self, width: int) -> list[Line]:
        """Give the lines for so many columns; what reaches over is cut."""

    def renew(self) -> None:
        """Draw again what differs from what is shown."""
        if not self.size:
            return
        before, self._shown = self._shown, self._lines_now()
        if self.styles.is_auto_height and len(before) != len(self._shown):
            self.refresh(layout=True)
        dirty = [span for y in range(self.size.height) if (span := _changed(_at(before, y), _at(self._shown, y), y))]
        if dirty:
            self.refresh(*dirty)

    def on_resize(self) -> None:
        """Make the lines anew for the new size."""
        self._shown = self._lines_now()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        """Take as many rows as there are lines."""
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        line = _at(self._shown, y)
        segments = [Segment(text, self._style(role)) for text, role in line]
        return Strip(segments, width_of(line)).extend_cell_length(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        """Take the theme's colours anew."""
        super().notify_style_update()
        self._styles = {}

    def _style(self, role: str) -> Style:
        if role not in self._styles:
            self._styles[role] = self.rich_style + role_style(role, self.app.theme_variables)
        return self._styles[role]

    def _lines_now(self) -> list[Line]:
        return [cut(line, self.size.width) for line in self.lines(self.size.width)]


def _at(lines: list[Line], y: int) -> Line:
    return lines[y] if y < len(lines) else ()


def _changed(before: Line, after: Line, y: int) -> Region | None:
    """Give the stretch of row `y` in which two lines differ; None where they are alike."""
    if before == after:
        return None
    width = max(width_of(before), width_of(after))
    texts = [text for text, _ in chain(before, after)]
    if not all(NARROW.fullmatch(text) for text in texts):
        return Region(0, y, width, 1)
    old, new = _cells(before, width), _cells(after, width)
    start, after_end = _alike(old, new), _alike(old[::-1], new[::-1])
    return Region(start, y, width - after_end - start, 1)


def _cells(line: Line, width: int) -> list[tuple[str, str]]:
    cells = [(character, role) for text, role in line for character in text]
    return cells + [(" ", "plain")] * (width - len(cells))


def _alike(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> int:
    """Count the cells from the start in which two rows agree."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))
