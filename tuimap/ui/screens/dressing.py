"""What the map wears: what its colours say, and the names of its clusters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from tuimap.sound import SoundKey
from tuimap.sound_marks import SoundMarks
from tuimap.ui.screens.map_state import MapState

if TYPE_CHECKING:
    from tuimap.ui.map.colour_names import ColourBy
    from tuimap.ui.map.colouring import Colouring
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.subset import Subset


class Dressed(Message):
    """It is known what the sounds of a scene wear."""

    def __init__(self, scene: Scene, colouring: Colouring, starred: Subset) -> None:
        self.scene = scene
        self.colouring = colouring
        self.starred = starred
        super().__init__()


class Dressing(MapState):
    """Changes what the glyphs and colours say; what takes time is found out in a thread."""

    def action_colour(self) -> None:
        """Let the colours say the next thing."""
        if self.scene is None:
            return
        from tuimap.ui.map.colouring import after

        among: set[ColourBy] = {*self.scene.colourings, *(("mark",) if self.marks else ())}
        self.colour_by = after(self.colour_by or self.scene.colouring.name, among)
        self._dress()

    def action_colour_by(self, name: ColourBy) -> None:
        """Let the colours say one thing; where they cannot, what they say by themselves."""
        self.colour_by = name
        self._dress()

    def action_names(self) -> None:
        """Show or hide the names of the clusters."""
        self.names_shown = not self.names_shown

    def watch_scene(self, before: Scene | None, scene: Scene | None) -> None:
        """Dress the new map, in the colours that were asked for as soon as they are known."""
        if scene is None or (before is not None and before.map.sounds is scene.map.sounds):
            return
        self.starred = None
        self.colouring = scene.colouring
        if self.colour_by is not None or self.marks:
            self._dress()

    def watch_marks(self) -> None:
        """Show the favourites on the map."""
        self._dress()
        super().watch_marks()

    def on_dressed(self, message: Dressed) -> None:
        """Show the map so, if it is still the same."""
        if self.shows(message.scene):
            self.colouring, self.starred = message.colouring, message.starred

    def watch_colouring(self) -> None:
        """Tell of which class the sound under the cursor is now."""
        self._describe()

    def _dress(self) -> None:
        """Have it found out, in a thread, what the sounds wear."""
        if self.scene is None:
            return
        wanted = self.colour_by or self.scene.colouring.name
        find_out = partial(self._work_out_colours, self.scene, wanted, dict(self.marks))
        self.run_worker(find_out, thread=True, exclusive=True, group="dress", name="dress")

    def _work_out_colours(self, scene: Scene, wanted: ColourBy, marks: Mapping[SoundKey, SoundMarks]) -> None:
        """Colour by what is wanted, as long as that says something, and find the favourites."""
        from tuimap.ui.map.colouring import colouring_of, indices_of
        from tuimap.ui.map.subset import Subset

        colouring = colouring_of(wanted, scene.map, scene.ways, marks) or scene.colouring
        favourites = (key for key, said in marks.items() if said.favourite)
        starred = Subset.of(indices_of(scene.map.sounds, favourites), len(scene))
        if not get_current_worker().is_cancelled:
            self.post_message(Dressed(scene, colouring, starred))
