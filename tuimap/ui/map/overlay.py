"""What lies over the cells of the map: the names of its clusters, and the small picture of the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuimap.ui.map.canvas import Cells
from tuimap.ui.map.classes import Classes
from tuimap.ui.map.cluster_names import LONGEST, placed
from tuimap.ui.map.look import LEVELS, NAME, REST, SEEN, Look, style_number
from tuimap.ui.map.minimap import Minimap, covered
from tuimap.ui.safe_text import shown_name


def taken_by(
    shape: tuple[int, ...], cursor: tuple[int, int] | None, place: tuple[int, int] | None
) -> NDArray[np.bool_]:
    """Tell where no name may be, [rows, columns]: at the cursor, column and row, and under the picture at a place."""
    taken = np.zeros(shape, bool)
    if cursor is not None and 0 <= cursor[1] < shape[0]:
        taken[cursor[1], max(0, cursor[0] - 1) : max(0, cursor[0] + 2)] = True
    if place is not None:
        taken[covered(place)] = True
    return taken


def with_names(cells: Cells, look: Look, classes: Classes, ascii_only: bool, taken: NDArray[np.bool_]) -> Cells:
    """Write the names of classes where most of each lies and nothing is `taken`, [rows, columns].

    They have their class's colour where colours tell classes, and are quiet where some sounds are lit.
    """
    longest = min(LONGEST, cells.counts.shape[1] // 4)
    texts = {
        number: shown_name(classes.short(number, longest), longest, ascii_only)
        for number, name in enumerate(classes.names)
        if name
    }
    drawn = cells.copy()
    for name in placed(texts, cells.shapes, cells.counts, taken):
        where = name.row, slice(name.column, name.column + name.width)
        if len(name.text) != name.width - 2:
            continue
        drawn.glyphs[where] = [ord(character) for character in f" {name.text} "]
        drawn.styles[where] = _wear(look, name.number)
    return drawn


def _wear(look: Look, number: int) -> int:
    """Give the style number of a class's name."""
    if look.lit is not None:
        return REST
    return style_number(number, LEVELS - 1) if look.colour is None else NAME


def with_minimap(cells: Cells, picture: Minimap, place: tuple[int, int]) -> Cells:
    """Draw the small picture with its first cell at a row and a column, an empty column on each side."""
    drawn = cells.copy()
    rows, columns = picture.glyphs.shape
    row, column = place
    around = slice(row, row + rows), slice(max(0, column - 1), column + columns + 1)
    drawn.glyphs[around], drawn.styles[around] = ord(" "), REST
    within = slice(row, row + rows), slice(column, column + columns)
    drawn.glyphs[within] = picture.glyphs
    drawn.styles[within] = np.where(picture.seen, SEEN, REST)
    return drawn
