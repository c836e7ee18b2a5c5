"""The two layouts of a map: scattered by likeness, or in a grid where each sound has a cell."""

from __future__ import annotations

import math
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from tuimap.ui.messages import LineAnswered, LineAsked, ScatterRead, ScatterWanted, SceneReady
from tuimap.ui.screens.map_state import MapState

if TYPE_CHECKING:
    from textual.timer import Timer

    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.viewport import Size


ARRANGING = "arranging the grid"

SETTLED_SECONDS = 0.2
"""A size that lasts so long is meant."""


class Gridded(Message):
    """A scene is arranged in a grid."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        super().__init__()


class Layouts(MapState):
    """Goes from one layout to the other, the cursor on the same sound."""

    _answered_in = math.inf
    """Seconds that the terminal took to answer, when asked last."""
    grid_wanted = False
    """Whether the map is to be shown in a grid made for the screen."""
    _settling: Timer | None = None
    """Runs out when the size of the map has settled."""

    def action_layout(self) -> None:
        """Show the map in its other layout; a grid may take a moment to arrange."""
        scene = self.scene
        if scene is None or not len(scene):
            return
        self.grid_wanted = scene.grid is None
        if scene.scattered is not None:
            self._show_layout(scene.scattered)
        elif scene.grid is not None:
            self.post_message(ScatterWanted(scene))
        else:
            self.post_message(LineAsked())
            self.told = ARRANGING
            self._ask_for_grid(scene)

    def on_scene_ready(self, message: SceneReady) -> None:
        """Arrange a whole map in a grid, if that is how one looks at it."""
        if self.grid_wanted and message.scene.grid is None and not message.scene.provisional:
            self.call_later(self._ask_for_grid, message.scene)

    def on_map_view_resized(self) -> None:
        """Make a grid that suits the new size once it lasts."""
        if self._settling is not None:
            self._settling.stop()
        if self.scene is not None and self.scene.scattered is not None:
            self._settling = self.set_timer(SETTLED_SECONDS, self._suit_size)

    def on_gridded(self, message: Gridded) -> None:
        """Show the grid, if it still is that of this map."""
        if self.scene is not None and message.scene.scattered in (self.scene, self.scene.scattered):
            self.told = "" if self.told == ARRANGING else self.told
            self._show_layout(message.scene)

    def _suit_size(self) -> None:
        if self.scene is not None and self.scene.scattered is not None:
            self._ask_for_grid(self.scene.scattered)

    def _ask_for_grid(self, scene: Scene) -> None:
        """Have a scattered scene arranged for the size of the map, in a thread."""
        arrange = partial(self._make_grid, scene, self._map_view.screen_size)
        self.run_worker(arrange, thread=True, exclusive=True, group="grid", name="grid")

    def _make_grid(self, scene: Scene, screen: Size) -> None:
        """Make a grid that suits the screen; runs in a thread."""
        from tuimap.ui.map.scene import in_grid

        gridded = in_grid(scene, screen)
        if not get_current_worker().is_cancelled:
            self.post_message(Gridded(gridded))

    def on_scatter_read(self, message: ScatterRead) -> None:
        """Show the scattered map, if the grid of its sounds is still there."""
        if message.gridded is not self.scene:
            return
        if message.scattered is None:
            self.told = "no scattered map is stored; --layout scatter makes one"
        else:
            self._show_layout(message.scattered)

    def on_line_answered(self, message: LineAnswered) -> None:
        """Remember how fast the line is."""
        self._answered_in = message.seconds

    def _show_layout(self, scene: Scene) -> None:
        """Show the same sounds elsewhere; on a fast line they go there."""
        from tuimap.ui.map.glide import FAST_LINE, MOST_SOUNDS, Glide, on_screen

        before, screen = self.scene, self._map_view.screen_size
        assert before is not None
        view = self.viewport._replace(grid=scene.grid)
        if self.cursor is not None and view.zoom > 1:
            x, y = scene.point(self.cursor)
            view = view._replace(x=x, y=y)
        start = on_screen(before, self.viewport, screen)
        self.free = None
        self.scene, self.viewport = scene, view
        self._follow()
        if self._answered_in <= FAST_LINE and len(scene) <= MOST_SOUNDS and self.app.animation_level != "none":
            self._map_view.glide(Glide(start, on_screen(scene, self.viewport, screen), monotonic()))
