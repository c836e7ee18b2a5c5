"""Choosing the sounds that something is to be done to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuimap.ui.chosen import Chosen
from tuimap.ui.screens.map_state import MapState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Selecting(MapState):
    """Keeps the selection."""

    def action_select(self) -> None:
        """Select the sound under the cursor, or no more."""
        if self.scene is not None and self.cursor is not None:
            self._toggle([self.cursor])

    def action_select_all(self) -> None:
        """Select all that is found and passes the filter, else all in view; if that is so, no more."""
        if self.scene is not None:
            self._toggle(self._shown())

    def back_out(self) -> bool:
        """Take the selection back."""
        if self.selected is None:
            return super().back_out()
        self.selected = None
        self.told = "nothing is selected now"
        return True

    def meant(self) -> Chosen | None:
        """Give the sounds that a key is meant for: the selected ones in their order, else where one stands."""
        if self.scene is None or self.cursor is None:
            return None
        indices = [self.cursor] if self.selected is None else [int(index) for index in self.selected.order]
        return Chosen(self.scene.map.root, self.scene.map.sounds, tuple(indices))

    def _toggle(self, those: list[int] | NDArray[np.intp]) -> None:
        from tuimap.ui.map.selection import toggled

        assert self.scene is not None
        self.selected = toggled(self.selected, those, len(self.scene))
        self.told = f"{self.selected.count:,} selected" if self.selected else "nothing is selected now"

    def _shown(self) -> NDArray[np.intp]:
        """Give the numbers of the sounds that are lit, or in view where all are; rising."""
        import numpy as np

        subsets = [subset for subset in (self.lit, self.within) if subset is not None]
        if subsets:
            return np.flatnonzero(np.logical_and.reduce([subset.mask for subset in subsets]))
        places = self.places()
        assert self.scene is not None
        assert places is not None
        shown = places.shown(self.viewport.window(self._map_view.screen_size))
        return np.sort(np.arange(len(self.scene))[shown.sound])
