"""The map as a place to choose sounds for another program."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tuimap.ui.keyboard.keys import PICKING, bindings
from tuimap.ui.messages import Picked
from tuimap.ui.screens.map_screen import MapScreen


class PickScreen(MapScreen):
    """Ends with the sounds that Enter takes."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PICKING)]

    def action_pick(self) -> None:
        """Take the selected sounds, or the one under the cursor."""
        if chosen := self.meant_files():
            self.post_message(Picked(chosen.files()))
