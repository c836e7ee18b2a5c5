"""How long the audio child may take for what, and what is said meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuimap.players.link import Link


@dataclass(frozen=True)
class Patience:
    """How long, in seconds, each thing may take."""

    silence: float = 1.4
    """A child that reports nothing for so long, also at its start, is told about."""
    hang: float = 4.0
    """Then it is ended, and another one started."""
    opening: float = 0.9
    """A device that takes so long to open is told about."""
    given_up: float = 6.0
    """Then it is left alone."""
    next_one: float = 2.0
    """The same where another back end can be tried: with `auto`."""
    starting: float = 6.0
    """What a child gets until its first report."""
    restarts: int = 5
    """So often a child that failed is replaced without a break."""
    steady: float = 20.0
    """A child that lived so long counts as a new beginning."""
    pause: float = 0.1
    """Before the first new start; each further one in the row waits twice as long."""

    def is_over(self, link: Link, now: float) -> bool:
        """Tell whether a child has used up its time; `now` is in seconds of a steady clock."""
        if not link.heard:
            return now - link.begun > self.starting
        return now - link.heard_at > self.hang or (bool(link.report.opening) and now - link.opening_at > self.given_up)

    def waiting_for(self, link: Link, now: float) -> str:
        """Say what is waited for, when that takes long enough to be told."""
        if not link.heard:
            return "the sound player takes long to start" if now - link.begun > self.silence else ""
        opening = link.report.opening
        if opening and now - link.opening_at > self.opening:
            return f"the sound device does not answer ({opening} waits for it)"
        return "the sound device does not answer" if now - link.heard_at > self.silence else ""
