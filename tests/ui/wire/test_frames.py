"""Frames for which only what changed is drawn show the same as those drawn whole."""

from __future__ import annotations

import pytest
from textual._compositor import ChopsUpdate
from textual.geometry import Region
from ui_run import Run, running, stored

from tuimap.ui.widgets.map_view import MapView

CHANGES = (
    (Region(3, 5, 1, 1),),
    (Region(0, 0, 120, 1), Region(70, 20, 9, 3)),
    (Region(10, 2, 100, 1), Region(4, 33, 1, 1), Region(60, 30, 2, 2)),
    (Region(0, 0, 120, 34),),
)


def partial(run: Run, *changed: Region) -> ChopsUpdate:
    """Have some regions drawn."""
    compositor = run.map._compositor
    compositor._dirty_regions.update(changed)
    update = compositor.render_partial_update()
    assert update is not None
    return update


@pytest.mark.parametrize("changed", CHANGES)
async def test_what_changed_is_drawn_as_in_a_whole_frame(changed: tuple[Region, ...]) -> None:
    async with running(stored(), size=(120, 34)) as run:
        whole = run.map._compositor.render_strips()
        update = partial(run, *changed)
        for y, first, last in update.spans:
            drawn = {x: strip for x, strip in update.chops[y].items() if strip is not None}
            cells = {x + at: character for x, strip in drawn.items() for at, character in enumerate(strip.text)}
            assert "".join(cells[x] for x in range(first, last)) == whole[y].text[first:last]


async def test_a_widget_is_asked_for_no_more_rows_than_changed(monkeypatch) -> None:
    async with running(stored(), size=(120, 34)) as run:
        asked: list[Region] = []
        draw = MapView.render_lines
        monkeypatch.setattr(MapView, "render_lines", lambda view, crop: asked.append(crop) or draw(view, crop))
        partial(run, Region(5, 10, 3, 1), Region(5, 12, 1, 1), Region(0, 33, 9, 1))
        assert [crop.height for crop in asked] == [3]
