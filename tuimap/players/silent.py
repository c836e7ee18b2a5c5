"""A player for a map that names no files: it says so, and needs no device and no process."""

from __future__ import annotations

from tuimap.players import Clip, PlayerStatus


class SilentPlayer:
    """Plays nothing."""

    def __init__(self, reason: str) -> None:
        self._status = PlayerStatus("null", problem=reason)

    def play(self, clip: Clip, *, gain_db: float = 0.0) -> None:
        """Stay silent."""

    def stop(self) -> None:
        """Stay silent."""

    def status(self) -> PlayerStatus:
        """Say why nothing is heard."""
        return self._status

    def close(self) -> None:
        """Leave nothing behind."""
