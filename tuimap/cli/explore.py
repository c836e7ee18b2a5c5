"""`tuimap PATH`: the map on the screen, or as text where there is no terminal."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace

from tuimap.cli.analysis import with_map
from tuimap.cli.collection_options import collection
from tuimap.collection import Collection

_TEXT_SIZE = (100, 32)


def run(chosen: Namespace) -> int:
    """Open the screen; without a terminal print the map."""
    sounds = collection(chosen)
    if sys.stdin.isatty() and sys.stdout.isatty():
        if os.name == "nt" or os.environ.get("TERM", "dumb") != "dumb":
            return _open_screen(sounds, chosen)
        print("tuimap: this terminal cannot place a cursor (TERM), so here is the map as text", file=sys.stderr)  # noqa: T201
    if offline := sounds.offline():
        print(f"tuimap: {offline}", file=sys.stderr)  # noqa: T201
        _print_map(sounds, chosen.charset)
    else:
        with_map(sounds, chosen.progress, lambda: _print_map(sounds, chosen.charset))
    return 0


def _open_screen(sounds: Collection, chosen: Namespace) -> int:
    from tuimap.engine import EngineProcess
    from tuimap.players.process import open_player
    from tuimap.ui.app import run_app

    sounds.root  # noqa: B018 (a path that is missing is said before the screen opens)
    charset = None if chosen.charset == "auto" else chosen.charset
    ground = None if chosen.theme == "auto" else chosen.theme
    return run_app(sounds, EngineProcess(sounds), open_player(chosen.audio), charset=charset, ground=ground)


def _print_map(sounds: Collection, charset: str) -> None:
    from tuimap.ui.charset import CharsetName, charset_for
    from tuimap.ui.text_map import text_map

    found = sounds.load()
    assert found is not None
    size = shutil.get_terminal_size(_TEXT_SIZE)
    suited = charset_for({**os.environ, "TERM": "xterm"}, sys.stdout.encoding)
    chosen: CharsetName = suited if charset == "auto" else "ascii" if charset == "ascii" else "unicode"
    print(text_map(found, size.columns, size.lines, chosen), end="")  # noqa: T201
