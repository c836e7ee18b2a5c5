"""The column beside the map: the sound under the cursor, and the analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tuimap.ui.analysis import Analysis
from tuimap.ui.line import Line
from tuimap.ui.widgets.lines import Lines
from tuimap.ui.widgets.wave_panel import REST_SECONDS
from tuimap.ui.words.analysis_lines import panel_lines, skipped_lines
from tuimap.ui.words.details_lines import details_lines
from tuimap.ui.words.here import Here

if TYPE_CHECKING:
    from tuimap.ui.map.scene import Scene


class Details(Lines):
    """What is known about the sound under the cursor."""

    scene: reactive[Scene | None] = reactive(None, repaint=False)
    here: reactive[Here | None] = reactive(None, repaint=False)

    def lines(self, width: int) -> list[Line]:
        """Give facts."""
        if self.here is None or self.scene is None:
            return []
        from tuimap.ui.words.character import character_of

        words = character_of(self.scene.map.sounds).words(self.here.sound)
        return details_lines(self.here, words, self.charset, width, self.size.height)

    def on_mount(self) -> None:
        """Prepare to wait for a rest."""
        self._rest = self.set_timer(REST_SECONDS, self.renew, pause=True)

    def watch_here(self, before: Here | None, after: Here | None) -> None:
        """Show another sound once the cursor rests, what is new about the same one at once."""
        if before is not None and after is not None and before.sound == after.sound:
            self.renew()
        else:
            self._rest.stop()
            self._rest = self.set_timer(REST_SECONDS, self.renew)


class AnalysisPanel(Lines):
    """A row per stage while the analysis runs; afterwards only the files it skipped."""

    analysis: reactive[Analysis] = reactive(Analysis(), repaint=False)

    def lines(self, width: int) -> list[Line]:
        """Give the rows."""
        give = panel_lines if self.analysis.running else skipped_lines
        return give(self.analysis, self.charset, width)

    def watch_analysis(self) -> None:
        """Show how far it is."""
        self.renew()
