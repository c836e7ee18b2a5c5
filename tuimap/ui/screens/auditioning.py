"""Hearing what one lands on, as one wants to listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.ear import Ear
from tuimap.ui.passage import clip_of
from tuimap.ui.screens.map_state import MapState

if TYPE_CHECKING:
    from textual.timer import Timer

    from tuimap.players import Player
    from tuimap.ui.charset import Charset
    from tuimap.ui.listening import Changeable


class Auditioning(MapState):
    """Plays sounds; whatever leads to a sound comes through `land`, which asks whether it is to be heard."""

    def __init__(self, player: Player, charset: Charset, *, classes: str | None = None) -> None:
        super().__init__(player, charset, classes=classes)
        self.ear = Ear(player)
        self._waiting: Timer | None = None
        """Runs out when one has rested on a sound."""

    def land(self, index: int | None) -> None:
        """Stand on a sound, and hear it where steps are heard."""
        if self.scene is not None and index is not None:
            self._step(index)
        super().land(index)

    def hear(self, index: int) -> None:
        """Hear a sound, or a passage of it, at once."""
        assert self.scene is not None
        self._wait_no_more()
        sound = self.scene.sound(index)
        self.ear.play(sound, clip_of(self.scene.map.file(index), sound, self.passage), self.listening)

    def hush(self) -> None:
        """Be quiet."""
        self._wait_no_more()
        self.playhead = None
        self.ear.stop()

    def back_out(self) -> bool:
        """Stop what sounds; that is a rung by itself only where it would go on without end."""
        if not self.ear.hears:
            return super().back_out()
        self.hush()
        return self.listening.endless or super().back_out()

    def action_again(self) -> None:
        """Listen once more; what was told of the last key is over."""
        if self.scene is not None and self.cursor is not None:
            self.told = ""
            self.hear(self.cursor)

    def action_stop(self) -> None:
        """Be quiet."""
        self.hush()

    def action_listen(self, name: Changeable) -> None:
        """Listen in another way; what sounds is heard so at once."""
        from tuimap.ui.words.hearing import changed

        self.listening = self.listening.after(name)
        if name == "audition":
            self._wait_no_more()
        else:
            self.ear.again(self.listening)
        self.told = changed(self.listening, name)

    def action_volume(self, steps: int) -> None:
        """Turn the volume up or down, also of what sounds."""
        from tuimap.ui.words.hearing import volume_text

        self.listening = self.listening.turned(steps)
        self.ear.turn(self.listening)
        self.told = volume_text(self.listening.volume_db)

    def _step(self, index: int) -> None:
        """Hear a step now, or where one rests, or not."""
        heard = self.ear.step(self.listening)
        if heard == "heard":
            self.hear(index)
        elif heard == "waits":
            if self.ear.hears:
                self.hush()
            self._wait_no_more()
            self._waiting = self.set_timer(self.listening.rest_seconds, self._rested)

    def _rested(self) -> None:
        if self.scene is not None and self.cursor is not None:
            self.hear(self.cursor)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
