"""What is kept of a walk: marks."""

from __future__ import annotations

from tuimap.sound_marks import MarkChange
from tuimap.ui.messages import MarksAsked
from tuimap.ui.screens.map_state import MapState


class Keeping(MapState):
    """Marks sounds."""

    def action_favourite(self) -> None:
        """Mark the sound as a favourite, or take the mark off."""
        if self.here is not None:
            key, change = self.here.sound.key, MarkChange(favourite=not self.here.marks.favourite)
            self.marks = {**self.marks, key: change.applied(self.here.marks)}
            self.post_message(MarksAsked({key: change}))
