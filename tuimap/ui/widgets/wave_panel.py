"""The waveform of the sound under the cursor, with a line that moves while it is heard."""

from __future__ import annotations

from time import monotonic

from textual.reactive import reactive

from tuimap.ui.charset import Charset
from tuimap.ui.line import Line
from tuimap.ui.messages import PictureWanted
from tuimap.ui.pictured import Pictured
from tuimap.ui.playhead import Playhead
from tuimap.ui.widgets.lines import Lines
from tuimap.ui.words.here import Here

REST_SECONDS = 0.06
"""A little longer than a held key takes to repeat."""

FRAME_SECONDS = 1 / 15
"""The line moves no more often."""


class WavePanel(Lines):
    """Waveform, spectrum and time scale; asks for what it has not once the cursor rests."""

    here: reactive[Here | None] = reactive(None, repaint=False)
    pictured: reactive[Pictured | None] = reactive(None, repaint=False)
    playhead: reactive[Playhead | None] = reactive(None, repaint=False)

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(charset, id=id)
        self._drawn: Pictured | None = None

    def lines(self, width: int) -> list[Line]:
        """Give the panel."""
        if self._drawn is None:
            return []
        from tuimap.ui.words.wave_lines import wave_lines

        return wave_lines(self._drawn, self._head, self.charset, width, self.size.height)

    def on_mount(self) -> None:
        """Prepare to wait for a rest, and to move the line."""
        self._rest = self.set_timer(REST_SECONDS, self._ask, pause=True)
        self._moving = self.set_interval(FRAME_SECONDS, self._move, pause=True)

    def on_resize(self) -> None:
        """Draw for the new size; what was hidden has not been asked for."""
        super().on_resize()
        self._ask()

    def watch_here(self, before: Here | None, after: Here | None) -> None:
        """Show another sound once the cursor rests: under a held key waveforms would only fill the line."""
        if after is not None and (before is None or before.sound != after.sound):
            self._rest.stop()
            self._rest = self.set_timer(REST_SECONDS, self._ask)

    def watch_pictured(self) -> None:
        """Draw what was read."""
        if self.pictured is not None and self.here is not None and self.pictured.sound == self.here.sound:
            self._drawn = self.pictured
            self.renew()

    def watch_playhead(self) -> None:
        """Begin to move the line, or take it away."""
        if self.playhead is not None and self.size:
            self._moving.resume()
        self.renew()

    @property
    def _head(self) -> float | None:
        heard, drawn = self.playhead, self._drawn
        return heard.share(monotonic()) if heard and drawn and heard.sound == drawn.sound else None

    def _move(self) -> None:
        over = self._head is None  # asked before it is drawn: what ends in between is drawn once more, without the line
        self.renew()
        if over:
            self._moving.pause()

    def _ask(self) -> None:
        """Have the pictures read if they are to be seen."""
        known = self.pictured is not None and self.here is not None and self.pictured.sound == self.here.sound
        if self.size and self.here is not None and not known:
            self.post_message(PictureWanted(self.here.sound))
