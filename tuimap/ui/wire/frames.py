"""Frames for which only the rows that changed are drawn.

For one changed cell Textual goes through every line of every widget; on a map that is most of what a key costs.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class FrameCompositor(Compositor):
    """Asks widgets for the rows of theirs that changed, and no others."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: set[Region] | None = None
        """What the frame being made is for; None where it is for everything."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Give what changed."""
        self._changed = set(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Give regions of widgets, what may be seen of them, and the lines there."""
        if self._changed is None:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            dirty = [part for changed in self._changed if (part := changed.intersection(seen))]
            if dirty:
                top, bottom = min(part.y for part in dirty), max(part.bottom for part in dirty)
                band = Region(seen.x, top, seen.width, bottom - top)
                yield region, band, widget.render_lines(band.translate(-region.offset))
