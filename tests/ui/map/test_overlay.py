"""The names of clusters and the small picture of the whole, over the map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.cells import cell_len
from ui_fakes import FakeCollection, clustered_map
from ui_run import running

from tuimap.sound_map import SoundMap
from tuimap.ui.charset import CHARSETS
from tuimap.ui.map.cluster_names import placed
from tuimap.ui.map.look import DIMMED, LEVELS, REST, Look
from tuimap.ui.map.minimap import SIZE, corner, covers, dots_of, minimap
from tuimap.ui.map.overlay import taken_by, with_minimap, with_names
from tuimap.ui.map.scene import Scene, in_grid, scene_of
from tuimap.ui.map.viewport import Size, Viewport

GOLDENS = Path(__file__).parent / "goldens"
SCREEN = Size(78, 20)
NAMES = ("kick, low", "snare", "hat, bright, short", "tom", "clap", "vowel", "bell, long", "bass", "rim", "noise", "fx")


def named_map(n: int = 1286) -> SoundMap:
    return replace(clustered_map(n), clusters=np.arange(n) % 11, cluster_names=NAMES)


def look_of(scene: Scene) -> Look:
    return Look(scene.colouring.classes.of)


def drawn(scene: Scene, view: Viewport, charset: str, names: bool = False) -> str:
    glyphs, window = CHARSETS[charset], view.window(SCREEN)
    cells = scene.cells(view, SCREEN, window, glyphs, look_of(scene))
    place = corner(SCREEN, None, cells.counts) if view.zoom > 1 else None
    if names:
        taken = taken_by(cells.counts.shape, None, place)
        cells = with_names(cells, look_of(scene), scene.colouring.classes, charset == "ascii", taken)
    if place:
        cells = with_minimap(cells, minimap(scene.dots, window, view.lattice(SCREEN), glyphs.name), place)
    return "\n".join(cells.text(y).rstrip() for y in range(SCREEN.rows)) + "\n"


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(
    ("picture", "n", "view", "names"),
    [
        ("names", 600, Viewport(), True),
        ("zoomed", 600, Viewport(0.4, 0.6, 4.0), True),
        ("crowded", 40_000, Viewport(), False),
    ],
)
def test_the_map_is_drawn_as_it_was(picture: str, n: int, view: Viewport, names: bool, charset: str) -> None:
    golden = GOLDENS / f"{picture}_{charset}_78x20.txt"
    assert drawn(scene_of(named_map(n)), view, charset, names) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_grid_is_drawn_as_it_was(charset: str) -> None:
    golden = GOLDENS / f"grid_{charset}_78x20.txt"
    scene = in_grid(scene_of(named_map(600)), SCREEN)
    assert drawn(scene, Viewport(grid=scene.grid), charset, names=True) == golden.read_text(encoding="utf-8")


def brightly(scene: Scene, lit: np.ndarray) -> str:
    """The map with every quiet cell as a dot in the middle."""
    view = Viewport()
    cells = scene.cells(view, SCREEN, view.window(SCREEN), CHARSETS["ascii"], Look(scene.classes.of, lit=lit))
    quiet = (cells.styles - 1) // LEVELS == DIMMED
    cells.glyphs[(cells.styles > 0) & quiet] = ord("-")
    return "\n".join(cells.text(y).rstrip() for y in range(SCREEN.rows)) + "\n"


def test_lit_sounds_are_drawn_as_they_were_among_quiet_ones() -> None:
    golden = GOLDENS / "dimmed_ascii_78x20.txt"
    assert brightly(scene_of(named_map(600)), np.arange(600) % 40 == 0) == golden.read_text(encoding="utf-8")


def test_names_are_quiet_while_sounds_are_lit() -> None:
    scene, view = scene_of(named_map(600)), Viewport()
    look = Look(scene.colouring.classes.of, lit=np.arange(600) < 5)
    cells = scene.cells(view, SCREEN, view.window(SCREEN), CHARSETS["ascii"], look)
    named = with_names(cells, look, scene.colouring.classes, True, taken_by(cells.counts.shape, None, None))
    assert set(named.styles[named.glyphs != cells.glyphs].tolist()) == {REST}


COUNTS = arrays(np.int64, st.just((12, 40)), elements=st.integers(0, 3))
CLUSTERS = arrays(np.int64, st.just((12, 40)), elements=st.integers(0, 5))


@given(COUNTS, CLUSTERS, st.integers(-3, 42), st.integers(-3, 14))
def test_names_lie_within_the_map_never_over_each_other_and_never_over_the_cursor(counts, clusters, x, y) -> None:
    texts = {0: "kick", 1: "hat, bright", 2: "a", 3: "snare", 4: "clap, clave"}
    names = placed(texts, clusters, counts, taken_by(counts.shape, (x, y), None))
    cells = [(name.row, name.column + offset) for name in names for offset in range(name.width)]
    assert len(set(cells)) == len(cells)
    assert all(0 <= row < 12 and 0 <= column < 40 for row, column in cells)
    assert not {(y, x - 1), (y, x), (y, x + 1)} & set(cells)
    assert {name.number for name in names} <= set(clusters[counts > 0].tolist()) & set(texts)


def test_a_name_lies_beside_its_cluster_rather_than_over_it() -> None:
    counts = np.zeros((12, 40), np.int64)
    counts[4:7, 10:20] = 2
    (name,) = placed({0: "kick"}, np.zeros((12, 40), np.int64), counts, np.zeros((12, 40), bool))
    covered = counts[name.row, name.column : name.column + name.width]
    assert not covered.any()
    assert abs(name.row - 5) <= 2


def test_the_largest_cluster_has_the_first_choice() -> None:
    counts, clusters = np.zeros((3, 12), np.int64), np.zeros((3, 12), np.int64)
    counts[1, 5:7] = 1, 9
    clusters[1, 6] = 1
    names = placed({0: "small", 1: "largest"}, clusters, counts, taken_by(counts.shape, (0, 0), None))
    assert names[0].number == 1


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_small_picture_frames_what_is_seen(charset) -> None:
    held = dots_of(np.random.default_rng(0).random((500, 2), np.float32))
    view = Viewport(0.25, 0.75, 2.0)
    whole = view.lattice(SCREEN)
    picture = minimap(held, view.window(SCREEN), whole, charset)
    rows, columns = np.nonzero(picture.seen)
    assert picture.glyphs.shape == (SIZE.rows, SIZE.columns)
    assert (rows.min(), columns.min()) == (0, 0)
    assert (rows.max() + 1, columns.max() + 1) == (3, 8)
    assert all(cell_len(chr(glyph)) == 1 for glyph in picture.glyphs.ravel())


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([1.5, 3.0, 32.0]), st.integers(5, 200), st.integers(3, 60))
def test_the_small_picture_shows_a_part_of_any_window(x, y, zoom, columns, rows) -> None:
    view, screen = Viewport(x, y, zoom), Size(columns, rows)
    picture = minimap(np.zeros((20, 32), bool), view.window(screen), view.lattice(screen), "unicode")
    assert picture.seen.any()


@given(st.integers(0, 77), st.integers(0, 19))
def test_the_small_picture_keeps_away_from_the_cursor(x: int, y: int) -> None:
    place = corner(SCREEN, (x, y), np.zeros((20, 78), np.int64))
    assert place is not None
    assert not covers(place, (x, y))


def test_no_name_lies_under_the_small_picture() -> None:
    taken = taken_by((20, 78), None, (0, 61))
    names = placed({0: "kick"}, np.zeros((20, 78), np.int64), np.pad([[1]], ((2, 17), (70, 7))), taken)
    assert all(not taken[name.row, name.column : name.column + name.width].any() for name in names)
    assert len(names) == 1


def test_a_small_map_has_no_small_picture() -> None:
    assert corner(Size(40, 12), None, np.zeros((12, 40), np.int64)) is None


async def test_b_takes_the_names_off_the_map_and_puts_them_on_again() -> None:
    async with running(FakeCollection(stored=named_map())) as run:
        await run.until(lambda: " snare " in "".join(run.text.splitlines()[1:-3]))
        await run.press("b")
        assert " snare " not in "".join(run.text.splitlines()[1:-3])
        await run.press("b")
        assert " snare " in "".join(run.text.splitlines()[1:-3])
