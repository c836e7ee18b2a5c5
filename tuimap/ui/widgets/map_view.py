"""The map: cells of glyphs, and the cursor on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tuimap.ui.charset import Charset
from tuimap.ui.theme import cursor_styles, role_colour
from tuimap.ui.viewport import Size, Viewport

if TYPE_CHECKING:
    from tuimap.ui.canvas import Cells
    from tuimap.ui.scene import Scene

ONE_FADES, CROWD_GLOWS = 0.25, 0.3
"""How far the colour of a single sound goes towards the ground, and that of a crowd towards white."""


class MapView(Widget, can_focus=False):
    """Draws the part of the scene that the viewport looks at."""

    ALLOW_SELECT = False
    scene: reactive[Scene | None] = reactive(None, repaint=False)
    viewport: reactive[Viewport] = reactive(Viewport(), repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)
    covered: reactive[int] = reactive(0, repaint=False)
    """Columns at the right that something else hides."""

    class Resized(Message):
        """The map has more or fewer cells than before."""

    class Pointed(Message):
        """Someone clicked on a cell."""

        def __init__(self, column: int, row: int) -> None:
            self.column = column
            self.row = row
            super().__init__()

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.charset = charset
        self._cells: Cells | None = None
        self._styles: list[Style] = []

    @property
    def screen_size(self) -> Size:
        """Columns and rows to draw in."""
        return Size(max(1, self.size.width), max(1, self.size.height))

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._redraw()
        self.post_message(self.Resized())

    def on_click(self, event: events.Click) -> None:
        """Tell which cell of the whole map was meant."""
        window = self.viewport.window(self.screen_size, self.covered)
        self.post_message(self.Pointed(event.x + window.left, event.y + window.top))

    def watch_scene(self) -> None:
        """Draw other sounds."""
        self._redraw()

    def watch_viewport(self) -> None:
        """Draw another part."""
        self._redraw()

    def watch_covered(self) -> None:
        """Draw the part that is not hidden."""
        self._redraw()

    def watch_cursor(self, before: int | None, after: int | None) -> None:
        """Draw the two places between which the cursor moved."""
        changed = [region for index in (before, after) if (region := self._cursor_region(index))]
        if changed:
            self.refresh(*changed)

    def notify_style_update(self) -> None:
        """Take the theme's colours anew."""
        super().notify_style_update()
        self._styles = []

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        cells = self._drawn()
        if cells is None or y >= len(cells.glyphs):
            return Strip.blank(self.size.width, self.rich_style)
        text, styles = list(_text(cells, y)), cells.styles[y].tolist()
        return Strip(self._segments(text, self._marked(y, text, self._filled(styles))), self.size.width)

    def _redraw(self) -> None:
        self._cells = None
        self.refresh()

    def _drawn(self) -> Cells | None:
        """Give the cells, drawn at most once until something changes."""
        if self._cells is None and self.scene is not None:
            window = self.viewport.window(self.screen_size, self.covered)._replace(columns=self.screen_size.columns)
            self._cells = self.scene.cells(self.viewport, self.screen_size, window, self.charset)
        return self._cells

    def _cell_of(self, index: int | None) -> tuple[int, int] | None:
        """Give the column and the row at which a sound is drawn."""
        if index is None or self.scene is None or index >= len(self.scene):
            return None
        places = self.scene.lattice(self.viewport, self.screen_size)
        window = self.viewport.window(self.screen_size, self.covered)
        return int(places.column[index]) - window.left, int(places.row[index]) - window.top

    def _cursor_region(self, index: int | None) -> Region | None:
        cell = self._cell_of(index)
        return Region(cell[0] - 1, cell[1], 3, 1).intersection(self.size.region) if cell else None

    def _filled(self, styles: list[int]) -> list[Style]:
        """Give the style of each cell; empty cells take that of their left neighbour, which saves bytes."""
        table = self._styles = self._styles or self._style_table()
        latest, filled = 0, []
        for style in styles:
            latest = style or latest
            filled.append(table[latest])
        return filled

    def _marked(self, y: int, text: list[str], styles: list[Style]) -> list[Style]:
        """Put the cursor on its cell: reversed, with brackets where the cells beside it are empty."""
        cell = self._cell_of(self.cursor)
        if cell is None or cell[1] != y or self.scene is None or self.cursor is None:
            return styles
        column = cell[0]
        for side, bracket in ((column - 1, "["), (column + 1, "]")):
            if 0 <= side < len(text) and text[side] == " ":
                text[side], styles[side] = bracket, self._cursor_styles[1]
        if 0 <= column < len(text):
            text[column], styles[column] = self._cursor_glyph(text[column]), self._cursor_styles[0]
        return styles

    def _cursor_glyph(self, drawn: str) -> str:
        """Give the glyph of the cursor's own class, as heavy as the one drawn."""
        assert self.scene is not None
        assert self.cursor is not None
        number = int(self.scene.classes.of[self.cursor])
        return (self.charset.several if drawn in self.charset.several else self.charset.one)[number]

    def _segments(self, text: list[str], styles: list[Style]) -> list[Segment]:
        segments, start = [], 0
        for column in range(1, len(text) + 1):
            if column == len(text) or styles[column] is not styles[start]:
                segments.append(Segment("".join(text[start:column]), styles[start]))
                start = column
        return segments

    def _style_table(self) -> list[Style]:
        """Give a style for each style number of Cells."""
        variables, ground, light = self.app.theme_variables, self.rich_style, Color(255, 255, 255)
        self._cursor_styles = cursor_styles(ground, variables)
        table = [ground]
        for number in range(len(self.charset.one)):
            colour = role_colour(f"class-{number}", variables)
            faded, glowing = colour.blend(self.background_colors[1], ONE_FADES), colour.blend(light, CROWD_GLOWS)
            one, several, crowd = (ground + Style(color=each.rich_color) for each in (faded, colour, glowing))
            table += [one, several, crowd + Style(bold=True)]
        return table


def _text(cells: Cells, y: int) -> str:
    from tuimap.ui.canvas import row_text

    return row_text(cells.glyphs[y])
