"""What workers tell the screen, and what it asks of them.

A newer map or account replaces one still queued, for it holds all that one held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.message import Message

from tuimap.sound import Sound, SoundKey
from tuimap.sound_marks import SoundMarks
from tuimap.ui.analysis import Analysis

if TYPE_CHECKING:
    from tuimap.finding.descriptions import Descriptions
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.marking import Marking


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


class MarksRead(Message):
    """What the user says of sounds: all that is stored; `kept` unless what was asked for last could not be."""

    def __init__(self, marks: Mapping[SoundKey, SoundMarks], *, kept: bool = True) -> None:
        self.marks = marks
        self.kept = kept
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Tell whether this one makes a queued one needless."""
        return isinstance(message, MarksRead) and message.kept


class MarkingDone(Message):
    """What becomes of the marks of many sounds is worked out, by some work."""

    def __init__(self, work: Callable[[], Marking], marking: Marking) -> None:
        self.work = work
        self.marking = marking
        super().__init__()


class Told(Message):
    """A worker has something to say in the lowest line."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__()


class ExportEnded(Message):
    """The export is done, or as far as it gets."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__()


class Picked(Message):
    """The user has chosen files for another program: their paths."""

    def __init__(self, paths: list[str]) -> None:
        self.paths = paths
        super().__init__()


class MarksAsked(Message):
    """The user says something else of sounds: it is `unstored` on the screen, lest it be lost with this message."""


class PictureWanted(Message):
    """The waveform and the spectrum of a sound are to be shown."""

    def __init__(self, sound: Sound) -> None:
        self.sound = sound
        super().__init__()


class OverviewRead(Message):
    """The waveform of a sound; empty where there is none."""

    def __init__(self, sound: Sound, overview: bytes) -> None:
        self.sound = sound
        self.overview = overview
        super().__init__()


class SpectrumRead(Message):
    """The spectrum of a sound over time; empty where there is none."""

    def __init__(self, sound: Sound, spectrum: bytes) -> None:
        self.sound = sound
        self.spectrum = spectrum
        super().__init__()


class ScatterWanted(Message):
    """The scattered map of which a stored grid was made is to be shown."""

    def __init__(self, gridded: Scene) -> None:
        self.gridded = gridded
        super().__init__()


class ScatterRead(Message):
    """The scattered map of a grid's sounds; None where there is none."""

    def __init__(self, gridded: Scene, scattered: Scene | None) -> None:
        self.gridded = gridded
        self.scattered = scattered
        super().__init__()


class LineAsked(Message):
    """It is to be found out how fast the line to the terminal is."""


class LineAnswered(Message):
    """The terminal answered a question."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__()


class OscHeard(Message):
    """Another program asks for something, which is to be taken from where it came in."""


class HaltAsked(Message):
    """The user wants the analysis to stop."""


class DescriptionsWanted(Message):
    """The sounds of a scene are to be compared by all that was heard of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        super().__init__()


class DescriptionsRead(Message):
    """What the sounds of the stored map sound like, or why that is not known; asked for when a scene was shown."""

    def __init__(self, scene: Scene, described: Descriptions | None, problem: str = "") -> None:
        self.scene = scene
        self.described = described
        self.problem = problem
        super().__init__()
