"""The map as plain text, for where there is no terminal."""

from __future__ import annotations

from collections import Counter

from tuimap.sound_map import SoundMap
from tuimap.ui.charset import CHARSETS, CharsetName
from tuimap.ui.line import Line, cut, ended
from tuimap.ui.map.scene import scene_of
from tuimap.ui.map.viewport import Size, Viewport
from tuimap.ui.safe_text import escaped
from tuimap.ui.words.legend import legend_block
from tuimap.ui.words.quantities import sounds_text


def text_map(sound_map: SoundMap, width: int = 80, height: int = 24, charset: CharsetName = "unicode") -> str:
    """Give the whole map with its name, legend and counts in `width` columns and `height` lines, without colours."""
    glyphs = CHARSETS[charset]
    scene = scene_of(sound_map)
    legend = [f" {_plain(line)}".rstrip() for line in legend_block(scene.classes, glyphs, width - 1)]
    legend += _clusters(sound_map, width, charset == "ascii")
    name, count = escaped(sound_map.root.name, charset == "ascii"), sounds_text(len(sound_map))
    title = cut(((f" {name}  {count}", "plain"),), width)
    screen = Size(max(width, 1), max(height - len(legend) - 3, 1))
    whole = Viewport(grid=scene.grid)
    cells = scene.cells(whole, screen, whole.window(screen), glyphs)
    rows = [cells.text(y).rstrip() for y in range(screen.rows)]
    return "\n".join([_plain(title), "", *rows, "", *legend]) + "\n"


def _clusters(sound_map: SoundMap, width: int, ascii_only: bool) -> list[str]:
    """Name the clusters in one line, the largest first; none where there are none."""
    if sound_map.clusters is None or not any(sound_map.cluster_names):
        return []
    numbers = sound_map.clusters[sound_map.clusters >= 0].tolist()
    named = [escaped(sound_map.cluster_names[number], ascii_only) for number, _ in Counter(numbers).most_common()]
    return [_plain(ended(((f" clusters: {'; '.join(named)}", "plain"),), width))]


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line)
