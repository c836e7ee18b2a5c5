"""A player that has other programs follow whatever it plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tuimap.osc.ends import Ends
from tuimap.players import AS_IT_IS, Clip, Manner, Player, PlayerStatus


class AnnouncingPlayer:
    """Hands everything on to another player, and announces what begins and that it ends."""

    def __init__(self, player: Player, ends: Ends) -> None:
        self._player = player
        self._ends = ends

    def play(self, clip: Clip, manner: Manner = AS_IT_IS) -> None:
        """Begin a clip at once, fading out whatever sounds."""
        self._player.play(clip, manner)
        self._ends.play(clip)

    def stop(self) -> None:
        """Fade out whatever sounds."""
        self._player.stop()
        self._ends.stop()

    def set_volume(self, volume_db: float) -> None:
        """Turn everything up or down."""
        self._player.set_volume(volume_db)

    def expect(self, clips: Sequence[Clip]) -> None:
        """Hint at what may be asked for next."""
        self._player.expect(clips)

    def status(self) -> PlayerStatus:
        """Tell what happens now; also why OSC does not get through, where sound does."""
        status = self._player.status()
        return status if status.problem else replace(status, problem=self._ends.problem)

    def close(self) -> None:
        """Give the device back; who follows is told to be silent."""
        self._player.close()
        self._ends.stop()
        self._ends.close()
