from rich.style import Style
from textual.color import Color

from tuimap.ui.brush import brush
from tuimap.ui.canvas import LEVELS
from tuimap.ui.charset import ASCII
from tuimap.ui.theme import ROLES

BRUSH = brush(Style(), Color.parse("#000000"), dict.fromkeys(ROLES.values(), "#808080"))


def test_a_brush_has_a_style_for_each_style_number() -> None:
    assert len(BRUSH.cells) == 1 + len(ASCII.one) * LEVELS


def test_empty_cells_are_painted_with_their_left_neighbour() -> None:
    row = BRUSH.row("  o  O", [0, 0, 1, 0, 0, 2])
    assert [(segment.text, segment.style) for segment in row] == [
        ("  ", BRUSH.cells[0]),
        ("o  ", BRUSH.cells[1]),
        ("O", BRUSH.cells[2]),
    ]


def test_the_cursor_is_reversed_and_has_brackets_where_there_is_room() -> None:
    row = BRUSH.row(" oO", [0, 1, 2], (1, "x"))
    assert [segment.text for segment in row] == ["[", "x", "O"]
    assert [bool(segment.style and segment.style.reverse) for segment in row] == [False, True, False]


def test_a_crowd_is_bold_so_that_it_shows_without_colours() -> None:
    assert [bool(style.bold) for style in BRUSH.cells[1:4]] == [False, False, True]
