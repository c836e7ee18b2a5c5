import pytest

from tuimap.ui.arrangement import arrangement
from tuimap.ui.panels import Panels


@pytest.mark.parametrize(
    ("size", "chosen"),
    [
        ((39, 50), "tiny"),
        ((200, 11), "tiny"),
        ((40, 12), "compact"),
        ((80, 24), "compact"),
        ((120, 20), "compact"),
        ((60, 60), "tall"),
        ((80, 50), "tall"),
        ((100, 24), "wide"),
        ((200, 60), "wide"),
    ],
)
def test_the_size_of_the_screen_chooses_the_layout(size: tuple[int, int], chosen: str) -> None:
    assert arrangement(*size) == chosen


def test_with_room_panels_stand_together() -> None:
    panels = Panels().with_panel("list", True, roomy=True)
    assert panels.open(roomy=True) == {"details", "wave", "list"}
    assert panels.open(roomy=False) == frozenset()


def test_what_is_similar_to_one_sound_is_not_open_at_the_next_start() -> None:
    panels = Panels().with_panel("similar", True, roomy=True).with_panel("similar", True, roomy=False)
    assert panels.lasting == Panels()


def test_on_a_narrow_screen_the_side_holds_the_newest_panel_only() -> None:
    panels = Panels()
    for name in ("details", "wave", "list"):
        panels = panels.with_panel(name, True, roomy=False)  # type: ignore[arg-type]
    assert panels.open(roomy=False) == {"wave", "list"}
    assert panels.with_panel("list", False, roomy=False).open(roomy=False) == {"wave"}
    assert panels.open(roomy=True) == Panels().roomy
