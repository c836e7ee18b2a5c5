"""A player for a map that names no files: it says so, and needs no device and no process."""

from __future__ import annotations

from collections.abc import Sequence

from tuimap.players import AS_IT_IS, Clip, Manner, PlayerStatus


class SilentPlayer:
    """Plays nothing."""

    def __init__(self, reason: str) -> None:
        self._status = PlayerStatus("null", problem=reason)

    def play(self, clip: Clip, manner: Manner = AS_IT_IS) -> None:
        """Stay silent."""

    def stop(self) -> None:
        """Stay silent."""

    def set_volume(self, volume_db: float) -> None:
        """Stay silent."""

    def expect(self, clips: Sequence[Clip]) -> None:
        """Stay silent."""

    def status(self) -> PlayerStatus:
        """Say why nothing is heard."""
        return self._status

    def close(self) -> None:
        """Leave nothing behind."""
