"""The quiet lines above and below the map; each shows what the screen hands down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tuimap.players import PlayerStatus
from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, cut, ended, spread, width_of
from tuimap.ui.safe_text import shown_name
from tuimap.ui.widgets.lines import Lines
from tuimap.ui.words.analysis_lines import one_line
from tuimap.ui.words.finds import Finds, finds_line
from tuimap.ui.words.here import Here
from tuimap.ui.words.legend import legend_line
from tuimap.ui.words.quantities import sounds_text
from tuimap.ui.words.status import status_line

if TYPE_CHECKING:
    from tuimap.ui.map.colouring import Colouring
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.subset import Subset

WHOLE = " (!)"
"""The key that shows in full what was cut off."""


class Title(Lines):
    """The collection at the left; how the analysis goes, or what was skipped, at the right."""

    scene: reactive[Scene | None] = reactive(None, repaint=False)
    zoom: reactive[float] = reactive(1.0, repaint=False)
    selected: reactive[Subset | None] = reactive(None, repaint=False)
    analysis: reactive[Analysis] = reactive(Analysis(), repaint=False)
    finds: reactive[Finds] = reactive(Finds(), repaint=False)

    def __init__(self, title: str, method: str, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(charset, id=id)
        self._title = title
        self._method = method

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        name = shown_name(self._title, max(8, width // 3), self.charset.name == "ascii")
        count: Line = ((f"  {sounds_text(len(self.scene))}", "plain"),) if self.scene else ()
        if self.scene and self.finds:
            return [cut(((name, "strong"), *finds_line(self.finds, len(self.scene), self.charset)), width)]
        method: Line = ((f"  {self._method}", "quiet"),)
        layout: Line = ((f"  {'grid' if self.scene.grid else 'scatter'}", "quiet"),) if self.scene else ()
        zoom: Line = ((f"  {self.zoom:g}x", "quiet"),) if self.zoom != 1 else ()
        first = self.scene is None and self.analysis.state == "running"
        news: Line = (("esc stops", "quiet"),) if first else one_line(self.analysis, self.charset)
        selected: Line = ((f"  {self.selected.count:,} selected", "accent"),) if self.selected else ()
        known: Line = ((name, "strong"), *count, *zoom, *selected)
        if width_of((*known, *layout, *method, *news)) + 1 < width:
            known = (*known, *layout, *method)
        elif width_of((*known, *method, *news)) < width:
            known = (*known, *method)
        elif self.analysis.running and width_of((*known, *news)) + 2 > width:
            known = ((name, "strong"),)
            if width_of((*known, *news)) + 2 > width:
                news = one_line(self.analysis._replace(skipped=()), self.charset)
        room = width - width_of(known) - 2
        if self.analysis.told and not self.analysis.running and width_of(news) > room:
            news = (*ended(news, room - len(WHOLE)), (WHOLE, "quiet"))
        return [spread(known, ended(news, room), width)]

    def watch_scene(self) -> None:
        """Count again."""
        self.renew()

    def watch_selected(self) -> None:
        """Count what is selected."""
        self.renew()

    def watch_zoom(self) -> None:
        """Tell the zoom."""
        self.renew()

    def watch_analysis(self) -> None:
        """Tell the progress."""
        self.renew()

    def watch_finds(self) -> None:
        """Tell what is searched for."""
        self.renew()


class Legend(Lines):
    """What the glyphs and the colours stand for."""

    colouring: reactive[Colouring | None] = reactive(None, repaint=False)

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        return [legend_line(self.colouring, self.charset, width)] if self.colouring else []

    def watch_colouring(self) -> None:
        """Say what the colours say now."""
        self.renew()


class StatusLine(Lines):
    """Where one is, in a sentence."""

    here: reactive[Here | None] = reactive(None, repaint=False)
    audio: reactive[PlayerStatus] = reactive(PlayerStatus(""), repaint=False)
    told: reactive[str] = reactive("", repaint=False)

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        return [status_line(self.here, self.audio, self.charset, width, self.told)]

    def watch_told(self) -> None:
        """Tell what was done."""
        self.renew()

    def watch_here(self) -> None:
        """Tell the new place."""
        self.renew()

    def watch_audio(self) -> None:
        """Tell what is heard."""
        self.renew()


class TooSmall(Lines):
    """Stands instead of everything on a screen that cannot hold a map."""

    def lines(self, width: int) -> list[Line]:
        """Give the one line, or shorter ones where it does not fit."""
        return [(("tuimap needs 40 x 12 cells", "plain"),), ((f"here are {width} x {self.size.height}", "quiet"),)]
