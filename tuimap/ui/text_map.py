"""The map as plain text, for where there is no terminal."""

from __future__ import annotations

from tuimap.sound_map import SoundMap
from tuimap.ui.canvas import draw, filled, lattice
from tuimap.ui.charset import CHARSETS, CharsetName
from tuimap.ui.classes import classify
from tuimap.ui.legend import legend_block
from tuimap.ui.line import Line, cut
from tuimap.ui.safe_text import escaped
from tuimap.ui.viewport import Size, Viewport


def text_map(sound_map: SoundMap, width: int = 80, height: int = 24, charset: CharsetName = "unicode") -> str:
    """Give the whole map with its name, legend and counts in `width` columns and `height` lines, without colours."""
    glyphs = CHARSETS[charset]
    classes = classify(sound_map.sounds.folders())
    legend = [f" {_plain(line)}".rstrip() for line in legend_block(classes, glyphs, width - 1)]
    title = cut(((f" {escaped(sound_map.root.name, charset == 'ascii')}  {len(sound_map):,} sounds", "plain"),), width)
    screen = Size(max(width, 1), max(height - len(legend) - 3, 1))
    whole = Viewport()
    places = lattice(filled(sound_map.positions), whole.lattice(screen))
    cells = draw(places, classes, whole.window(screen), glyphs)
    rows = [cells.text(y).rstrip() for y in range(screen.rows)]
    return "\n".join([_plain(title), "", *rows, "", *legend]) + "\n"


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line)
