"""The bottom line: the keys that matter now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.keys import Key
from tuimap.ui.line import Line
from tuimap.ui.listening import Listening
from tuimap.ui.widgets.lines import Lines
from tuimap.ui.words.finds import Finds
from tuimap.ui.words.footer import Situation, footer_line, welcome_line

if TYPE_CHECKING:
    from tuimap.ui.map.subset import Subset


class KeyLine(Lines):
    """The keys that matter now, as many as there is room for."""

    zoom: reactive[float] = reactive(1.0, repaint=False)
    free: reactive[tuple[float, float] | None] = reactive(None, repaint=False)
    selected: reactive[Subset | None] = reactive(None, repaint=False)
    analysis: reactive[Analysis] = reactive(Analysis(), repaint=False)
    finds: reactive[Finds] = reactive(Finds(), repaint=False)
    covered: reactive[bool] = reactive(False, repaint=False)
    newcomer: reactive[bool] = reactive(False, repaint=False)
    touring: reactive[bool] = reactive(False, repaint=False)
    listening: reactive[Listening] = reactive(Listening(), repaint=False)

    def __init__(self, keys: tuple[Key, ...], charset: Charset, *, id: str | None = None) -> None:
        super().__init__(charset, id=id)
        self._keys = keys

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        if self.newcomer:
            return [welcome_line(self._keys, width, self.listening.audition == "on")]
        holds: dict[Situation, bool] = {
            "touring": self.touring,
            "list": self.screen.focused is not None and self.covered,
            "panel": self.covered,
            "filtered": bool(self.finds.terms),
            "found": bool(self.finds.query),
            "selected": self.selected is not None,
            "free": self.free is not None,
            "zoomed": self.zoom != 1,
            "analysing": self.analysis.state == "running",
        }
        return [footer_line(self._keys, [situation for situation, held in holds.items() if held], width)]

    def on_mount(self) -> None:
        """Follow what the keys depend on."""
        for name in ("zoom", "free", "selected", "analysis", "finds", "covered", "newcomer", "touring", "listening"):
            self.watch(self, name, self.renew, init=False)
        self.watch(self.screen, "focused", self.renew, init=False)
