"""The quiet lines above and below the map; each shows what the screen hands down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tuimap.players import PlayerStatus
from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, cut, ended, spread, width_of
from tuimap.ui.listening import Listening
from tuimap.ui.passage import Passage
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
    listening: reactive[Listening] = reactive(Listening(), repaint=False)
    audio: reactive[PlayerStatus] = reactive(PlayerStatus(""), repaint=False)
    passage: reactive[Passage | None] = reactive(None, repaint=False)

    def __init__(self, title: str, method: str, charset: Charset, host: str = "", *, id: str | None = None) -> None:
        super().__init__(charset, id=id)
        self._title = title
        self._method = method
        self._host = host

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        name = shown_name(self._title, max(8, width // 3), self.charset.name == "ascii")
        count: Line = ((f"  {sounds_text(len(self.scene))}", "plain"),) if self.scene else ()
        if self.scene and self.finds:
            found = cut(((name, "strong"), *finds_line(self.finds, len(self.scene), self.charset)), width)
            return [spread(found, self._hearing(width - width_of(found) - 2), width)]
        method: Line = ((f"  {self._method}", "quiet"),)
        layout: Line = ((f"  {'grid' if self.scene.grid else 'scatter'}", "quiet"),) if self.scene else ()
        zoom: Line = ((f"  {self.zoom:g}x", "quiet"),) if self.zoom != 1 else ()
        selected: Line = ((f"  {self.selected.count:,} selected", "accent"),) if self.selected else ()
        known: Line = ((name, "strong"), *count, *zoom, *selected)
        news = self._news()
        least = width_of(news) + width_of(self._hearing(0, least=True))
        if width_of((*known, *layout, *method)) + least + 1 < width:
            known = (*known, *layout, *method)
        elif width_of((*known, *method)) + least < width:
            known = (*known, *method)
        elif self.analysis.running and width_of((*known, *news)) + 2 > width:
            known = ((name, "strong"),)
            if width_of((*known, *news)) + 2 > width:
                news = one_line(self.analysis._replace(skipped=()), self.charset)
        room = width - width_of(known) - 2
        if self.analysis.told and not self.analysis.running and width_of(news) > room:
            news = (*ended(news, room - len(WHOLE)), (WHOLE, "quiet"))
        return [spread(known, (*self._hearing(room - width_of(news)), *ended(news, room)), width)]

    def _news(self) -> Line:
        """Give how the analysis goes, or how it went."""
        if self.scene is None and self.analysis.state == "running":
            return (("esc stops", "quiet"),)
        return one_line(self.analysis, self.charset)

    def _hearing(self, room: int, *, least: bool = False) -> Line:
        """Give what there is room for of how one listens, or all that should; nothing where more has to be said."""
        if self.scene is None or self.analysis.running or self.analysis.told or self.analysis.state == "stopped":
            return ()

        from tuimap.ui.words.hearing import hearing_line, hearing_lines

        lines = hearing_lines(self.listening, self.audio, self.passage, self._host, self.charset)
        return lines[-1] if least else hearing_line(lines, room)

    def on_mount(self) -> None:
        """Tell what has changed."""
        for name in ("scene", "zoom", "selected", "analysis", "finds", "listening", "audio", "passage"):
            self.watch(self, name, self.renew, init=False)


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

    def __init__(self, charset: Charset, host: str = "", *, id: str | None = None) -> None:
        super().__init__(charset, id=id)
        self._host = host

    def lines(self, width: int) -> list[Line]:
        """Give the one line."""
        return [status_line(self.here, self.audio, self.charset, width, self.told, self._host)]

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
