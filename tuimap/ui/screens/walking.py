"""Walking the map: what the keys and the mouse do that lead from sound to sound."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tuimap.ui.heard import Heard
from tuimap.ui.messages import SceneReady
from tuimap.ui.screens.auditioning import Auditioning
from tuimap.ui.widgets.pointing import Pointing
from tuimap.ui.words.here import neighbour_in_cell

if TYPE_CHECKING:
    from tuimap.players import Player
    from tuimap.sound_map import Direction
    from tuimap.ui.charset import Charset

PAN = 4
"""Which part of the screen goes by at a press: a quarter."""

EARSHOT = 3
"""How many cells around the free cursor a sound is heard."""


class Walking(Auditioning):
    """Goes to sounds and has them heard."""

    def __init__(self, player: Player, charset: Charset, *, classes: str | None = None) -> None:
        super().__init__(player, charset, classes=classes)
        self._heard = Heard()
        self._chance = Random()

    def hear(self, index: int) -> None:
        """Hear a sound, and remember that."""
        super().hear(index)
        self._heard.hear(index)

    def back_out(self) -> bool:
        """Leave the free cursor."""
        if self.free is None:
            return super().back_out()
        self.free = None
        return True

    def on_scene_ready(self, message: SceneReady) -> None:
        """Know the sounds heard in the new map too."""
        self._heard.renumber(message.scene.map.sounds)

    def on_pointing_pointed(self, message: Pointing.Pointed) -> None:
        """Go to the sound nearest to where someone clicked."""
        if places := self.places():
            self.free = None
            self.land(places.nearest(message.column, message.row))

    def on_pointing_rested(self, message: Pointing.Rested) -> None:
        """Hear the sound under the pointer, if there is one; the map stays as it is."""
        places = self.places()
        if places is None or (index := places.nearest(message.column, message.row)) is None:
            return
        if places.cell_of(index) == (message.column, message.row) and index != self.cursor:
            with self.standing_still():
                self.land(index)

    def on_pointing_wheeled(self, message: Pointing.Wheeled) -> None:
        """Look closer or further away; what lies under the pointer stays there."""
        self.viewport = self.viewport.zoomed_about(message.steps, message.x, message.y, self.map_size)

    def action_walk(self, direction: Direction) -> None:
        """Go one step and listen; the free cursor goes one cell."""
        if self.free is not None:
            from tuimap.ui.map.lattice import ONWARD

            self._stray(*ONWARD[direction])
        elif self.cursor is not None and (places := self.places()):
            self.land(places.step(self.cursor, direction))

    def action_pan(self, across: int, down: int) -> None:
        """Look further to a side."""
        columns, rows = self.map_size
        self.viewport = self.viewport.panned(across * (columns // PAN), down * (rows // PAN), self.map_size)

    def action_cluster(self, direction: Direction) -> None:
        """Go to the next cluster and listen."""
        from tuimap.ui.map.middles import next_cluster

        if self.scene is not None and self.cursor is not None and (places := self.places()):
            self.free = None
            self.land(next_cluster(self.scene, places, self.cursor, direction, self.within))

    def action_free(self) -> None:
        """Take the free cursor, or leave it."""
        free = self.free is None and self.scene is not None and self.cursor is not None
        self.free = self.scene.point(self.cursor) if free and self.scene and self.cursor is not None else None

    def action_stack(self, offset: int) -> None:
        """Go to another sound in the same cell and listen."""
        if self.cursor is not None and (places := self.places()):
            self.land(neighbour_in_cell(places, self.cursor, offset))

    def action_heard(self, offset: int) -> None:
        """Go back, or forward, to what was heard, and hear it again."""
        self.free = None
        self.land(self._heard.go(offset))

    def action_random(self) -> None:
        """Go to any sound and listen."""
        self.free = None
        self.land(self._heard.unheard(self._chance, self.within))

    def _stray(self, across: int, down: int) -> None:
        """Move the free cursor, and listen to what lies near."""
        places = self.places()
        if places is not None and self.free is not None:
            column, row = places.cell_at(*self.free)
            self.go_freely(*places.point(column + across, row + down))

    def go_freely(self, x: float, y: float) -> None:
        """Put the free cursor at a point of the unit square, and listen to what lies near."""
        self.free = (x, y)
        places = self.places()
        if places is None:
            return
        column, row = places.cell_at(x, y)
        near = places.nearest(column, row)
        if near is not None and near != self.cursor and places.apart(near, column, row) <= EARSHOT:
            self.land(near)
