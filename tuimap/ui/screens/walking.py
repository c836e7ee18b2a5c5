"""Walking the map: what the keys and the mouse do that lead from sound to sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.here import neighbour_in_cell
from tuimap.ui.screens.map_state import MapState
from tuimap.ui.widgets.map_view import MapView

if TYPE_CHECKING:
    from tuimap.sound_map import Direction


class Walking(MapState):
    """Goes to sounds and has them heard."""

    def on_map_view_pointed(self, message: MapView.Pointed) -> None:
        """Go to the sound nearest to where someone pointed."""
        if places := self.places():
            self.land(places.nearest(message.column, message.row))

    def action_walk(self, direction: Direction) -> None:
        """Go one step and listen."""
        if self.cursor is not None and (places := self.places()):
            self.land(places.step(self.cursor, direction))

    def action_stack(self, offset: int) -> None:
        """Go to another sound in the same cell and listen."""
        if self.cursor is not None and (places := self.places()):
            self.land(neighbour_in_cell(places, self.cursor, offset))

    def action_again(self) -> None:
        """Listen once more."""
        self.land(self.cursor)

    def action_stop(self) -> None:
        """Be quiet."""
        self.player.stop()
