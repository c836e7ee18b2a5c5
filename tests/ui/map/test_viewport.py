from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tuimap.ui.map.viewport import ZOOMS, Size, Viewport

SHARES = st.floats(0, 1)
SCREENS = st.builds(Size, st.integers(5, 200), st.integers(3, 60))


def cell(x: float, y: float, size: Size) -> tuple[int, int]:
    return round(x * (size.columns - 1)), round((1 - y) * (size.rows - 1))


def test_the_whole_map_lies_in_the_middle_with_a_margin() -> None:
    window = Viewport().window(Size(80, 20))
    assert (Viewport().lattice(Size(80, 20)), window.left, window.top) == ((76, 18), -2, -1)


@given(SHARES, SHARES, SHARES, SHARES, st.sampled_from(ZOOMS), SCREENS)
def test_following_brings_every_sound_into_view(
    x: float, y: float, cx: float, cy: float, zoom: float, screen: Size
) -> None:
    before = Viewport(cx, cy, zoom)
    column, row = cell(x, y, before.lattice(screen))
    after = before.following(x, y, column, row, before.window(screen))
    window = after.window(screen)
    assert 0 <= column - window.left < window.columns
    assert 0 <= row - window.top < window.rows


def test_zooming_stops_at_both_ends() -> None:
    closest = Viewport().zoomed(99, 0.2, 0.3)
    assert (closest.zoom, closest.x, closest.zoomed(-99, 0.2, 0.3)) == (ZOOMS[-1], 0.2, Viewport())


def test_a_grid_that_fits_has_a_character_for_each_cell() -> None:
    assert Viewport(grid=Size(72, 18)).lattice(Size(80, 20)) == (72, 18)


def test_a_small_grid_is_drawn_with_even_gaps() -> None:
    assert Viewport(grid=Size(16, 4)).lattice(Size(80, 20)) == (5 * 15 + 1, 5 * 3 + 1)


def test_a_grid_that_does_not_fit_fills_the_screen_until_one_is_near_enough() -> None:
    view = Viewport(grid=Size(300, 75))
    assert view.lattice(Size(80, 20)) == (76, 18)
    closer = [view.zoomed(steps, 0.5, 0.5) for steps in range(1, 11)]
    fits = [size for each in closer if (size := each.lattice(Size(80, 20))).columns >= 300]
    assert fits[0].columns == 300
    assert all((size.columns - 1) % 299 == 0 for size in fits)


def test_a_grid_of_one_row_lies_in_the_middle() -> None:
    view = Viewport(grid=Size(7, 1))
    assert view.lattice(Size(80, 20)) == (12 * 6 + 1, 1)
    assert view.window(Size(80, 20)).top == -9


@given(st.sampled_from([Size(72, 18), Size(300, 75), Size(1, 1), Size(1, 9), Size(7, 1)]), SCREENS)
def test_looking_closer_at_a_grid_never_makes_it_smaller(grid: Size, screen: Size) -> None:
    sizes = [Viewport(zoom=zoom, grid=grid).lattice(screen) for zoom in ZOOMS]
    assert all(a.columns <= b.columns and a.rows <= b.rows for a, b in pairwise(sizes))


def test_the_whole_grid_shown_again_is_still_a_grid() -> None:
    view = Viewport(grid=Size(72, 18))
    assert view.zoomed(3, 0.1, 0.1).zoomed(-99, 0.1, 0.1) == view


VIEWS = st.builds(
    Viewport,
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(ZOOMS),
    st.sampled_from([None, Size(72, 18), Size(1, 9)]),
)


@given(VIEWS, SCREENS, st.integers(-300, 300), st.integers(-300, 300))
def test_panning_moves_the_window_as_far_as_the_map_goes(view: Viewport, screen: Size, across: int, down: int) -> None:
    before, after = view.window(screen), view.panned(across, down, screen).window(screen)
    assert min(0, across) <= after.left - before.left <= max(0, across)
    assert min(0, down) <= after.top - before.top <= max(0, down)


@given(VIEWS, SCREENS, st.integers(0, 200), st.integers(0, 60), st.sampled_from([-1, 1, 2]))
def test_zooming_about_a_cell_keeps_it_as_near_as_the_maps_ends_allow(
    view: Viewport, screen: Size, column: int, row: int, steps: int
) -> None:
    column, row = column % screen.columns, row % screen.rows
    x, y = view.point_at(column, row, screen)
    after = view.zoomed_about(steps, column, row, screen)
    assert after.zoom == view.zoomed(steps, x, y).zoom
    window, (width, height) = after.window(screen), after.lattice(screen)
    if 0 < window.left < width - screen.columns and after.zoom != 1:
        assert abs(round(x * (width - 1)) - window.left - column) <= 1
    if 0 < window.top < height - screen.rows and after.zoom != 1:
        assert abs(round((1 - y) * (height - 1)) - window.top - row) <= 1
