"""Telling the player what may be asked for next, so that it is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.players import Clip
from tuimap.ui.passage import clip_of
from tuimap.ui.screens.map_state import MapState
from tuimap.ui.widgets.wave_panel import REST_SECONDS

if TYPE_CHECKING:
    from textual.timer import Timer

    from tuimap.ui.words.here import Here


class Expecting(MapState):
    """Hands the neighbours' clips over once the cursor rests."""

    _resting: Timer | None = None

    def watch_here(self, before: Here | None, after: Here | None) -> None:
        """Wait for a rest: under a held key all that is near would be read in vain."""
        if after is not None and (before is None or before.near != after.near):
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(REST_SECONDS, self._expect)

    def next_stops(self) -> tuple[int, ...]:
        """Give the numbers of the sounds that may be next, the likeliest first."""
        return self.here.near if self.here is not None else ()

    def _expect(self) -> None:
        self.player.expect([self._clip(index) for index in self.next_stops() if self.scene and index < len(self.scene)])

    def _clip(self, index: int) -> Clip:
        assert self.scene is not None
        return clip_of(self.scene.map.file(index), self.scene.sound(index), None)
