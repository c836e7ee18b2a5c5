"""Which panels are open beside or below the map: one choice for screens with room, another for narrow ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

PanelName: TypeAlias = Literal["details", "wave", "similar", "list"]

PANELS: tuple[PanelName, ...] = get_args(PanelName)

SIDE: frozenset[PanelName] = frozenset({"details", "similar", "list"})
"""Those that take the side of a narrow screen, one at a time."""


@dataclass(frozen=True)
class Panels:
    """What is open; the size of the screen says which of the two counts."""

    roomy: frozenset[PanelName] = frozenset({"details", "wave"})
    """On a screen that is wide or tall."""
    narrow: frozenset[PanelName] = frozenset()

    def open(self, roomy: bool) -> frozenset[PanelName]:
        """Give what is open on a screen with or without room."""
        return self.roomy if roomy else self.narrow

    @property
    def lasting(self) -> Panels:
        """What is open at the next start too: what is similar belongs to the sound of which it was asked."""
        return Panels(self.roomy - {"similar"}, self.narrow - {"similar"})

    def with_panel(self, name: PanelName, shown: bool, roomy: bool) -> Panels:
        """Open or close a panel; on a narrow screen the side holds only the newest."""
        now = self.open(roomy) - {name}
        if shown:
            now = (now if roomy or name not in SIDE else now - SIDE) | {name}
        return replace(self, roomy=now) if roomy else replace(self, narrow=now)
