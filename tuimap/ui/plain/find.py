"""Finding sounds in a walk in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.listening import Listening
from tuimap.ui.plain.walk import Walk, Ways
from tuimap.ui.safe_text import escaped
from tuimap.ui.words.finds import count_text

if TYPE_CHECKING:
    from tuimap.ui.finder import Finder
    from tuimap.ui.map.scene import Scene


class Finding(Walk):
    """Searches and filters."""

    def __init__(self, ways: Ways, listening: Listening = Listening()) -> None:  # noqa: B008 (it never changes)
        super().__init__(ways, listening)
        self._finder: Finder | None = None
        self._filter = ""
        self._found: list[int] = []

    def show(self, scene: Scene) -> None:
        """Keep the filter on another map."""
        super().show(scene)
        self._found = []
        if self._filter:
            self._sift(self._filter)

    def do_search(self) -> None:
        """Ask what to search for, and go to the best."""
        if not (query := self.ways.ask("find")):
            return
        answer = self._finder_now().search(query, True, lambda: True)
        order = answer.found.order.tolist() if answer else []
        self._found = [index for index in order if self.within is None or index in self.within]
        self.ways.say(f"found {count_text(len(self._found), len(self.map))}")
        if self._found:
            self.go(self._found[0])

    def do_next_found(self, offset: int) -> None:
        """Go to another sound found."""
        if not self._found:
            self.ways.say("nothing is found; / finds")
        elif self.at in self._found:
            self.go(self._found[(self._found.index(self.at) + offset) % len(self._found)])
        else:
            self.go(self._found[0])

    def do_filter(self) -> None:
        """Ask for a filter; an empty line takes it off."""
        if (typed := self.ways.ask("filter")) is not None:
            self._sift(typed)

    def do_folder(self) -> None:
        """Keep only the folder of the sound, or all again."""
        from tuimap.finding.grammar import in_folder, toggled

        self._sift(toggled(self._filter, in_folder(self.map.sound(self.at).folder)))

    def back_out(self) -> bool:
        """Take the filter back, or else the search."""
        if self._filter:
            self._sift("")
        elif self._found:
            self._found = []
            self.ways.say("nothing is searched for any more")
        else:
            return super().back_out()
        return True

    def _sift(self, typed: str) -> None:
        answer = self._finder_now().filter(typed, True, lambda: True)
        if answer is None:
            return
        if answer.read.complaint:
            self.ways.say(escaped(answer.read.complaint))
        if not answer.kept.count:
            self.ways.say(f"no sound is so; nothing is changed: {escaped(answer.read.text)}")
            self._filter = self._filter if self.within is not None else ""
            return
        self._filter, self._found = answer.read.text, []
        self.within = answer.kept if self._filter else None
        self.ways.say(
            f"{count_text(answer.kept.count, len(self.map))} kept by {escaped(self._filter)}"
            if self._filter
            else f"all {len(self.map):,} again"
        )
        if self.within is not None and self.at not in self.within:
            from tuimap.ui.finder import nearest_of

            self.go(nearest_of(self.map, self.within.indices, self.at))

    def _finder_now(self) -> Finder:
        from tuimap.ui.finder import Finder

        known = self._finder
        if known is None or known.scene is not self.map or known.marks is not self.marks:
            self._finder = known = Finder(self.map, self.marks, known)
        return known
