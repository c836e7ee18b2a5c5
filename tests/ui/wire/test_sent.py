"""What is written changes the terminal's screen to the wanted one: replayed through pyte, a terminal in Python."""

from __future__ import annotations

import random
import re

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tuimap.ui.wire.abilities import Abilities
from tuimap.ui.wire.sent import Sent

pyte = pytest.importorskip("pyte")

COLUMNS, ROWS = 24, 6
WORDS = ("kick_01.wav", " ", "   ", "▪▹⧫", "⣿⠀⠁", "日本", "é", "a\u0301o\u0308", "鼓", "x" * 30, "ﷺ", "🥁b")
ALL_COLOURS = Abilities(ColorSystem.TRUECOLOR, clears_in_colour=True)


class Terminal:
    """One that is told only the differences."""

    def __init__(self, abilities: Abilities = ALL_COLOURS) -> None:
        self.sent = Sent(abilities)
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.screen.reset_mode(7 << 5)  # as the driver turns line wrapping off
        self.stream = pyte.ByteStream(self.screen)
        self.latest = ""

    def show(self, update: LayoutUpdate | ChopsUpdate) -> None:
        self.latest = self.sent.difference(update)
        self.stream.feed(self.latest.encode())

    def cells(self) -> list[list[object]]:
        return [[seen(self.screen.buffer[y][x]) for x in range(COLUMNS)] for y in range(ROWS)]


def seen(cell: object) -> tuple[object, ...]:
    text, colour, ground, bold, italics, underline, strike, reverse, blink = cell  # type: ignore[misc]
    text = text.replace("\u2800", " ")
    shows = text.strip(" ") or underline or strike or reverse
    return (text, ground, reverse, underline, strike, *((colour, bold, italics, blink) if shows else ()))


def style(choice: random.Random, ground: str | None) -> Style:
    colours = ("#56b4e9", "#e69f00", "red", "default", None)
    flags = {name: True for name in ("bold", "italic", "underline", "reverse", "strike") if choice.random() < 0.15}
    return Style(color=choice.choice(colours), bgcolor=ground or choice.choice(("#101317", "#161b21", None)), **flags)


def row(choice: random.Random, columns: int, ground: str | None) -> Strip:
    segments = [Segment(choice.choice(WORDS), style(choice, ground)) for _ in range(choice.randint(0, 5))]
    return Strip(segments).adjust_cell_length(columns, Style(bgcolor=ground or "#101317"))


def whole(strips: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, COLUMNS, ROWS))


def shown_at_once(strips: list[Strip]) -> list[list[object]]:
    terminal = Terminal()
    terminal.show(whole(strips))
    return terminal.cells()


@pytest.mark.parametrize("seed", range(60))
def test_a_terminal_told_only_differences_shows_what_one_that_is_told_everything_shows(seed: int) -> None:
    choice = random.Random(seed)
    ground = choice.choice((None, "#101317", "default"))
    terminal = Terminal(ALL_COLOURS._replace(clears_in_colour=choice.random() < 0.5))
    strips = [row(choice, COLUMNS, ground) for _ in range(ROWS)]
    terminal.show(whole(strips))
    for _ in range(25):
        for y in choice.sample(range(ROWS), choice.randint(1, ROWS)):
            strips[y] = changed(choice, strips[y], ground)
        terminal.show(whole(strips))
        assert terminal.cells() == shown_at_once(strips)


def changed(choice: random.Random, strip: Strip, ground: str | None) -> Strip:
    """A row of which a stretch, perhaps half of a wide character, is another."""
    first, last = sorted(choice.choices(range(COLUMNS + 1), k=2))
    middle = row(choice, last - first, ground)
    return Strip.join([strip.crop(0, first), middle, strip.crop(last, COLUMNS)]).adjust_cell_length(COLUMNS)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_at_once_is_what_a_terminal_shows_that_is_told_each_style_in_full(seed: int) -> None:
    choice = random.Random(seed)
    strips = [row(choice, COLUMNS, None) for _ in range(ROWS)]
    plain = Terminal()
    for y, strip in enumerate(strips):
        styled = "".join((segment.style or Style()).render(segment.text) for segment in strip)
        plain.stream.feed(f"\x1b[{y + 1}H{styled}".encode())
    assert shown_at_once(strips) == plain.cells()


def test_a_part_of_the_screen_is_sent_as_a_part() -> None:
    terminal = Terminal()
    strips = [Strip([Segment("kick_01.wav".ljust(COLUMNS), Style(color="#56b4e9"))])] * ROWS
    terminal.show(whole(strips))
    part = Strip([Segment("kick_02.wav".ljust(COLUMNS), Style(color="#56b4e9"))])
    terminal.show(ChopsUpdate([{0: None}, {0: part}], [(1, 0, COLUMNS)], [[COLUMNS], [COLUMNS]]))
    assert terminal.latest == "\x1b[2;7H2"
    assert "".join(str(cell[0]) for cell in terminal.cells()[1]).startswith("kick_02.wav")  # type: ignore[index]


def test_nothing_is_sent_where_nothing_changed_until_the_memory_is_dropped() -> None:
    terminal = Terminal()
    strips = [row(random.Random(y), COLUMNS, None) for y in range(ROWS)]
    terminal.show(whole(strips))
    terminal.show(whole(strips))
    assert terminal.latest == ""
    terminal.sent.forget()
    terminal.show(whole(strips))
    assert len(terminal.latest) > COLUMNS * ROWS / 2


@pytest.mark.parametrize(
    ("depth", "codes"),
    [
        (None, r"[0-9;]*"),
        (ColorSystem.STANDARD, r"(?:[34]\d|8[2-9]|9\d|10[0-7])"),
        (ColorSystem.EIGHT_BIT, r"[34]8;5;\d+"),
        (ColorSystem.TRUECOLOR, r"[34]8;2;\d+;\d+;\d+"),
    ],
)
def test_only_colours_that_the_terminal_has_are_sent(depth: ColorSystem | None, codes: str) -> None:
    terminal = Terminal(Abilities(depth))
    painted = Style(color="#56b4e9", bgcolor="#101317", bold=True)
    terminal.show(whole([Strip([Segment("x" * COLUMNS, painted)])] * ROWS))
    sent = re.findall(r"\x1b\[([0-9;]*)m", terminal.latest)
    assert sent == ["1"] if depth is None else re.fullmatch(f"1;{codes};{codes}", sent[0])


def test_of_a_screen_that_is_not_known_only_what_was_drawn_is_sent() -> None:
    terminal = Terminal(Abilities(None))
    strip = Strip([Segment("abcdefgh".ljust(COLUMNS))])
    terminal.show(ChopsUpdate([{0: strip}], [(0, 1, 3), (0, 5, 6)], [[COLUMNS]]))
    assert terminal.latest == "\x1b[1;2Hbc\x1b[2Cf"


def test_a_screen_on_which_every_cell_becomes_another_costs_at_most_40_kilobytes() -> None:
    choice = random.Random(0)
    colours = ("#56b4e9", "#e69f00", "#2fbf8f", "#cc79a7", "#e8703a", "#7d9cf5", "#b8c46a", "#d9c9b0", "#7f8894")
    styles = [Style(color=colour, bgcolor="#101317", bold=bold) for colour in colours for bold in (False, True)]
    sent = Sent(ALL_COLOURS)
    for _ in range(2):
        rows = [Strip([Segment(choice.choice("▵▫✧⣿⡇"), choice.choice(styles)) for _ in range(120)]) for _ in range(40)]
        written = sent.difference(LayoutUpdate([[strip] for strip in rows], Region(0, 0, 120, 40)))
    assert len(written.encode()) <= 40_000
