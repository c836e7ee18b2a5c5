"""One row of cells as coloured text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tuimap.ui.charset import NAMED
from tuimap.ui.map.look import DIMMED, LEVELS, NAME, REST, SEEN, SELECTED, VALUE, style_number
from tuimap.ui.palettes import HUES, Palette
from tuimap.ui.theme import weight_of

CROSS = "+"
"""The free cursor where nothing is drawn."""


class Brush(NamedTuple):
    """The styles of the map, made once for a theme."""

    cells: tuple[Style, ...]
    """For each style number of Cells."""
    cursor: Style
    bracket: Style

    def row(
        self,
        text: str,
        numbers: Sequence[int],
        cursor: tuple[int, str] | None = None,
        cross: int | None = None,
        crowded: bool = False,
    ) -> list[Segment]:
        """Paint glyphs with their style numbers; `cursor` is its column and its glyph, `cross` the free one's column.

        Empty cells take the style of their left neighbour: fewer changes, fewer bytes. The cursor is reversed,
        with brackets where the cells beside it are empty; where all is crowded they stand over what is beside it.
        """
        glyphs, styles = list(text), self._filled(numbers)
        if cursor is not None and 0 <= cursor[0] < len(glyphs):
            column = cursor[0]
            for side, bracket in ((column - 1, "["), (column + 1, "]")):
                if 0 <= side < len(glyphs) and (crowded or glyphs[side] == " "):
                    glyphs[side], styles[side] = bracket, self.bracket
            glyphs[column], styles[column] = cursor[1], self.cursor
        if cross is not None and 0 <= cross < len(glyphs):
            styles[cross] = self.cursor
            glyphs[cross] = CROSS if glyphs[cross] in " []" else glyphs[cross]
        return _runs(glyphs, styles)

    def _filled(self, numbers: Sequence[int]) -> list[Style]:
        latest, filled = 0, []
        for number in numbers:
            latest = number or latest & ~SELECTED
            filled.append(self.cells[latest])
        return filled


def brush(ground: Style, colours: Palette) -> Brush:
    """Make the styles of a palette: one sound fainter, a crowd brighter and bold; selected ones are underlined.

    The cursor, crowds, and which values are high or low are seen without colours too.
    """
    plain = colours.colourless
    cells = [ground] * SELECTED
    for number in range(NAMED):
        _paint(cells, number, ground, colours.classes[number % HUES], plain)
    _paint(cells, NAMED, ground, colours.classes[HUES], plain)
    for step, colour in enumerate(colours.values):
        for level in range(LEVELS):
            weight = weight_of(step) if plain else Style(bold=level == LEVELS - 1)
            cells[style_number(VALUE + step, level)] = ground + _ink(colour) + weight
    quiet = ground + _ink(colours.dimmed) + Style(dim=plain)
    for level in range(LEVELS):
        cells[style_number(DIMMED, level)] = quiet
    cells[NAME] = ground + _ink(colours.strong) + Style(bold=True)
    cells[SEEN] = ground + _ink(colours.accent) + Style(bold=plain)
    cells[REST] = ground + _ink(colours.quiet) + Style(dim=plain)
    chosen = Style(underline=True, bold=True)
    bracket = ground + _ink(colours.accent)
    return Brush((*cells, *(style + chosen for style in cells)), bracket + Style(reverse=True, bold=True), bracket)


def _paint(cells: list[Style], number: int, ground: Style, shades: tuple[str, ...], plain: bool) -> None:
    """Set the styles of a class: from one sound to a crowd."""
    for level, shade in enumerate(shades):
        weight = Style(bold=level == LEVELS - 1, dim=plain and level == 0)
        cells[style_number(number, level)] = ground + _ink(shade) + weight


def _ink(colour: str) -> Style:
    return Style(color=Color.parse(colour).rich_color)


def _runs(glyphs: list[str], styles: list[Style]) -> list[Segment]:
    """Join neighbours of the same style."""
    segments, start = [], 0
    for column in range(1, len(glyphs) + 1):
        if column == len(glyphs) or styles[column] is not styles[start]:
            segments.append(Segment("".join(glyphs[start:column]), styles[start]))
            start = column
    return segments
