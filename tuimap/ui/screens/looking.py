"""How the map is looked at."""

from __future__ import annotations

from tuimap.ui.screens.map_state import MapState


class Looking(MapState):
    """Changes the view, never the cursor."""

    def action_zoom(self, steps: int) -> None:
        """Look closer or further away, at the cursor."""
        if (standing := self.standing) is not None:
            self.viewport = self.viewport.zoomed(steps, *standing)
