"""A walk in sentences that other programs follow and move, by OSC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.listening import Listening
from tuimap.ui.plain.walk import Walk, Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from tuimap.osc.ends import Ends
    from tuimap.osc.placed import Placed

EARSHOT = 3
"""Within so many cells a sound is near."""


class Driven(Walk):
    """Does what other programs ask for."""

    def __init__(self, ways: Ways, listening: Listening = Listening()) -> None:  # noqa: B008 (it never changes)
        super().__init__(ways, listening)
        self._ends: Ends | None = None

    def drive(self, ends: Ends, tell: Callable[[], None]) -> None:
        """Be followed from now on; `tell` is called, in a thread, when there is something for `heed_osc`."""
        self._ends = ends
        ends.begin(self._placed, tell)

    def heed_osc(self) -> None:
        """Do what was asked for, in its order; nothing while there are no sounds."""
        for command in self._ends.take() if self._ends else ():
            if self.cursor is not None:
                match command.name:
                    case "cursor":
                        self._go_near(*command.place)
                    case "nearest":
                        self._go_to(*command.place)
                    case "play":
                        self.do_again()
                    case "stop":
                        self.do_stop()

    def _go_near(self, x: float, y: float) -> None:
        """Hear what lies near a point; that is not said, for points follow each other as fast as a hand moves."""
        cell = self.places.cell_at(x, y)
        near = self.places.nearest(*cell)
        if near is not None and near != self.cursor and self.places.apart(near, *cell) <= EARSHOT:
            self.stand(near)

    def _go_to(self, x: float, y: float) -> None:
        """Go to the sound nearest to a point, and hear it, also where steps are not heard."""
        before = self.ear.asked
        self.go(self.places.nearest(*self.places.cell_at(x, y)))
        if self.ear.asked is None or self.ear.asked is before:
            self.hear()

    def _placed(self) -> Placed | None:
        from tuimap.osc.placed import Placed

        if self.scene is None:
            return None
        return Placed(self.scene.map.root, self.scene.map.sounds, self.scene.positions, self.cursor)
