"""What is kept of a walk: marks."""

from __future__ import annotations

from tuimap.ui.messages import MarkAsked
from tuimap.ui.screens.map_state import MapState


class Keeping(MapState):
    """Marks sounds."""

    def action_favourite(self) -> None:
        """Mark the sound as a favourite, or take the mark off."""
        if self.here is not None:
            key, favourite = self.here.sound.key, not self.here.favourite
            self.favourites = self.favourites | {key} if favourite else self.favourites - {key}
            self.post_message(MarkAsked(key, favourite))
