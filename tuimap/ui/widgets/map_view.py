"""The map: cells of glyphs, and the cursor on one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tuimap.ui.brush import Brush, brush
from tuimap.ui.charset import Charset
from tuimap.ui.viewport import Size, Viewport

if TYPE_CHECKING:
    from tuimap.ui.canvas import Cells
    from tuimap.ui.scene import Scene


class MapView(Widget, can_focus=False):
    """Draws the part of the scene that the viewport looks at."""

    ALLOW_SELECT = False
    scene: reactive[Scene | None] = reactive(None, repaint=False)
    viewport: reactive[Viewport] = reactive(Viewport(), repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)

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
        self._brush: Brush | None = None

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
        window = self.viewport.window(self.screen_size)
        self.post_message(self.Pointed(event.x + window.left, event.y + window.top))

    def watch_scene(self) -> None:
        """Draw other sounds."""
        self._redraw()

    def watch_viewport(self) -> None:
        """Draw another part."""
        self._redraw()

    def watch_cursor(self, before: int | None, after: int | None) -> None:
        """Draw the two places between which the cursor moved."""
        changed = [region for index in (before, after) if (region := self._cursor_region(index))]
        if changed:
            self.refresh(*changed)

    def notify_style_update(self) -> None:
        """Take the theme's colours anew."""
        super().notify_style_update()
        self._brush = None

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        cells = self._drawn()
        if cells is None or y >= len(cells.glyphs):
            return Strip.blank(self.size.width, self.rich_style)
        self._brush = self._brush or brush(self.rich_style, self.background_colors[1], self.app.theme_variables)
        text = cells.text(y)
        return Strip(self._brush.row(text, cells.styles[y].tolist(), self._cursor_in(y, text)), self.size.width)

    def _redraw(self) -> None:
        self._cells = None
        self.refresh()

    def _drawn(self) -> Cells | None:
        """Give the cells, drawn at most once until something changes."""
        if self._cells is None and self.scene is not None:
            window = self.viewport.window(self.screen_size)
            self._cells = self.scene.cells(self.viewport, self.screen_size, window, self.charset)
        return self._cells

    def _cell_of(self, index: int | None) -> tuple[int, int] | None:
        """Give the column and the row at which a sound is drawn."""
        if index is None or self.scene is None or index >= len(self.scene):
            return None
        places = self.scene.lattice(self.viewport, self.screen_size)
        window = self.viewport.window(self.screen_size)
        column, row = places.cell_of(index)
        return column - window.left, row - window.top

    def _cursor_region(self, index: int | None) -> Region | None:
        cell = self._cell_of(index)
        return Region(cell[0] - 1, cell[1], 3, 1).intersection(self.size.region) if cell else None

    def _cursor_in(self, y: int, text: str) -> tuple[int, str] | None:
        """Give column and glyph of the cursor if it is in a row: its own class's, as heavy as the one drawn there."""
        cell = self._cell_of(self.cursor)
        if self.scene is None or self.cursor is None or cell is None or cell[1] != y or not 0 <= cell[0] < len(text):
            return None
        glyphs = self.charset.several if text[cell[0]] in self.charset.several else self.charset.one
        return cell[0], glyphs[int(self.scene.classes.of[self.cursor])]
