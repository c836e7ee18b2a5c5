"""How one listens in a walk in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.passage import moved
from tuimap.ui.plain.walk import Walk
from tuimap.ui.words.hearing import changed, passage_text, volume_text

if TYPE_CHECKING:
    from tuimap.ui.listening import Changeable


class Hearing(Walk):
    """Changes how sounds are heard, and says so."""

    def do_listen(self, name: Changeable) -> None:
        """Listen in another way; what sounds is heard so at once."""
        self.listening = self.listening.after(name)
        if name == "audition":
            self.alarms.drop("rest")
        else:
            self.ear.again(self.listening)
        self.ways.say(changed(self.listening, name))

    def do_volume(self, steps: int) -> None:
        """Turn the volume up or down."""
        self.listening = self.listening.turned(steps)
        self.ear.turn(self.listening)
        self.ways.say(volume_text(self.listening.volume_db))

    def do_begin(self, steps: int) -> None:
        """Begin later in the sound, or earlier, and hear it from there."""
        sound = self.map.sound(self.at)
        if sound.length is None:
            self.ways.say("the length of this sound is not known")
            return
        self.passage = moved(self.passage, sound, steps)
        self.hear()
        self.ways.say(passage_text(self.passage) if self.passage else "the whole sound")

    def back_out(self) -> bool:
        """Hear the whole sound again, or stop what goes on without end."""
        if self.passage is not None:
            self.passage = None
            self.ways.say("the whole sound again")
        elif self.listening.endless and self.ear.hears:
            self.hush()
            self.ways.say("silence")
        else:
            return super().back_out()
        return True
