from hypothesis import given
from hypothesis import strategies as st

from tuimap.ui.viewport import ZOOMS, Size, Viewport

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
