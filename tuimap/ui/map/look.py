"""What each sound wears on the map: a glyph, a colour, and what the user made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tuimap.ui.charset import NAMED
from tuimap.ui.palettes import STEPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = 3
"""How crowded a cell is: one sound, several, a crowd."""

CLASS_COLOURS = NAMED + 1
VALUE, DIMMED = CLASS_COLOURS, CLASS_COLOURS + STEPS
"""Numbers of colours: first those of the classes, from VALUE on those of the steps of a scale, last the quiet one."""

SELECTED = 128
"""Added to the style number of a cell that holds a selected sound."""

NAME, SEEN, REST = 120, 121, 122
"""Style numbers of what lies over the cells: names of clusters, and the small picture of the whole."""


@dataclass(frozen=True, eq=False)
class Look:
    """What sounds wear; each array holds all of the map's sounds."""

    shape: NDArray[np.uint8]
    """[sounds] whose glyph it has: 0 to NAMED."""
    colour: NDArray[np.uint8] | None = None
    """[sounds] a step of a scale, or STEPS for a sound without a value; None: the colour goes with the glyph."""
    lit: NDArray[np.bool_] | None = None
    """[sounds] drawn in their colours, the others are quiet; None: all."""
    selected: NDArray[np.bool_] | None = None
    starred: NDArray[np.bool_] | None = None
    """[sounds] the favourites."""
    solid: bool = False
    """Whether cells look alike however many sounds they hold: on a grid, where that says nothing."""


def style_number(colour: int, level: int = 1) -> int:
    """Give the number by which a brush knows a colour at a level."""
    return 1 + colour * LEVELS + level
