from rich.color import ColorSystem
from rich.style import Style

from tuimap.ui.map.brush import brush
from tuimap.ui.map.look import DIMMED, SELECTED, VALUE, style_number
from tuimap.ui.palettes import STEPS, palette

BRUSH = brush(Style(), palette("dark", ColorSystem.TRUECOLOR))
COLOURLESS = brush(Style(), palette("dark", None))


def test_empty_cells_are_painted_with_their_left_neighbour() -> None:
    row = BRUSH.row("  o  O", [0, 0, 1, 0, 0, 2])
    assert [(segment.text, segment.style) for segment in row] == [
        ("  ", BRUSH.cells[0]),
        ("o  ", BRUSH.cells[1]),
        ("O", BRUSH.cells[2]),
    ]


def test_the_line_under_a_selected_sound_ends_with_its_cell() -> None:
    row = BRUSH.row("o o", [1 | SELECTED, 0, 1])
    assert [(segment.text, bool(segment.style and segment.style.underline)) for segment in row] == [
        ("o", True),
        (" o", False),
    ]


def test_the_cursor_is_reversed_and_has_brackets_where_there_is_room() -> None:
    row = BRUSH.row(" oO", [0, 1, 2], (1, "x"))
    assert [segment.text for segment in row] == ["[", "x", "O"]
    assert [bool(segment.style and segment.style.reverse) for segment in row] == [False, True, False]


def test_where_all_is_crowded_the_brackets_of_the_cursor_stand_over_its_neighbours() -> None:
    row = BRUSH.row(":::", [1, 1, 1], (1, "x"), crowded=True)
    assert "".join(segment.text for segment in row) == "[x]"


def test_a_crowd_is_bold_so_that_it_shows_without_colours() -> None:
    assert [bool(style.bold) for style in BRUSH.cells[1:4]] == [False, False, True]


def test_without_colours_nothing_is_coloured_and_one_sound_is_dim() -> None:
    assert all(style.color is None or style.color.is_default for style in COLOURLESS.cells)
    assert [(bool(style.dim), bool(style.bold)) for style in COLOURLESS.cells[1:4]] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_without_colours_low_values_are_dim_and_high_ones_bold() -> None:
    weights = [COLOURLESS.cells[style_number(VALUE + step)] for step in range(STEPS)]
    assert [bool(style.dim) for style in weights] == [True] * 2 + [False] * 6
    assert [bool(style.bold) for style in weights] == [False] * 6 + [True] * 2


def test_sounds_that_were_not_found_are_all_alike_however_many_share_a_cell() -> None:
    assert len({BRUSH.cells[style_number(DIMMED, level)] for level in range(3)}) == 1
