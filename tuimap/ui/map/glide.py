"""Sounds on their way from where they were drawn to where they will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.map.canvas import Seen

if TYPE_CHECKING:
    from tuimap.ui.map.scene import Scene
    from tuimap.ui.map.viewport import Size, Viewport

SECONDS = 0.4
"""How long it takes."""

MOST_SOUNDS = 20_000
"""More are there at once."""

FAST_LINE = 0.02
"""Seconds from a question to the terminal's answer on a line that is fast enough."""


@dataclass(frozen=True, eq=False)
class Glide:
    """From where to where sounds go on a screen."""

    start: NDArray[np.float32]
    """[sounds, 2] columns and rows on the screen, also beyond its sides."""
    end: NDArray[np.float32]
    begun: float
    """By a steady clock, in seconds."""

    def seen(self, now: float, screen: Size) -> Seen | None:
        """Give the sounds that the screen shows at a time; None when all have arrived."""
        share = self._share(now)
        if share >= 1:
            return None
        column, row = np.rint(self.start + (self.end - self.start) * np.float32(share)).astype(np.intp).T
        within = (column >= 0) & (column < screen.columns) & (row >= 0) & (row < screen.rows)
        sound = np.flatnonzero(within)
        return Seen(row[sound] * screen.columns + column[sound], sound)

    def place(self, index: int, now: float) -> tuple[int, int]:
        """Give column and row of a sound at a time."""
        column, row = self.start[index] + (self.end[index] - self.start[index]) * self._share(now)
        return round(float(column)), round(float(row))

    def _share(self, now: float) -> float:
        """Give how much of the way they have gone: gently off, and gently there."""
        gone = min(max((now - self.begun) / SECONDS, 0.0), 1.0)
        return gone * gone * (3 - 2 * gone)


def on_screen(scene: Scene, view: Viewport, screen: Size) -> NDArray[np.float32]:
    """Give where a view draws all sounds of a scene, [sounds, 2] columns and rows on the screen."""
    window, whole = view.window(screen), view.lattice(screen)
    last = np.array([whole.columns - 1, whole.rows - 1], np.float32)
    places = scene.positions * [1, -1] + [0, 1]
    return np.asarray(places * last - [window.left, window.top], np.float32)
