"""A list of sounds in step with the map; only what is seen of it is ever drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive

from tuimap.ui.keyboard.keys import LISTING, bindings
from tuimap.ui.line import Line
from tuimap.ui.safe_text import escaped
from tuimap.ui.widgets.lines import Lines
from tuimap.ui.words.listing import head_at, heads_line, row_line

if TYPE_CHECKING:
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.words.listing import Listing


class SoundList(Lines, can_focus=True):
    """Takes up, down and their like while it has the focus; all other keys do what they always do."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LISTING)]
    scene: reactive[Scene | None] = reactive(None, repaint=False)
    cursor: reactive[int | None] = reactive(None, repaint=False)
    listing: reactive[Listing | None] = reactive(None, repaint=False)
    waiting: reactive[str] = reactive("", repaint=False)
    """Stands instead of a list that is not there yet."""

    class Picked(Message):
        """Someone goes to a sound of the list."""

        def __init__(self, sound: int, told: str) -> None:
            self.sound = sound
            self.told = told
            """What the list tells of it, in full; empty for a list that is only sorted."""
            super().__init__()

    class SortAsked(Message):
        """Someone wants the list by a column; by the same one again: the other way round."""

        def __init__(self, column: str) -> None:
            self.column = column
            super().__init__()

    _top = 0

    def lines(self, width: int) -> list[Line]:
        """Give title, heads, and the rows in sight."""
        if self.listing is None or self.scene is None:
            return [((self.waiting, "quiet"),)]
        listing, heading = self.listing, self._heading(width)
        seen = range(self._top, min(self._top + self._room(), len(listing.rows)))
        rows = [int(listing.rows[place]) for place in seen]
        return [
            *heading,
            *(
                row_line(listing, place, self.scene.sound(row), row == self.cursor, self.charset, width)
                for place, row in zip(seen, rows, strict=True)
                if row < len(self.scene)
            ),
        ]

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._follow()
        super().on_resize()

    def watch_cursor(self) -> None:
        """Show where one is."""
        self._follow()
        self.renew()

    def watch_listing(self) -> None:
        """Show another list."""
        self._top = 0
        self._follow()
        self.renew()

    def watch_waiting(self) -> None:
        """Say what one waits for."""
        self.renew()

    def action_pick(self, offset: int) -> None:
        """Go so many rows on, not beyond the ends; to the first in sight where the cursor is not in the list."""
        if self.listing is None or not len(self.listing.rows):
            return
        here = self.listing.place_of(self.cursor)
        place = self._top if here is None else min(max(here + offset, 0), len(self.listing.rows) - 1)
        if place != here:
            self._pick(place)

    def action_page(self, pages: int) -> None:
        """Go so many screens on."""
        self.action_pick(pages * self._room())

    def action_sort(self, offset: int) -> None:
        """Ask for the next or the previous column."""
        from tuimap.ui.words.listing import HEADS

        if self.listing is not None and self.listing.sort:
            names = list(HEADS)
            self.post_message(self.SortAsked(names[(names.index(self.listing.sort) + offset) % len(names)]))

    def on_click(self, event: events.Click) -> None:
        """Go to the sound clicked on, or sort by the head."""
        event.stop()
        if self.listing is None:
            return
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = self._top + offset.y - len(self._heading(self.size.width))
        if offset.y == 1 and self.listing.sort:
            found = head_at(self.listing.sort, self.listing.reverse, self.size.width, offset.x)
            self.post_message(self.SortAsked(found))
        elif self._top <= place < len(self.listing.rows):
            self._pick(place)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show what is further down."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show what is further up."""
        event.stop()
        self._scroll(-3)

    def _pick(self, place: int) -> None:
        assert self.listing is not None
        assert self.scene is not None
        row = int(self.listing.rows[place])
        told = "" if self.listing.sort else ", ".join(self.listing.value(place, self.scene.sound(row)))
        self.post_message(self.Picked(row, told))

    def _scroll(self, rows: int) -> None:
        if self.listing is not None:
            self._show(self._top + rows)
            self.renew()

    def _heading(self, width: int) -> list[Line]:
        assert self.listing is not None
        ascii_only = self.charset.name == "ascii"
        title: list[Line] = [tuple((escaped(text, ascii_only), role) for text, role in self.listing.title)]
        return [*title, heads_line(self.listing.sort, self.listing.reverse, width)] if self.listing.sort else title

    def _room(self) -> int:
        return max(1, self.size.height - (2 if self.listing is not None and self.listing.sort else 1))

    def _follow(self) -> None:
        place = None if self.listing is None else self.listing.place_of(self.cursor)
        if place is not None and not self._top <= place < self._top + self._room():
            self._show(place - self._room() // 2)

    def _show(self, top: int) -> None:
        """Show the rows from one on, as far as there are enough to fill the room."""
        assert self.listing is not None
        self._top = max(0, min(top, len(self.listing.rows) - self._room()))
