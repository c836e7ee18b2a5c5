"""What is like what, in a walk in sentences: the sounds most like one, and a way from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.errors import TuimapError
from tuimap.ui.listening import Listening
from tuimap.ui.plain.find import Finding
from tuimap.ui.plain.walk import Ways
from tuimap.ui.safe_text import escaped

if TYPE_CHECKING:
    from tuimap.finding.descriptions import Descriptions
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.words.listing import Listing


class Comparing(Finding):
    """Compares sounds by all that was heard in them."""

    def __init__(self, ways: Ways, listening: Listening = Listening()) -> None:  # noqa: B008 (it never changes)
        super().__init__(ways, listening)
        self._described: Descriptions | None = None
        self._start: int | None = None
        """Where a way begins."""

    def show(self, scene: Scene) -> None:
        """Forget what was compared: the sounds have other numbers."""
        super().show(scene)
        self._described = self._start = None

    def do_similar(self) -> None:
        """Say which sounds are most like this one, and how they differ."""
        from tuimap.ui.comparer import likened

        described = self._descriptions()
        if described and (found := likened(self.map, described, self.at, lambda: True)):
            self._tell(found.listing)

    def do_path(self) -> None:
        """Begin a way here, or say the way from where it begins."""
        from tuimap.ui.comparer import wayfound

        if self._start is None or self._start == self.at:
            self._start = self.at if self._start is None else None
            self.ways.say("a way begins here; p at another sound speaks it" if self._start is not None else "no way")
        elif described := self._descriptions():
            if found := wayfound(self.map, described, self._start, self.at, lambda: True):
                self._tell(found.listing)
            self._start = None

    def _descriptions(self) -> Descriptions | None:
        if self._described is None:
            try:
                self._described = self.ways.describe()
            except TuimapError as error:
                self.ways.say(escaped(str(error)))
        if self._described is None or len(self._described) == len(self.map):
            return self._described
        self._described = None
        self.ways.say("the sounds are still being described: this works once the map is there")
        return None

    def _tell(self, listing: Listing) -> None:
        """Say a line for each sound of a list, and have `n` and `N` go through them."""
        ascii_only = self.ways.charset.name == "ascii"
        self._found = [int(row) for row in listing.rows]
        for place, index in enumerate(self._found):
            sound = self.map.sound(index)
            facts = ", ".join(listing.value(place, sound))
            self.ways.say(f"{listing.before(place).strip()} {escaped(sound.name, ascii_only)}: {facts}")
        self.ways.say("n and N go through them")
