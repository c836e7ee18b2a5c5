"""Hearing a stretch of a sound instead of the whole."""

from __future__ import annotations

from tuimap.ui.passage import marked, moved
from tuimap.ui.screens.auditioning import Auditioning
from tuimap.ui.widgets.wave_panel import WavePanel


class Passages(Auditioning):
    """Keeps the passage of the sound under the cursor; another sound has none."""

    def back_out(self) -> bool:
        """Hear the whole sound again."""
        if self.passage is None:
            return super().back_out()
        self.passage = None
        self.told = "the whole sound again"
        return True

    def action_begin(self, steps: int) -> None:
        """Begin later in the sound, or earlier, and hear it from there."""
        if self.scene is None or self.cursor is None:
            return
        sound = self.scene.sound(self.cursor)
        if sound.length is None:
            self.told = "the length of this sound is not known"
            return
        self.passage = moved(self.passage, sound, steps)
        self._hear_passage()

    def on_wave_panel_marked(self, message: WavePanel.Marked) -> None:
        """Take the stretch that was marked in the waveform, and hear it once it is meant so."""
        if self.scene is None or self.cursor is None:
            return
        sound = self.scene.sound(self.cursor)
        if sound == message.sound:
            self.passage = marked(sound, message.begin, message.end)
            if message.meant:
                self._hear_passage()

    def watch_cursor(self) -> None:
        """Leave the passage behind with its sound."""
        super().watch_cursor()
        if self.passage is not None and self.scene is not None and self.cursor is not None:
            self.passage = self.passage if self.passage.of == self.scene.sound(self.cursor).key else None

    def _hear_passage(self) -> None:
        from tuimap.ui.words.hearing import passage_text

        assert self.cursor is not None
        self.hear(self.cursor)
        self.told = passage_text(self.passage) if self.passage else "the whole sound"
