"""Where the panels stand on screens of different sizes, and what stays when the size changes."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from ui_fakes import FakeCollection, clustered_map
from ui_run import Run, running, stored

from tuimap.ui.widgets.map_view import MapView
from tuimap.ui.widgets.side import Details

SIZES = [(40, 12), (60, 50), (80, 24), (120, 34), (200, 60)]


def region(run: Run, selector: str | type) -> Region:
    return run.map.query_one(selector).region  # type: ignore[arg-type, union-attr, no-any-return]


def cursor_is_seen(run: Run) -> bool:
    places, window = run.map.places(), run.map.viewport.window(run.map.query_one(MapView).screen_size)
    assert places is not None
    assert run.map.cursor is not None
    return window.shows(*places.cell_of(run.map.cursor)) == (True, True)


async def resized(run: Run, size: tuple[int, int]) -> None:
    await run.pilot.resize_terminal(*size)
    await run.until(lambda: region(run, MapView).width and run.map.size == size)
    await run.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_reaches_beyond_the_screen_and_nothing_overlaps(size: tuple[int, int]) -> None:
    async with running(FakeCollection(clustered_map()), size=size) as run:
        for keys in ((), ("d",), ("w",), ("d",)):
            await run.press(*keys)
            shown = run.map.query("MapView, Details, WavePanel, Legend, StatusLine, KeyLine")
            regions = [widget.region for widget in shown if widget.region]
            assert all(run.map.region.contains_region(each) for each in regions)
            assert not any(a.overlaps(b) for place, a in enumerate(regions) for b in regions[:place])
            assert region(run, MapView).height >= 4


async def test_a_small_screen_is_all_map_until_d_takes_a_third_of_it() -> None:
    async with running(stored(), size=(80, 24)) as run:
        assert region(run, MapView) == Region(0, 1, 80, 20)
        await run.press("d")
        assert region(run, MapView) == Region(0, 1, 52, 20)
        assert region(run, "#side").width == 28


async def test_a_tall_screen_has_its_panels_below_the_map() -> None:
    async with running(stored(), size=(60, 50)) as run:
        assert region(run, MapView).width == 60
        assert region(run, MapView).bottom <= region(run, Details).y
        assert region(run, Details).bottom <= region(run, "#wave-below").y
        await run.until(lambda: "0.21" in run.text)


async def test_a_wide_screen_has_them_beside_it() -> None:
    async with running(stored(), size=(200, 60)) as run:
        assert region(run, MapView).right <= region(run, Details).x
        assert region(run, Details).bottom <= region(run, "#wave-side").y
        assert region(run, MapView).height == 56


async def test_a_list_stands_below_the_waveform_where_it_is_high_and_in_its_place_where_not() -> None:
    async with running(stored(), size=(200, 60)) as run:
        await run.press("o")
        assert region(run, "#wave-side").bottom <= region(run, "#list").y
        await resized(run, (120, 34))
        assert not region(run, "#wave-side")
        assert region(run, Details).bottom <= region(run, "#list").y


async def test_with_all_panels_closed_the_map_has_a_wide_screen_to_itself() -> None:
    async with running(stored(), size=(120, 34)) as run:
        await run.press("d")
        assert region(run, MapView).width == 78
        await run.press("w")
        assert region(run, MapView).width == 120


async def test_resizing_keeps_the_sound_the_zoom_and_the_panels() -> None:
    async with running(FakeCollection(clustered_map()), size=(120, 34)) as run:
        await run.press("right", "+", "+", "up", "d")
        sound, zoom = run.map.here.sound, run.map.zoom  # type: ignore[union-attr]
        for size in (*SIZES, (39, 10), *SIZES[::-1]):
            if size == (39, 10):
                await run.pilot.resize_terminal(*size)
                await run.pilot.pause()
                assert "tuimap needs 40 x 12 cells" in run.text
                continue
            await resized(run, size)
            assert (run.map.here.sound, run.map.zoom) == (sound, zoom)  # type: ignore[union-attr]
            assert cursor_is_seen(run)
        await resized(run, (120, 34))
        assert run.map.open_panels == {"wave"}


async def test_esc_closes_what_covers_a_part_of_the_map_and_leaves_what_stands_beside_it() -> None:
    async with running(stored(), size=(80, 24)) as run:
        await run.press("d", "escape")
        assert run.map.open_panels == frozenset()
        await resized(run, (120, 34))
        await run.press("escape")
        assert run.map.open_panels == {"details", "wave"}
