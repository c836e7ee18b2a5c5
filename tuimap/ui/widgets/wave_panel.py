"""The waveform of the sound under the cursor, with a line that moves while it is heard, and what is marked in it."""

from __future__ import annotations

from time import monotonic

from textual import events
from textual.message import Message
from textual.reactive import reactive

from tuimap.sound import Sound
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line
from tuimap.ui.messages import PictureWanted
from tuimap.ui.passage import Passage, of_sound, pictured_seconds
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
    passage: reactive[Passage | None] = reactive(None, repaint=False)

    class Marked(Message):
        """Someone marks a stretch of a sound, in shares of what is pictured; `end` is None for a mere beginning."""

        def __init__(self, sound: Sound, begin: float, end: float | None, meant: bool) -> None:
            self.sound = sound
            self.begin = begin
            self.end = end
            self.meant = meant
            """Whether it is to be heard, or may still change."""
            super().__init__()

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(charset, id=id)
        self._drawn: Pictured | None = None
        self._pressed: int | None = None
        """The column where a button went down."""

    def lines(self, width: int) -> list[Line]:
        """Give the panel."""
        if self._drawn is None:
            return []
        from tuimap.ui.words.wave_lines import wave_lines

        passage = of_sound(self.passage, self._drawn.sound)
        return wave_lines(self._drawn, self._head, self.charset, width, self.size.height, passage)

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

    def watch_passage(self) -> None:
        """Show what is marked."""
        self.renew()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to mark."""
        event.stop()
        if self._drawn is not None and self.size:
            self._pressed = self._column(event)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what would be marked."""
        if self._pressed is not None:
            self._mark(event, meant=False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Mark from where the button went down to here; in one place: from here on."""
        if self._pressed is not None:
            event.stop()
            self._mark(event, meant=True)
            self._pressed = None
            self.release_mouse()

    def _mark(self, event: events.MouseEvent, *, meant: bool) -> None:
        assert self._pressed is not None
        if self._drawn is not None:
            first, last = sorted((self._pressed, self._column(event)))
            width = self.size.width
            end = (last + 1) / width if last > first else None
            if meant or end is not None:
                self.post_message(self.Marked(self._drawn.sound, first / width, end, meant))

    def _column(self, event: events.MouseEvent) -> int:
        at = event.screen_x - self.content_region.x
        return min(max(int(at), 0), self.size.width - 1)

    @property
    def _heard(self) -> Playhead | None:
        """What is heard, where it is what is drawn."""
        heard, drawn = self.playhead, self._drawn
        return heard if heard and drawn and heard.sound == drawn.sound else None

    @property
    def _head(self) -> float | None:
        heard = self._heard
        return heard.share(monotonic(), self._silence(heard)) if heard else None

    def _silence(self, heard: Playhead) -> float:
        """Give how many seconds of silence are skipped, as far as the waveform shows it."""
        if not heard.manner.from_onset or self._drawn is None or not self._drawn.overview:
            return 0.0
        from tuimap.ui.words.wave_cells import silent_share

        seconds, length = pictured_seconds(heard.sound), heard.clip.duration
        begin = heard.begin / seconds
        end = 1.0 if length is None else min(1.0, (heard.begin + length) / seconds)
        return silent_share(self._drawn.overview, begin, end, from_end=heard.manner.reverse) * seconds

    def _move(self) -> None:
        heard = self._heard
        # asked before it is drawn: what ends in between is drawn once more, without the line
        over = heard is None or not heard.moves(monotonic(), self._silence(heard))
        self.renew()
        if over:
            self._moving.pause()

    def _ask(self) -> None:
        """Have the pictures read if they are to be seen."""
        known = self.pictured is not None and self.here is not None and self.pictured.sound == self.here.sound
        if self.size and self.here is not None and not known:
            self.post_message(PictureWanted(self.here.sound))
