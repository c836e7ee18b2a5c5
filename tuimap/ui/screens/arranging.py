"""How the screen is arranged: by its size, and by the panels that are open."""

from __future__ import annotations

from textual import events
from textual.geometry import Size

from tuimap.ui.arrangement import ARRANGEMENTS, TALL, Arrangement, arrangement
from tuimap.ui.messages import SceneReady
from tuimap.ui.panels import PANELS, SIDE, PanelName, Panels
from tuimap.ui.screens.map_state import MapState


class Arranging(MapState):
    """Opens and closes panels; the style sheet places them."""

    arrangement: Arrangement = "compact"
    _high = False
    _newest: PanelName = "details"
    """The panel that was opened last."""

    @property
    def open_panels(self) -> frozenset[PanelName]:
        """Give the panels that are open."""
        return self.panels.open(self._roomy)

    @property
    def _roomy(self) -> bool:
        return self.arrangement in ("tall", "wide")

    def on_compose(self) -> None:
        """Arrange before there is anything to style: nothing is styled a second time then."""
        self._fit(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Arrange for the new size."""
        self._fit(event.size)

    def on_scene_ready(self, message: SceneReady) -> None:
        """Leave the screen to a map of mere places: of those there is nothing to tell, unless it is asked for."""
        if not message.scene.map.sounds.named and self.panels == Panels():
            self.panels = Panels(roomy=frozenset())

    def watch_panels(self) -> None:
        """Arrange what is open now."""
        self._arrange()

    def action_panel(self, name: PanelName) -> None:
        """Show or hide a panel."""
        self.show_panel(name, name not in self.open_panels)

    def show_panel(self, name: PanelName, shown: bool = True) -> None:
        """Open or close a panel."""
        self._newest = name if shown else self._newest
        self.panels = self.panels.with_panel(name, shown, self._roomy)

    def back_out(self) -> bool:
        """Close the newest panel that takes a part of the map, or that was opened for once."""
        closable = self._closable
        if not closable:
            return super().back_out()
        self.show_panel(self._newest if self._newest in closable else min(closable), False)
        return True

    @property
    def _closable(self) -> frozenset[PanelName]:
        return self.open_panels & (ASKED_FOR if self._roomy else SIDE)

    def _fit(self, size: Size) -> None:
        self.arrangement = arrangement(*size)
        self._high = size.height >= TALL
        self._arrange()

    def _arrange(self) -> None:
        chosen = {f"-{name}": name == self.arrangement for name in ARRANGEMENTS}
        opened = {f"-{name}": name in self.open_panels for name in PANELS}
        side = bool(self.open_panels & SIDE) or (self.arrangement == "wide" and "wave" in self.open_panels)
        self.covered = bool(self._closable)
        self.update_classes({**chosen, **opened, "-side": side, "-high": self._high}, animate=False)


ASKED_FOR: frozenset[PanelName] = frozenset({"similar", "list"})
"""What Esc closes also where there is room for it."""
