"""The column beside the map: the sound under the cursor, and the analysis."""

from __future__ import annotations

from textual.reactive import reactive

from tuimap.ui.analysis import Analysis
from tuimap.ui.analysis_lines import panel_lines, skipped_lines
from tuimap.ui.details_lines import details_lines
from tuimap.ui.here import Here
from tuimap.ui.line import Line
from tuimap.ui.messages import OverviewWanted
from tuimap.ui.widgets.lines import Lines

REST_SECONDS = 0.06
"""A little longer than a held key takes to repeat."""


class Details(Lines):
    """What is known about the sound under the cursor."""

    here: reactive[Here | None] = reactive(None, repaint=False)

    def lines(self, width: int) -> list[Line]:
        """Give facts and waveform."""
        return details_lines(self.here, self.charset, width, self.size.height) if self.here else []

    def on_mount(self) -> None:
        """Prepare to wait for a rest."""
        self._rest = self.set_timer(REST_SECONDS, self._ask, pause=True)

    def on_resize(self) -> None:
        """Show what is known for the new size; what was hidden has not been asked for."""
        super().on_resize()
        self._ask()

    def watch_here(self) -> None:
        """Show another sound once the cursor rests: under a held key waveforms would only fill the line."""
        self._rest.stop()
        if self.here is not None and self.here.overview is not None:
            self.renew()
        else:
            self._rest = self.set_timer(REST_SECONDS, self._ask)

    def _ask(self) -> None:
        """Have the waveform read if it is to be seen; everything is drawn when it is there."""
        if self.size and self.here is not None and self.here.overview is None:
            self.post_message(OverviewWanted(self.here.sound))


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
