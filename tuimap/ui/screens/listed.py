"""The sounds as a list beside the map: those that are lit, or all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tuimap.notes import nearest_note
from tuimap.ui.messages import SceneReady
from tuimap.ui.screens.arranging import Arranging
from tuimap.ui.screens.finding import Finding
from tuimap.ui.widgets.sound_list import SoundList
from tuimap.ui.words.details_lines import duration_text
from tuimap.ui.words.finds import count_text
from tuimap.ui.words.quantities import hertz_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tuimap.sound import Sound
    from tuimap.ui.finder import Sorted
    from tuimap.ui.map.scene import Scene


class Listed(Arranging, Finding):
    """Keeps the list in step with what is lit."""

    _column = "name"
    _reverse = False

    def action_list(self) -> None:
        """Open the list and go to it, or close it."""
        if "list" in self.open_panels:
            self.show_panel("list", False)
            return
        self.show_panel("list")
        if self.way is None:
            self._turns.hold()
            self._sort()
        self._list.focus()

    def watch_lit(self) -> None:
        """List what is lit now."""
        if "list" in self.open_panels and self.way is None:
            self._sort()

    def on_scene_ready(self, message: SceneReady) -> None:  # noqa: ARG002 (MapState takes it in)
        """List the new sounds."""
        self._list.listing = None
        if "list" in self.open_panels:
            self.call_later(self._sort)

    def on_sound_list_picked(self, message: SoundList.Picked) -> None:
        """Go to a sound of the list; how it differs is told in full where there is not room in the list."""
        self.free = None
        self.land(message.sound)
        self.told = message.told

    def on_sound_list_sort_asked(self, message: SoundList.SortAsked) -> None:
        """Sort by another column, or the other way round."""
        self._reverse = message.column == self._column and not self._reverse
        self._column = message.column
        self._sort()

    def on_sorted(self, message: Sorted) -> None:
        """Show the list, if it is still that of the map."""
        self._turns.release()
        if self.scene is not None and self.shows(message.scene) and self.way is None:
            from tuimap.ui.words.listing import Listing

            count = count_text(len(message.rows), len(self.scene))
            value = VALUES.get(message.column, partial(_distance, self.scene, message.here))
            title = ((count, "strong"),)
            self._list.listing = Listing(message.rows, title, value, sort=message.column, reverse=message.reverse)

    def _sort(self) -> None:
        """Have what is lit, or all, sorted in a thread."""
        if (finder := self._known()) is None or self.cursor is None:
            self._turns.release()
            return
        rows = None if self.lit is None else self.lit.indices
        ask = partial(finder.sort, rows, self._column, self.cursor, self._reverse)
        self._find_out(ask, group="sort")

    @property
    def _list(self) -> SoundList:
        return self.query_one("#list", SoundList)


def _distance(scene: Scene, here: int, _: int, sound: Sound) -> list[str]:
    there = scene.index_of(sound)
    if there is None:
        return [UNKNOWN]
    across, upward = scene.map.positions[there] - scene.map.positions[here]
    return [f"{(across**2 + upward**2) ** 0.5:.3f}"]


def _told(number: float | None, write: Callable[[float], str]) -> list[str]:
    return [UNKNOWN if number is None else write(number)]


UNKNOWN = "-"

VALUES: dict[str, Callable[[int, Sound], list[str]]] = {
    "name": lambda _, sound: [duration_text(sound.duration)],
    "folder": lambda _, sound: [sound.folder],
    "length": lambda _, sound: [duration_text(sound.duration)],
    "loudness": lambda _, sound: _told(sound.traits.loudness, lambda loudness: f"{loudness:.0f} LUFS"),
    "centroid": lambda _, sound: _told(sound.traits.centroid, hertz_text),
    "pitch": lambda _, sound: _told(sound.traits.clear_pitch, lambda pitch: nearest_note(pitch)[0]),
}
"""What is told of a sound beside its name, by the column that the list is sorted by."""
