from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.cells import cell_len
from ui_fakes import ROOT, small_map, sound

from tuimap.sound_map import SoundMap
from tuimap.sounds import Sounds
from tuimap.ui.charset import ASCII, CHARSETS, OTHER, UNICODE, Charset, charset_for
from tuimap.ui.map.canvas import Seen, draw, filled, row_text, seen_of
from tuimap.ui.map.classes import classify
from tuimap.ui.map.lattice import Lattice
from tuimap.ui.map.look import DIMMED, LEVELS, SELECTED, VALUE, Look, style_number
from tuimap.ui.map.oblongs import oblongs
from tuimap.ui.map.scene import scene_of
from tuimap.ui.map.viewport import Size, Viewport, Window
from tuimap.ui.palettes import STEPS
from tuimap.ui.words.text_map import text_map

GOLDENS = Path(__file__).parent / "goldens"
PLACES = arrays(np.float32, st.tuples(st.integers(1, 40), st.just(2)), elements=st.floats(0, 1, width=32))


def invented_map() -> SoundMap:
    """Nine folders on a spiral, the first of them the most crowded."""
    turn = np.arange(300) / 300
    angle = turn * 5 * np.pi
    places = 0.5 + 0.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1) * turn[:, None] ** 0.7
    names = [f"{'abcdefghij'[int(10 * t**2)] * 4}/{n}.wav" for n, t in enumerate(turn)]
    return SoundMap(ROOT, Sounds(sound(name) for name in names), places.astype(np.float32))


@pytest.mark.parametrize("charset", ["unicode", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
def test_the_map_as_text_is_as_it_was(charset: str, width: int, height: int) -> None:
    drawn = text_map(invented_map(), width, height, charset)  # type: ignore[arg-type]
    golden = GOLDENS / f"spiral_{charset}_{width}x{height}.txt"
    assert drawn == golden.read_text(encoding="utf-8")


def test_the_map_as_text_keeps_to_its_size() -> None:
    lines = text_map(invented_map(), 60, 20).splitlines()
    assert len(lines) == 20
    assert max(cell_len(line) for line in lines) <= 60


def test_an_empty_map_as_text_is_its_name_and_a_blank() -> None:
    drawn = text_map(SoundMap(ROOT, Sounds(), np.zeros((0, 2), np.float32)), 20, 6)
    assert drawn.split() == [ROOT.name, "0", "sounds"]


def test_the_map_as_text_counts_every_sound_once() -> None:
    legend = text_map(invented_map(), 60, 20).split("\n\n")[-1]
    assert sum(int(word) for word in legend.split() if word.isdecimal()) == 300


@pytest.mark.parametrize("charset", CHARSETS.values(), ids=CHARSETS)
def test_every_glyph_takes_one_cell_in_every_terminal(charset) -> None:
    from unicodedata import east_asian_width

    glyphs = "".join(text for text in charset[1:])
    assert all(east_asian_width(glyph) in ("N", "Na") and cell_len(glyph) == 1 for glyph in glyphs)
    assert len(set(charset.one)) == len(set(charset.several)) == OTHER + 1
    assert len(set(charset.dots)) == 8
    assert charset is not ASCII or glyphs.isascii()


def cells_of(sound_map: SoundMap, screen: Size, viewport: Viewport | None = None):
    viewport = viewport or Viewport()
    classes = classify(sound_map.sounds.folders())
    places = Lattice(viewport.lattice(screen), oblongs(sound_map.positions))
    return draw(seen_of(places, viewport.window(screen)), Look(classes.of), screen, UNICODE), places


def test_a_cell_looks_like_its_most_numerous_class_and_shows_how_many_it_holds() -> None:
    cells, _ = cells_of(small_map(), Size(21, 11))
    assert cells.counts.sum() == 5
    assert row_text(cells.glyphs[5]).split() == [UNICODE.one[0], UNICODE.several[0], UNICODE.one[2]]
    assert cells.styles[5].max() == 1 + 2 * LEVELS


@given(PLACES, st.integers(1, 60), st.integers(1, 30))
def test_every_sound_is_in_exactly_one_cell(places: np.ndarray, columns: int, rows: int) -> None:
    sound_map = SoundMap(ROOT, Sounds(sound(f"{n}.wav") for n in range(len(places))), places)
    screen = Size(columns + 4, rows + 2)
    cells, drawn = cells_of(sound_map, screen)
    assert cells.counts.sum() == len(places)
    stacks = {drawn.cell_of(n): len(drawn.members(n)) for n in range(len(places))}
    assert sum(stacks.values()) == len(places)


@given(PLACES)
def test_arrows_reach_every_cell_and_tab_the_rest(places: np.ndarray) -> None:
    scene = scene_of(SoundMap(ROOT, Sounds(sound(f"{n}.wav") for n in range(len(places))), places))
    drawn = scene.lattice(Viewport(), Size(30, 12))
    seen, todo = set(drawn.members(0).tolist()), [0]
    while todo:
        here = todo.pop()
        for direction in ("left", "right", "up", "down"):
            there = drawn.step(here, direction)
            if there is not None and there not in seen:
                seen |= set(drawn.members(there).tolist())
                todo.append(there)
    assert seen == set(range(len(places)))


def test_a_million_sounds_are_drawn_as_dots_that_tell_how_many_there_are() -> None:
    random = np.random.default_rng(0)
    n = 1_000_000
    of = random.integers(0, 9, n).astype(np.uint8)
    viewport, screen = Viewport(zoom=8.0), Size(120, 30)
    places = Lattice(viewport.lattice(screen), oblongs(random.beta(3, 3, (n, 2)).astype(np.float32)))
    cells = draw(seen_of(places, viewport.window(screen)), Look(of), screen, UNICODE)
    assert cells.counts.shape == (30, 120)
    assert cells.crowded
    assert set(row_text(cells.glyphs.ravel())) <= {" ", *UNICODE.dots}
    assert places.step(0, "right") is not None


def stacked(*stacks: int) -> Seen:
    """So many sounds in one cell after another."""
    return Seen(np.repeat(np.arange(len(stacks)), stacks), slice(None))


def test_dots_grow_by_equal_ratios_of_sounds() -> None:
    seen = stacked(*(4**power for power in range(8)))
    cells = draw(seen, Look(np.zeros(len(seen.cell), np.uint8)), Size(8, 1), UNICODE)
    assert cells.text(0) == UNICODE.dots


def test_where_every_cell_is_equally_crowded_all_are_full() -> None:
    cells = draw(stacked(9, 9, 9), Look(np.zeros(27, np.uint8)), Size(4, 1), ASCII)
    assert cells.text(0) == ASCII.dots[-1] * 3 + " "


def test_where_most_cells_hold_few_sounds_glyphs_tell_the_class_of_a_crowd_too() -> None:
    seen = stacked(20, 1, 1, 1, 1, 1, 1, 1)
    cells = draw(seen, Look(np.zeros(len(seen.cell), np.uint8)), Size(8, 1), UNICODE)
    assert cells.text(0) == UNICODE.several[0] + UNICODE.one[0] * 7


def test_a_cell_has_the_colour_of_its_mean_value_and_the_glyph_of_its_class() -> None:
    steps = np.array([0, 4, STEPS, STEPS], np.uint8)
    cells = draw(stacked(3, 1), Look(np.array([1, 1, 0, 2], np.uint8), steps), Size(2, 1), ASCII)
    assert cells.text(0) == ASCII.several[1] + ASCII.one[2]
    assert cells.styles[0].tolist() == [style_number(VALUE + 2, 1), style_number(DIMMED, 0)]


def test_a_cell_shows_its_lit_sounds_and_is_quiet_where_there_are_none() -> None:
    lit = np.array([False, False, True, False])
    cells = draw(stacked(3, 1), Look(np.array([0, 0, 1, 2], np.uint8), lit=lit), Size(2, 1), ASCII)
    assert cells.text(0) == ASCII.one[1] + ASCII.one[2]
    assert cells.styles[0].tolist() == [style_number(1, 0), style_number(DIMMED, 0)]
    assert cells.counts.tolist() == [[3, 1]]


def test_a_favourite_is_a_star_and_a_selected_sound_marks_its_cell() -> None:
    first, last = np.array([True, False, False]), np.array([False, False, True])
    cells = draw(stacked(2, 1), Look(np.zeros(3, np.uint8), starred=first, selected=last), Size(2, 1), ASCII)
    assert cells.text(0) == ASCII.favourite + ASCII.one[0]
    assert (cells.styles[0] & SELECTED > 0).tolist() == [False, True]


@given(PLACES, st.integers(2, 40), st.integers(2, 20), st.sampled_from(list(CHARSETS.values())), st.booleans())
def test_each_sound_is_drawn_in_its_cell_and_nothing_where_there_is_none(
    places: np.ndarray, columns: int, rows: int, charset: Charset, lit: bool
) -> None:
    screen, n = Size(columns, rows), len(places)
    held = Lattice(screen, oblongs(places))
    bright = np.arange(n) % 2 == 0 if lit else None
    cells = draw(seen_of(held, Window(0, 0, *screen)), Look(np.zeros(n, np.uint8), lit=bright), screen, charset)
    filled_cells = np.zeros((rows, columns), bool)
    filled_cells.ravel()[held.shown(Window(0, 0, *screen)).cell] = True
    assert ((cells.glyphs != ord(" ")) == filled_cells).all()
    assert ((cells.styles > 0) == filled_cells).all()
    assert cells.counts.sum() == n


@pytest.mark.parametrize(
    ("term", "encoding", "charset"),
    [("xterm-256color", "UTF-8", "unicode"), ("linux", "utf-8", "ascii"), ("xterm", "ISO-8859-1", "ascii")],
)
def test_the_charset_follows_terminal_and_locale(term: str, encoding: str, charset: str) -> None:
    assert charset_for({"TERM": term}, encoding) == charset


def test_a_map_wider_than_tall_reaches_all_four_sides() -> None:
    drawn = filled(np.array([[0.0, 0.2], [0.5, 0.4], [1.0, 0.8]], np.float32))
    assert drawn[:, 0].tolist() == [0, 0.5, 1]
    assert drawn[:, 1] == pytest.approx([0, 1 / 3, 1])


@pytest.mark.parametrize("positions", [[[0.3, 0.7]], [[0.1, 0.5], [0.9, 0.5]], [[0.2, 0.2]] * 3])
def test_a_point_or_a_line_stays_in_the_middle(positions) -> None:
    drawn = filled(np.array(positions, np.float32))
    assert drawn[:, 1] == pytest.approx(0.5)
    assert drawn[:, 0].mean() == pytest.approx(0.5)


def test_the_text_map_names_the_clusters_in_one_line_the_largest_first() -> None:
    sounds = Sounds(sound(f"{number}.wav") for number in range(4))
    positions = np.array([[0, 0], [1, 1], [0, 1], [1, 0]], np.float32)
    found = SoundMap(ROOT, sounds, positions, np.array([0, 2, 2, -1]), ("kick", "", "bright, short"))
    assert text_map(found, 60, 12).splitlines()[-1] == " clusters: bright, short; kick"
    assert len(text_map(found, 20, 12).splitlines()[-1]) == 20
