"""Other programs follow what is heard and selected, and move the cursor, by OSC."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tuimap.ui.messages import OscHeard, SceneReady
from tuimap.ui.screens.selecting import Selecting
from tuimap.ui.screens.walking import Walking

if TYPE_CHECKING:
    from tuimap.osc.ends import Ends
    from tuimap.osc.placed import Placed
    from tuimap.ui.map.selection import Selection


class Driven(Selecting, Walking):
    """Does what other programs ask for."""

    _ends: Ends | None = None
    _introduced = False
    _announced: int | None = None
    """The sound that others are told of; the cursor comes there later."""

    def drive(self, ends: Ends) -> None:
        """Be followed and moved from now on."""
        self._ends = ends
        self.watch(self, "selected", self._announce, init=False)
        ends.begin(self._placed, self._post)

    def on_scene_ready(self, message: SceneReady) -> None:  # noqa: ARG002 (MapState takes it in)
        """Tell, when there is a map, where OSC goes and comes in."""
        if self._ends is not None and not self._introduced:
            self._introduced = True
            self.call_later(setattr, self, "told", self._ends.told)

    def hear(self, index: int) -> None:
        """Hear a sound, and tell which one it is."""
        self._announced = index
        super().hear(index)

    def on_osc_heard(self) -> None:
        """Do what was asked for, in its order."""
        for command in self._ends.take() if self._ends else ():
            match command.name:
                case "cursor":
                    self._go_near(*command.place)
                case "nearest":
                    self._go_to(*command.place)
                case "play":
                    self.action_again()
                case "stop":
                    self.action_stop()

    def _post(self) -> None:
        """Say, from another thread, that something is asked for; too late where the screen has just ended."""
        with suppress(RuntimeError):
            self.post_message(OscHeard())

    def _go_near(self, x: float, y: float) -> None:
        """Move the free cursor, and listen to what lies near."""
        if self.scene is not None and self.cursor is not None:
            self.go_freely(x, y)

    def _go_to(self, x: float, y: float) -> None:
        """Go to the sound nearest to a point, and hear it, also where steps are not heard."""
        places = self.places()
        near = places.nearest(*places.cell_at(x, y)) if places else None
        if near is not None:
            self.free = None
            before = self.ear.asked
            self.land(near)
            if self.ear.asked is None or self.ear.asked is before:
                self.hear(near)

    def _announce(self, selected: Selection | None) -> None:
        """Tell what is selected now."""
        if self._ends is not None:
            import numpy as np

            self._ends.select(selected.order if selected else np.zeros(0, np.intp))

    def _placed(self) -> Placed | None:
        from tuimap.osc.placed import Placed

        if self.scene is None:
            return None
        return Placed(self.scene.map.root, self.scene.map.sounds, self.scene.positions, self._announced)
