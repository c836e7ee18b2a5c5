"""Partial updates that send only the cells that changed.

Textual sends a changed cell together with everything to the left of it in its widget
(upstream issue 5625); on a slow line that is most of what an arrow key costs.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class CroppedUpdate(ChopsUpdate):
    """An update cropped on both sides."""

    def render_segments(self, console: Console) -> str:
        """Give what to write to the terminal."""
        written = []
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                start, stop = max(x, first), min(end, last)
                if strip is not None and start < stop:
                    written += [Control.move_to(start, y).segment.text, strip.crop(start - x, stop - x).render(console)]
        return "".join(written)


class CroppingCompositor(Compositor):
    """Makes cropped updates."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Give the changed cells."""
        update = super().render_partial_update()
        return update and CroppedUpdate(update.chops, update.spans, update.chop_ends)
