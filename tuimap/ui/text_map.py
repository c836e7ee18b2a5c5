"""The map as plain text, for where there is no terminal."""

from __future__ import annotations

from tuimap.sound_map import SoundMap
from tuimap.ui.canvas import draw, lattice
from tuimap.ui.charset import CHARSETS, CharsetName
from tuimap.ui.classes import classify
from tuimap.ui.legend import legend_line
from tuimap.ui.viewport import Size, Viewport


def text_map(sound_map: SoundMap, width: int = 80, height: int = 24, charset: CharsetName = "unicode") -> str:
    """Give the whole map and its legend in at most `width` columns and `height` lines, without colours."""
    glyphs = CHARSETS[charset]
    classes = classify(sound_map.sounds)
    screen = Size(max(width, 1), max(height - 2, 1))
    whole = Viewport()
    places = lattice(sound_map.positions, whole.lattice(screen))
    cells = draw(places, classes, whole.window(screen), glyphs)
    rows = [cells.text(y).rstrip() for y in range(screen.rows)]
    legend = "".join(text for text, _ in legend_line(classes, glyphs, width - 1))
    return "\n".join([*rows, "", f" {legend}".rstrip()]) + "\n"
