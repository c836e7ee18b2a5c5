"""Questions about the sounds on the map, answered in threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from tuimap.ui.screens.map_state import MapState

if TYPE_CHECKING:
    from tuimap.ui.finder import Finder


class Asking(MapState):
    """Knows who answers; of each kind of question only the newest is answered."""

    _finder: Finder | None = None

    def _known(self) -> Finder | None:
        """Give who answers questions about the sounds there are now."""
        if self.scene is None:
            return None
        if self._finder is None or self._finder.scene is not self.scene or self._finder.marks is not self.marks:
            from tuimap.ui.finder import Finder

            self._finder = Finder(self.scene, self.marks, self._finder)
        return self._finder

    def _find_out(self, ask: Callable[[Callable[[], bool]], Message | None], group: str) -> None:
        """Have a question answered in a thread; a newer one of its kind makes it needless."""

        def work() -> None:
            worker = get_current_worker()
            if (answer := ask(lambda: not worker.is_cancelled)) is not None:
                self.post_message(answer)

        self.run_worker(work, thread=True, exclusive=True, group=group, name=group)
