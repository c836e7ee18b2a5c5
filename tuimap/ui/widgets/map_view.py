"""The map: cells of glyphs, and the cursor on one of them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tuimap.ui.charset import Charset
from tuimap.ui.map.brush import Brush, brush
from tuimap.ui.palettes import Palette
from tuimap.ui.widgets.pointing import Pointing

if TYPE_CHECKING:
    from tuimap.ui.map.canvas import Cells
    from tuimap.ui.map.colouring import Colouring
    from tuimap.ui.map.glide import Glide
    from tuimap.ui.map.look import Look
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.subset import Subset

FRAME_SECONDS = 1 / 25
"""How often sounds on their way are drawn."""


class MapView(Pointing, can_focus=False):
    """Draws the part of the scene that the viewport looks at."""

    ALLOW_SELECT = False
    scene: reactive[Scene | None] = reactive(None, repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)
    colouring: reactive[Colouring | None] = reactive(None, repaint=False)
    lit: reactive[Subset | None] = reactive(None, repaint=False)
    starred: reactive[Subset | None] = reactive(None, repaint=False)
    selected: reactive[Subset | None] = reactive(None, repaint=False)
    names_shown: reactive[bool] = reactive(True, repaint=False)

    free: reactive[tuple[float, float] | None] = reactive(None, repaint=False)

    class Resized(Message):
        """The map has more or fewer cells than before."""

    def __init__(self, charset: Charset, colours: Palette, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.charset = charset
        self._colours = colours
        self._cells: Cells | None = None
        self._brush: Brush | None = None
        self._glide: Glide | None = None
        self._corner: tuple[int, int] | None = None
        """Row and column of the small picture of the whole, where there is one."""
        self._cursor_at: tuple[int, int] | None = None
        self._free_at: tuple[int, int] | None = None
        """Column and row of the cursors in the frame that is being drawn."""

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._redraw()
        self.post_message(self.Resized())

    def on_mount(self) -> None:
        """Prepare to move sounds."""
        self._frames = self.set_timer(FRAME_SECONDS, self._redraw, pause=True)

    def watch_scene(self) -> None:
        """Draw other sounds, where they lie now."""
        self._end_glide()
        self._redraw()

    def watch_viewport(self) -> None:
        """Draw another part."""
        self._redraw()

    def watch_colouring(self) -> None:
        """Draw in other colours."""
        self._redraw()

    def watch_lit(self) -> None:
        """Draw other sounds brightly."""
        self._redraw()

    def watch_starred(self) -> None:
        """Draw other stars."""
        self._redraw()

    def watch_selected(self) -> None:
        """Draw other sounds as selected."""
        self._redraw()

    def watch_names_shown(self) -> None:
        """Draw with or without names."""
        self._redraw()

    def watch_cursor(self, before: int | None, after: int | None) -> None:
        """Draw the two places between which the cursor moved, and the small picture elsewhere if it is in the way."""
        if self._corner:
            from tuimap.ui.map.minimap import covers

            if covers(self._corner, self._cell_of(after)):
                self._redraw()
                return
        changed = [region for index in (before, after) if (region := self._cursor_region(index))]
        if changed:
            self.refresh(*changed)

    def watch_free(self, before: tuple[float, float] | None, after: tuple[float, float] | None) -> None:
        """Draw the two cells between which the free cursor moved."""
        changed = [Region(*cell, 1, 1) for point in (before, after) if (cell := self._cell_at(point))]
        if changed:
            self.refresh(*changed)

    def notify_style_update(self) -> None:
        """Take the theme's colours anew."""
        super().notify_style_update()
        self._brush = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows; where the cursors are is found out once for all of them."""
        self._cursor_at, self._free_at = self._cell_of(self.cursor), self._cell_at(self.free)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        cells = self._drawn()
        if cells is None or y >= len(cells.glyphs):
            return Strip.blank(self.size.width, self.rich_style)
        self._brush = self._brush or brush(self.rich_style, self._colours)
        text = cells.text(y)
        cross = self._free_at[0] if self._free_at and self._free_at[1] == y else None
        row = self._brush.row(text, cells.styles[y].tolist(), self._cursor_in(y, text), cross, cells.crowded)
        return Strip(row, len(text))

    def glide(self, glide: Glide) -> None:
        """Let the sounds go to where they are from now on."""
        self._glide = glide
        self._frames.stop()
        self._frames = self.set_interval(FRAME_SECONDS, self._redraw)

    def _end_glide(self) -> None:
        if self._glide is not None:
            self._glide = None
            self._frames.stop()

    def _redraw(self) -> None:
        self._cells = None
        self.refresh()

    def _drawn(self) -> Cells | None:
        """Give the cells, drawn at most once until something changes."""
        if self._cells is None and self.scene is not None:
            self._cells = self._draw(self.scene)
        return self._cells

    def _draw(self, scene: Scene) -> Cells:
        """Draw the sounds, and over them the clusters' names and the small picture of the whole."""
        from tuimap.ui.map.canvas import draw
        from tuimap.ui.map.minimap import corner, minimap
        from tuimap.ui.map.overlay import taken_by, with_minimap, with_names

        screen, view = self.screen_size, self.viewport
        window, look = view.window(screen), self._look(scene)
        if self._glide is not None:
            seen = self._glide.seen(monotonic(), screen)
            if seen is not None:
                return draw(seen, look, screen, self.charset)
            self._end_glide()
        cells = scene.cells(view, screen, window, self.charset, look)
        cursor, classes = self._cell_of(self.cursor), (self.colouring or scene.colouring).classes
        self._corner = None if view.zoom == 1 else corner(screen, cursor, cells.counts)
        if self.names_shown and classes.kind == "cluster":
            taken = taken_by(cells.counts.shape, cursor, self._corner)
            cells = with_names(cells, look, classes, self.charset.name == "ascii", taken)
        if self._corner is None:
            return cells
        return with_minimap(cells, minimap(scene.dots, window, view.lattice(screen), self.charset.name), self._corner)

    def _look(self, scene: Scene) -> Look:
        """Give what the scene's sounds wear; masks of another scene are passed over until theirs come."""
        from tuimap.ui.map.look import Look

        colouring = self.colouring if self.colouring and len(self.colouring.classes.of) == len(scene) else None
        colouring = colouring or scene.colouring
        lit, selected, starred = (
            subset.mask if subset is not None and len(subset.mask) == len(scene) else None
            for subset in (self.lit, self.selected, self.starred)
        )
        return Look(colouring.classes.of, colouring.steps, lit, selected, starred, scene.grid is not None)

    def _cell_of(self, index: int | None) -> tuple[int, int] | None:
        """Give the column and the row at which a sound is drawn."""
        if self._glide is not None and index is not None:
            return self._glide.place(index, monotonic())
        if index is None or self.scene is None or index >= len(self.scene):
            return None
        places = self.scene.lattice(self.viewport, self.screen_size)
        window = self.viewport.window(self.screen_size)
        column, row = places.cell_of(index)
        return column - window.left, row - window.top

    def _cell_at(self, point: tuple[float, float] | None) -> tuple[int, int] | None:
        """Give the column and the row at which a point of the unit square is drawn."""
        if point is None or self.scene is None:
            return None
        column, row = self.scene.lattice(self.viewport, self.screen_size).cell_at(*point)
        window = self.viewport.window(self.screen_size)
        return column - window.left, row - window.top

    def _cursor_region(self, index: int | None) -> Region | None:
        cell = self._cell_of(index)
        return Region(cell[0] - 1, cell[1], 3, 1).intersection(self.size.region) if cell else None

    def _cursor_in(self, y: int, text: str) -> tuple[int, str] | None:
        """Give column and glyph of the cursor if it is in a row: its own class's, as heavy as the one drawn there."""
        cell = self._cursor_at
        if self.scene is None or self.cursor is None or cell is None or cell[1] != y or not 0 <= cell[0] < len(text):
            return None
        glyphs = self.charset.several if text[cell[0]] in self.charset.several else self.charset.one
        return cell[0], glyphs[int(self._look(self.scene).shape[self.cursor])]
