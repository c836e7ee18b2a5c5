"""What a key costs on the line, and that the terminal at its end shows what the program drew."""

from __future__ import annotations

import random
import re
from statistics import median
from unittest.mock import patch

import pytest
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from ui_fakes import FakeCollection, clustered_map
from ui_run import Run, running

from tuimap.ui.app import MapApp
from tuimap.ui.wire.abilities import Abilities
from tuimap.ui.wire.sent import Sent

pyte = pytest.importorskip("pyte")

BUDGET = 250
"""Bytes for an arrow key; with them a line of 9,600 baud follows four keys a second."""

ARROWS = ("right", "down", "left", "up")
SIZES = [(80, 24), (120, 34), (200, 60)]


class Line:
    """Stands where the driver would: what is displayed goes to a terminal over as few bytes as possible."""

    def __init__(self, columns: int, rows: int) -> None:
        self.sent = Sent(Abilities(ColorSystem.TRUECOLOR, clears_in_colour=True))
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = 0
        """Spent on the map and the sentence below it; what the panels show follows once the cursor rests."""

    def display(self, _screen: object, renderable: object) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            written = self.sent.difference(renderable).encode()
            if isinstance(renderable, LayoutUpdate) or self.screen.lines - 2 in {y for y, _, _ in renderable.spans}:
                self.bytes += len(written) + len("\x1b[?2026h\x1b[?2026l")
            self.stream.feed(written)

    async def cost(self, run: Run, key: str) -> int:
        before = self.bytes
        await run.press(key)
        return self.bytes - before

    @property
    def text(self) -> str:
        return re.sub(" +\n", "\n", "\n".join(self.screen.display) + "\n")


def drawn(run: Run) -> str:
    return re.sub(" +\n", "\n", run.text.replace("\u2800", " ") + "\n")


@pytest.mark.parametrize("size", SIZES)
async def test_a_step_costs_few_bytes_at_any_size(size: tuple[int, int]) -> None:
    line = Line(*size)
    with patch.object(MapApp, "_display", line.display):
        async with running(FakeCollection(stored=clustered_map()), size=size) as run:
            costs = [await line.cost(run, key) for key in ARROWS * 10]
    assert min(costs) > 0
    assert median(costs) <= BUDGET
    assert sorted(costs)[-3] <= 1.5 * BUDGET


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_keys_the_terminal_shows_what_was_drawn(seed: int) -> None:
    choice = random.Random(seed)
    size = choice.choice(SIZES)
    line = Line(*size)
    with patch.object(MapApp, "_display", line.display):
        async with running(FakeCollection(stored=clustered_map(200)), size=size) as run:
            await run.press("d")
            for _ in range(30):
                await run.press(choice.choice((*ARROWS, "tab", "+", "-", "0", "d", "f", "?", "escape")))
                await run.until(lambda: line.text == drawn(run))
