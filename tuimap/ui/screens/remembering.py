"""Going on from where the collection was left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tuimap.ui.map.viewport import Viewport
from tuimap.ui.screens.dressing import Dressing
from tuimap.ui.screens.finding import Finding
from tuimap.ui.screens.layouts import Layouts
from tuimap.ui.screens.map_state import MapState
from tuimap.ui.session import Session

if TYPE_CHECKING:
    from tuimap.ui.map.scene import Scene

HINTED = 4
"""The hint for newcomers goes after so many sounds."""


class Remembering(Finding, Dressing, Layouts):
    """Takes a session before the first map, and gives one at the end."""

    _last = Session()
    _landed = 0

    def resume(self, session: Session, newcomer: bool = False) -> None:
        """Show what comes as it was last looked at; whoever is new here gets a hint."""
        self.set_reactive(MapState.newcomer, newcomer)
        self._last = session
        self.set_reactive(MapState.viewport, Viewport(*session.view, session.zoom))
        self.set_reactive(MapState.zoom, session.zoom)
        self.set_reactive(MapState.panels, session.panels)
        self.set_reactive(MapState.colour_by, session.colour_by)
        self.set_reactive(MapState.names_shown, session.names_shown)
        self.set_reactive(MapState.listening, session.listening)
        self._filter = session.filter
        self.grid_wanted = session.in_grid

    @property
    def session(self) -> Session:
        """How the map is looked at now; as it was before where none has been shown."""
        if self.scene is None or self.cursor is None:
            return replace(self._last, panels=self.panels.lasting, listening=self.listening)
        seen = self.viewport
        return Session(
            sound=self.scene.sound(self.cursor).key,
            view=(seen.x, seen.y),
            zoom=seen.zoom,
            panels=self.panels.lasting,
            colour_by=self.colour_by,
            names_shown=self.names_shown,
            in_grid=self.grid_wanted,
            filter=self._filter,
            listening=self.listening,
        )

    def land(self, index: int | None) -> None:
        """Stand on a sound and hear it; after some of them nobody is new here."""
        super().land(index)
        self._landed += 1
        if self._landed >= HINTED:
            self.newcomer = False

    def _kept(self, scene: Scene) -> int | None:
        """Find the sound under the cursor in another scene, that of the last session in the first."""
        if self.scene is None and self._last.sound is not None:
            return scene.index_of(self._last.sound)
        return super()._kept(scene)
