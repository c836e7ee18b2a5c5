"""What the mouse does on the map: in cells, as it is drawn."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tuimap.ui.map.viewport import Size, Viewport

REST_SECONDS = 0.12
"""How long the pointer stays where something is to be heard."""


class Pointing(Widget):
    """Tells where someone clicks, rests or turns the wheel."""

    viewport: reactive[Viewport] = reactive(Viewport(), repaint=False)
    _pointer = (-1, -1)
    """Column and row of the screen where the pointer was last."""

    class Pointed(Message):
        """Someone clicked on a cell."""

        def __init__(self, column: int, row: int) -> None:
            self.column = column
            self.row = row
            super().__init__()

    class Rested(Message):
        """The pointer moved to a cell and rested there."""

        def __init__(self, column: int, row: int) -> None:
            self.column = column
            self.row = row
            super().__init__()

    class Wheeled(Message):
        """Someone turned the wheel over a cell of the screen: so many steps closer."""

        def __init__(self, steps: int, x: int, y: int) -> None:
            self.steps = steps
            self.x = x
            self.y = y
            super().__init__()

    @property
    def screen_size(self) -> Size:
        """Columns and rows to draw in."""
        return Size(max(1, self.size.width), max(1, self.size.height))

    def on_click(self, event: events.Click) -> None:
        """Tell which cell of the whole map was meant."""
        window = self.viewport.window(self.screen_size)
        self.post_message(self.Pointed(event.x + window.left, event.y + window.top))

    def on_mount(self) -> None:
        """Prepare to wait until the pointer rests."""
        self._rest = self.set_timer(REST_SECONDS, self._tell_rest, pause=True)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Wait for the pointer to rest on another cell."""
        self._rest.stop()
        if (event.x, event.y) != self._pointer:
            self._pointer = event.x, event.y
            self._rest = self.set_timer(REST_SECONDS, self._tell_rest)

    def on_leave(self) -> None:
        """Wait no more."""
        self._rest.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look closer."""
        self.post_message(self.Wheeled(1, event.x, event.y))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look from further away."""
        self.post_message(self.Wheeled(-1, event.x, event.y))

    def _tell_rest(self) -> None:
        window = self.viewport.window(self.screen_size)
        self.post_message(self.Rested(self._pointer[0] + window.left, self._pointer[1] + window.top))
