"""One row of cells as coloured text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tuimap.ui.charset import NAMED
from tuimap.ui.theme import role_colour, role_style

ONE_FADES, CROWD_GLOWS = 0.25, 0.3
"""How far the colour of a single sound goes towards the ground, and that of a crowd towards white."""

CROSS = "+"
"""The free cursor where nothing is drawn."""

WHITE = Color(255, 255, 255)


@dataclass(frozen=True)
class Brush:
    """The styles of the map, made once for a theme."""

    cells: tuple[Style, ...]
    """For each style number of Cells."""
    cursor: Style
    bracket: Style

    def row(
        self, text: str, numbers: Sequence[int], cursor: tuple[int, str] | None = None, cross: int | None = None
    ) -> list[Segment]:
        """Paint glyphs with their style numbers; `cursor` is its column and its glyph, `cross` the free one's column.

        Empty cells take the style of their left neighbour: fewer changes, fewer bytes. The cursor is reversed,
        with brackets where the cells beside it are empty.
        """
        glyphs, styles = list(text), self._filled(numbers)
        if cursor is not None and 0 <= cursor[0] < len(glyphs):
            column = cursor[0]
            for side, bracket in ((column - 1, "["), (column + 1, "]")):
                if 0 <= side < len(glyphs) and glyphs[side] == " ":
                    glyphs[side], styles[side] = bracket, self.bracket
            glyphs[column], styles[column] = cursor[1], self.cursor
        if cross is not None and 0 <= cross < len(glyphs):
            styles[cross] = self.cursor
            glyphs[cross] = CROSS if glyphs[cross] in " []" else glyphs[cross]
        return _runs(glyphs, styles)

    def _filled(self, numbers: Sequence[int]) -> list[Style]:
        latest, filled = 0, []
        for number in numbers:
            latest = number or latest
            filled.append(self.cells[latest])
        return filled


def brush(ground: Style, background: Color, variables: Mapping[str, str]) -> Brush:
    """Make the styles of a theme: one sound fainter, a crowd brighter and bold; the cursor is seen without colours."""
    cells = [ground]
    for number in range(NAMED + 1):
        colour = role_colour(f"class-{number}", variables)
        shades = colour.blend(background, ONE_FADES), colour, colour.blend(WHITE, CROWD_GLOWS)
        one, several, crowd = (ground + Style(color=shade.rich_color) for shade in shades)
        cells += [one, several, crowd + Style(bold=True)]
    bracket = ground + role_style("accent", variables)
    return Brush(tuple(cells), bracket + Style(reverse=True, bold=True), bracket)


def _runs(glyphs: list[str], styles: list[Style]) -> list[Segment]:
    """Join neighbours of the same style."""
    segments, start = [], 0
    for column in range(1, len(glyphs) + 1):
        if column == len(glyphs) or styles[column] is not styles[start]:
            segments.append(Segment("".join(glyphs[start:column]), styles[start]))
            start = column
    return segments
