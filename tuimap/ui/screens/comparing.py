"""Sounds compared by all that was heard of them: the most similar ones, and the way from one to another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tuimap.ui.messages import DescriptionsRead, DescriptionsWanted, SceneReady
from tuimap.ui.screens.listed import Listed
from tuimap.ui.widgets.sound_list import SoundList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.finding.descriptions import Descriptions
    from tuimap.ui.comparer import Likened, Wayfound


class Comparing(Listed):
    """Asks for comparisons; what takes time is done in a thread, once the descriptions are read."""

    _described: Descriptions | None = None
    """What the sounds of the scene sound like; read when first needed."""
    _asked: tuple[int, ...] = ()
    """What was to be compared when the descriptions were not there yet: one sound, or both ends of a way."""
    _start: int | None = None
    """The sound from which a way is to be shown."""

    def action_similar(self) -> None:
        """List the sounds most like the present one; once more, from another: those of that one."""
        similar = self.query_one("#similar", SoundList)
        listing = similar.listing
        if "similar" in self.open_panels and (listing is None or listing.origin == self.cursor):
            self.show_panel("similar", False)
        elif self._comparable() and self.cursor is not None:
            self.show_panel("similar")
            similar.focus()
            self._compare(self.cursor)

    def action_path(self) -> None:
        """Mark where a way begins; from another sound: show the way from there."""
        if not self._comparable() or self.scene is None or self.cursor is None:
            return
        if self._start is None or self._start == self.cursor:
            self._start = self.cursor if self._start is None else None
            self.told = (
                "the way begins here: go to another sound, and p shows the way" if self._start is not None else "no way"
            )
        else:
            self.show_panel("list")
            self._list.focus()
            self._compare(self._start, self.cursor)

    def back_out(self) -> bool:
        """Forget the way, or where it was to begin."""
        if self.way is None and self._start is None:
            return super().back_out()
        self._start = None
        self._go_way(None)
        return True

    def on_scene_ready(self, message: SceneReady) -> None:
        """Forget what was compared, for the sounds have other numbers; the panel shows what is like the present one."""
        self._described, self._start, self.way, self._asked = None, None, None, ()
        self.query_one("#similar", SoundList).listing = None
        if "similar" in self.open_panels and not message.scene.provisional:
            self.call_later(self._liken)

    def on_descriptions_read(self, message: DescriptionsRead) -> None:
        """Compare what was to be compared, unless the map is another one by now: its sounds have other numbers."""
        if not self.shows(message.scene):
            return
        asked, self._asked = self._asked, ()
        if self.scene is None or message.described is None or len(message.described) != len(self.scene):
            self._wait(message.problem or "the map has changed; press s or p again")
            return
        self._described, self.told = message.described, ""
        if asked:
            self._compare(*asked)

    def on_likened(self, message: Likened) -> None:
        """Show the sounds most like one."""
        if self.shows(message.scene):
            self.query_one("#similar", SoundList).listing = message.listing

    def on_wayfound(self, message: Wayfound) -> None:
        """Show the way."""
        if self.shows(message.scene):
            self._start = None
            self._go_way(message.listing.rows)
            self._list.listing = message.listing
            self.told = f"{len(message.listing.rows)} sounds on the way: up, down or n, N go along it; esc ends it"

    def _go_way(self, rows: NDArray[np.intp] | None) -> None:
        """Light the sounds on the way, or no way."""
        self.way = rows
        self._show_finds()

    def _comparable(self) -> bool:
        """Tell whether the sounds are described; say so where not."""
        if self.scene is not None and self.scene.provisional:
            self.told = "the sounds are still being described: this works once the map is there"
            return False
        return self.scene is not None

    def _liken(self) -> None:
        if self.cursor is not None:
            self._compare(self.cursor)

    def _compare(self, *sounds: int) -> None:
        """Compare now, or once the descriptions are read."""
        if self.scene is None:
            return
        if self._described is None:
            if not self._asked:
                self.post_message(DescriptionsWanted(self.scene))
            self._asked = sounds
            self._wait(f"reading what {len(self.scene):,} sounds are like ..")
            return
        from tuimap.ui.comparer import likened, wayfound

        if len(sounds) == 1:
            self._find_out(partial(likened, self.scene, self._described, sounds[0]), group="compare")
        else:
            self._find_out(partial(wayfound, self.scene, self._described, sounds[0], sounds[1]), group="compare")

    def _wait(self, words: str) -> None:
        for name in ("similar", "list"):
            if name in self.open_panels:
                self.query_one(f"#{name}", SoundList).waiting = words
        self.told = words
