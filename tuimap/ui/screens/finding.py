"""Finding sounds: by the letters of their names, and by a filter of what is known of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tuimap.ui.messages import MarksRead, SceneReady
from tuimap.ui.safe_text import escaped
from tuimap.ui.screens.asking import Asking
from tuimap.ui.widgets.prompt import Prompt, Question
from tuimap.ui.wire.lean_app import LeanApp
from tuimap.ui.words.finds import Finds, count_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tuimap.finding.search import Found
    from tuimap.ui.finder import Filtered, Searched
    from tuimap.ui.keyboard.turns import Turns
    from tuimap.ui.map.subset import Subset

SEARCH = Question("search", "/", "letters in their order, words apart; up, down: next; enter keeps, esc clears")


class Finding(Asking):
    """Searches and filters; what takes time is done in a thread."""

    way: NDArray[np.intp] | None = None
    """The sounds on the way from one to another, while that is shown."""
    _home: int | None = None
    """The sound on which one stood when the search began."""
    _found: Found | None = None
    """What the search has found that is kept or typed."""
    _filter = ""
    """The filter that is kept."""
    _terms: tuple[str, ...] = ()
    """Its terms."""
    _through: Subset | None = None
    """What it keeps."""

    async def action_search(self) -> None:
        """Ask what to search for."""
        if self.scene is not None:
            self._home, self.free = self.cursor, None
            await self._prompt.ask(SEARCH)
            self._look("")

    async def action_filter(self) -> None:
        """Ask for a filter; the one there is can be changed."""
        if self.scene is not None:
            from tuimap.finding.grammar import HINT

            await self._prompt.ask(Question("filter", "&", HINT), f"{self._filter} " if self._filter else "")

    def action_folder(self) -> None:
        """Keep only the folder of the present sound, or all again."""
        if self.here is not None:
            from tuimap.finding.grammar import in_folder, toggled

            self._sift(toggled(self._filter, in_folder(self.here.sound.folder)), entered=True)

    def action_next_found(self, offset: int) -> None:
        """Go to the next sound found, the best after the last."""
        order = self.way
        if order is None and self._found is not None:
            order = self._within(self._found.order)
        if order is None:
            self.told = "nothing is searched for; / searches"
            return
        if not len(order):
            self.told = "Nothing was found."
            return
        from tuimap.ui.finder import stepped

        self.free = None
        self.land(stepped(order, self.cursor, offset))

    def back_out(self) -> bool:
        """Clear the filter, or else the search."""
        if self._filter:
            self._sift("", entered=True)
            return True
        if self._found is not None:
            self._found = None
            self._show_finds()
            return True
        return super().back_out()

    def on_prompt_typed(self, message: Prompt.Typed) -> None:
        """Search or filter as far as it is typed."""
        self._answer(message, entered=False)

    def on_prompt_entered(self, message: Prompt.Entered) -> None:
        """Search or filter as it is meant; what is typed behind it waits for what comes of it."""
        self._turns.hold()
        self._answer(message, entered=True)

    def on_prompt_moved(self, message: Prompt.Moved) -> None:
        """Go to another sound found."""
        if message.about == "search":
            self.action_next_found(message.offset)

    def on_prompt_left(self, message: Prompt.Left) -> None:
        """Clear what was typed, and go back to where one was."""
        self.workers.cancel_group(self, message.about)
        if message.about == "search":
            self._found = None
            self.cursor = self._home if self._home is not None else self.cursor
        self._prompt.close()
        self._show_finds()

    def on_scene_ready(self, message: SceneReady) -> None:
        """Ask the same of a new map, what is kept and what is typed."""
        if self.scene is not None and self._home is not None:
            self._home = message.scene.index_of(self.scene.sound(self._home))
        query = self._found.query if self._found is not None else ""
        self._found = self._through = None
        self.lit = self.within = None
        self.finds = self.finds._replace(way=0)
        asks, typed = self._prompt.asks, self._prompt.text
        if asks == "search":
            self.call_later(self._look, typed)
        elif query:
            self.call_later(self._look, query, entered=True)
        if asks == "filter":
            self.call_later(self._sift, typed, entered=False)
        if self._filter:
            self.call_later(self._sift, self._filter)

    def on_marks_read(self, message: MarksRead) -> None:  # noqa: ARG002 (MapState takes them in)
        """Ask the same of what is said now."""
        if self._filter:
            self.call_later(self._sift, self._filter)

    def on_searched(self, message: Searched) -> None:
        """Show what was found, the best under the cursor."""
        self._heard_out(entered=message.entered)
        found, searching = message.found, self._prompt.asks == "search"
        asked = searching and found.query == self._prompt.text
        if self.scene is None or not self.shows(message.scene) or not (asked or (message.entered and not searching)):
            return
        order = self._within(found.order)
        typed = found.query.split()
        self._found = found if typed else None
        self._show_finds()
        if not asked:
            return
        self._prompt.tell(((count_text(len(order), len(self.scene)), "plain"),) if typed else ())
        best = int(order[0]) if typed and len(order) else self.cursor if self._home is None else self._home
        if not message.entered:
            self.cursor = best
        elif len(order):
            self._prompt.close()
            self.land(self.cursor if self.cursor in order and typed else best)
        else:
            self._prompt.tell(complaint="no name, folder or tag holds these letters; esc clears")

    def on_filtered(self, message: Filtered) -> None:
        """Show what the filter keeps; one that keeps nothing changes nothing."""
        self._heard_out(entered=message.entered)
        asked = self._prompt.asks == "filter" and message.typed == self._prompt.text
        if self.scene is None or not self.shows(message.scene) or not (asked or message.entered):
            return
        kept, complaint = message.kept, escaped(message.read.complaint)
        if not kept.count and not complaint:
            complaint = f"no sound is so; nothing is changed: {escaped(message.read.text)}"
        if asked:
            self._prompt.tell(((count_text(kept.count, len(self.scene)), "plain"),), complaint)
        if message.entered and kept.count and not (asked and message.read.complaint):
            self._filter, self._terms = message.read.text, tuple(term.text for term in message.read.terms)
            self._through = kept if message.read.terms else None
            if asked:
                self._prompt.close()
            self._show_finds()
            self._come_within()
        elif kept.count:
            self._show_finds(kept if message.read.terms else None)
        elif not asked and not message.scene.provisional:  # it kept something on the map before
            if self._through is None:
                self._filter, self._terms = "", ()
            self.told = complaint

    def _answer(self, message: Prompt.Said, entered: bool) -> None:
        if message.about == "search":
            self._look(message.text, entered=entered)
        elif message.about == "filter":
            self._sift(message.text, entered=entered)

    def _heard_out(self, *, entered: bool) -> None:
        """Let keys on that were typed behind what was entered."""
        if entered:
            self._turns.release()

    def _look(self, query: str, entered: bool = False) -> None:
        """Have it searched for in a thread."""
        if (finder := self._known()) is not None:
            self._find_out(partial(finder.search, query, entered), group="search")

    def _sift(self, typed: str, entered: bool = True) -> None:
        """Have it filtered in a thread."""
        if (finder := self._known()) is not None:
            self._find_out(partial(finder.filter, typed, entered), group="sift" if entered else "filter")

    def _show_finds(self, trying: Subset | None = None) -> None:
        """Light what is found; walking keeps to what the filter keeps. `trying` is what a filter would keep."""
        from tuimap.ui.map.subset import Subset

        kept = self._through if trying is None else trying
        found = Subset(self._found.lit) if self._found is not None else None
        among = found if kept is None else kept if found is None else found & kept
        self.within = self._through
        self.lit = Subset.of(self.way, len(self.scene)) if self.way is not None and self.scene else among
        self.finds = Finds(
            self._terms,
            self._through.count if self._through else 0,
            self._found.query.strip() if self._found else "",
            among.count if among and found else 0,
            0 if self.way is None else len(self.way),
        )

    def _within(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """Leave out what the filter does not keep."""
        return order if self._through is None else order[self._through.mask[order]]

    def _come_within(self) -> None:
        """Stand on a sound that is kept: the nearest on the map."""
        if self._through is None or self.scene is None or self.cursor is None or self.cursor in self._through:
            return
        from tuimap.ui.finder import nearest_of

        self.cursor = nearest_of(self.scene, self._through.indices, self.cursor)

    @property
    def _turns(self) -> Turns:
        assert isinstance(self.app, LeanApp)
        return self.app.turns

    @property
    def _prompt(self) -> Prompt:
        return self.query_one(Prompt)
