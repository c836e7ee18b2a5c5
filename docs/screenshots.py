#!/usr/bin/env python3
"""Make the screenshots that README shows: `python docs/screenshots.py [--check] [NAME...]`.

The sounds are those of `sample_corpus/`, the keys are pressed as a user would; each picture is an SVG beside this
script. `--check` makes them too, but only tells which of those here are of another screen: other widgets, at other
places, other keys or colours. What differs from machine to machine, where a sound lies on the map, does not count.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import itertools
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
os.environ.pop("NO_COLOR", None)

from textual.pilot import Pilot  # noqa: E402 (the terminal is settled first)

from tuimap.collection import Collection  # noqa: E402
from tuimap.engine import Finished, Message  # noqa: E402
from tuimap.players import AS_IT_IS, Clip, Manner, PlayerStatus  # noqa: E402
from tuimap.progress import Progress  # noqa: E402
from tuimap.sound import Skipped  # noqa: E402
from tuimap.ui import feed  # noqa: E402
from tuimap.ui.app import MapApp  # noqa: E402
from tuimap.ui.theme import ROLES  # noqa: E402
from tuimap.ui.widgets.key_line import KeyLine  # noqa: E402
from tuimap.ui.widgets.lines import Lines  # noqa: E402

CORPUS = HERE.parent / "sample_corpus"
STAMP = re.compile(r"<!-- screen ([0-9a-f]{16}) -->")
STILL = 6
"""So many looks at a screen have to be alike before it is taken."""


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    ascii_only: bool = False
    analysing: bool = False


WIDE = (120, 34)
SHOTS = (
    Shot("analysis", WIDE, analysing=True),
    Shot("map", WIDE, ("right", "right", "down", "f")),
    Shot("grid", WIDE, ("g", "right", "down")),
    Shot("search", WIDE, ("slash", *"kick", "enter")),
    Shot("help", WIDE, ("question_mark",)),
    Shot("small", (80, 24), ("right", "up", "d")),
    Shot("ascii", (80, 24), ("right", "up"), ascii_only=True),
)


class Mute:
    """A player that has played all it was given; what plays moves on, and no two pictures would be alike."""

    _started = 0

    def play(self, clip: Clip, manner: Manner = AS_IT_IS) -> None:  # noqa: ARG002 (a player's)
        """Take a clip."""
        self._started += 1

    def set_volume(self, volume_db: float) -> None:
        """Nothing sounds."""

    def expect(self, clips: Sequence[Clip]) -> None:
        """Nothing is read."""

    def stop(self) -> None:
        """Nothing sounds."""

    def status(self) -> PlayerStatus:
        """Tell that nothing sounds any more."""
        return PlayerStatus("miniaudio", None, self._started)

    def close(self) -> None:
        """Nothing is held."""


class Scripted:
    """An engine that has nothing to do, or is held in the middle of an analysis."""

    def __init__(self, analysing: bool) -> None:
        self._analysing = analysing
        self._ended = False

    def messages(self) -> Iterator[Message]:
        """Tell of a story."""
        yield from _story() if self._analysing else [Finished(0, 0)]
        while self._analysing and not self._ended:
            time.sleep(0.01)

    def cancel(self) -> None:
        """End."""
        self._ended = True


def _story() -> Iterator[Progress]:
    n = 264
    bad = (Skipped("loops/break.ogg", "Ogg inside RIFF"), Skipped("take 3.m4a", "needs ffmpeg"))
    yield Progress("scan", n, n)
    for done in range(0, 64, 8):
        yield Progress("decode", done, n, skipped=bad if done == 8 else ())
    for step in range(0, 1251, 50):
        yield Progress("train", step, 1250, loss=0.2 + 0.8 * 0.97 ** (step / 12))
    for done in range(72, 170, 8):
        yield Progress("decode", done, n)
        yield Progress("encode", done - 8, n)


async def taken(shot: Shot, library: Path) -> str:
    """Give the SVG of one screen, its stamp at the end."""
    file = library if not shot.analysing else library.with_name("empty.sqlite")
    collection = Collection((CORPUS,), library_file=file)
    app = MapApp(collection, Scripted(shot.analysing), Mute(), charset="ascii" if shot.ascii_only else "unicode")
    async with app.run_test(size=shot.size) as pilot:
        await settled(pilot)
        for key in shot.keys:
            await pilot.press(key)
            await settled(pilot)
        svg = app.export_screenshot(title=f"tuimap {CORPUS.name}", simplify=True)
        return f"{smaller(svg)}<!-- screen {stamp(app)} -->\n"


async def settled(pilot: Pilot[int]) -> None:
    """Wait until nothing more is drawn."""
    looks: list[str] = []
    for _ in range(600):
        await pilot.pause(0.05)
        strips = pilot.app.screen._compositor.render_strips()
        looks = [*looks, "\n".join(strip.text for strip in strips)][-STILL:]
        if len(looks) == STILL and len(set(looks)) == 1 and looks[0].strip():
            return
    raise SystemExit("the screen does not come to rest")


def stamp(app: MapApp) -> str:
    """Give what a screen is made of, as a number: widgets and their places, keys, colours."""
    shown = [widget for widget in app.screen.walk_children() if widget.region]
    places = sorted(f"{type(widget).__name__} {widget.region}" for widget in shown)
    fixed = [w for w in app.screen.walk_children(Lines) if isinstance(w, KeyLine) or type(w).__name__ == "Help"]
    words = [str(widget.lines(widget.size.width)) for widget in fixed]
    colours = sorted({f"{role} {app.theme_variables[name]}" for role, name in ROLES.items()})
    return hashlib.sha256("\n".join([*places, *words, *colours]).encode()).hexdigest()[:16]


TEXT = re.compile(r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>(.*?)</text>')
BLANK = "&#160;"
CELL = 12.2
"""The width of a cell in a picture."""


def smaller(svg: str) -> str:
    """Leave out the fonts that readers do not load, the blanks around words, and long names."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = TEXT.sub(lambda found: _word(*found.groups()), svg)
    return re.sub(r"terminal-\d+-", "t-", re.sub(r">\s+<", "><", svg))


def _word(name: str, x: str, y: str, length: str, text: str) -> str:
    """Give a stretch of text from its first to its last visible character; nothing where there is none.

    Glyphs get a place each: the fonts that have them may be of another width.
    """
    start = len(text) - len(re.sub(f"^({BLANK})+", "", text))
    word = re.sub(f"^({BLANK})+|({BLANK})+$", "", text)
    if not word:
        return ""
    end = len(text) - start - len(word)
    left = float(x) + start // len(BLANK) * CELL
    wide = float(length) - (start + end) // len(BLANK) * CELL
    glyphs = unescape(word)
    if not glyphs.replace("\xa0", " ").isascii():
        places = " ".join(f"{left + place * CELL:.1f}".removesuffix(".0") for place in range(len(glyphs)))
        return f'<text class="{name}" x="{places}" y="{y}">{word}</text>'
    return f'<text class="{name}" x="{left:.1f}" y="{y}" textLength="{wide:.1f}">{word}</text>'


def analysed(library: Path) -> None:
    """Analyse the sounds."""
    from tuimap.cli.main import main

    if main(["analyze", str(CORPUS), "--library", str(library), "--progress", "none"]):
        raise SystemExit("the sample corpus cannot be analysed")


def outdated(shot: Shot, svg: str) -> bool:
    """Tell whether the picture that is here is of another screen."""
    path = HERE / f"{shot.name}.svg"
    stored = STAMP.search(path.read_text(encoding="utf-8")) if path.exists() else None
    now = STAMP.search(svg)
    return stored is None or now is None or stored[1] != now[1]


def main() -> int:
    """Make the pictures, or tell which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where a picture is out of date"
    )
    parser.add_argument("names", metavar="NAME", nargs="*", choices=[*[shot.name for shot in SHOTS], []])
    chosen = parser.parse_args()
    clock = itertools.count(step=0.125)
    old = []
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(feed, "time", SimpleNamespace(monotonic=lambda: float(next(clock)))),
    ):
        library = Path(folder) / "library.sqlite"
        analysed(library)
        for shot in SHOTS:
            if chosen.names and shot.name not in chosen.names:
                continue
            svg = asyncio.run(taken(shot, library))
            if not chosen.check:
                (HERE / f"{shot.name}.svg").write_text(svg, encoding="utf-8")
                print(f"{shot.name}.svg  {len(svg) / 1000:.0f} kB")
            elif outdated(shot, svg):
                old.append(shot.name)
    if old:
        print(f"out of date: {', '.join(old)}; python docs/screenshots.py makes them anew", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
