"""What workers tell the screen; a newer message replaces one still queued, for it holds all that one held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tuimap.ui.analysis import Analysis

if TYPE_CHECKING:
    from tuimap.ui.scene import Scene


class SceneReady(Message):
    """There is a new map to show."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Tell whether this one makes a queued one needless."""
        return isinstance(message, SceneReady)


class AnalysisMoved(Message):
    """The analysis got further, or ended."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Tell whether this one makes a queued one needless."""
        return isinstance(message, AnalysisMoved)


class HaltAsked(Message):
    """The user wants the analysis to stop."""
