"""`tuimap PATH`: the map on the screen, or as text where there is no terminal."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tuimap.cli.collection_options import collection
from tuimap.collection import Collection
from tuimap.opened.opened_map import NoAnalysis, OpenedMap, is_map

if TYPE_CHECKING:
    from tuimap.collection_view import CollectionView
    from tuimap.engine import Engine
    from tuimap.players import Player
    from tuimap.ui.charset import CharsetName
    from tuimap.ui.keyboard.keymap import Keymap

_TEXT_SIZE = (100, 32)


def run(chosen: Namespace) -> int:
    """Open the screen; without a terminal print the map."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # others would only spin while NumPy is imported
    if is_map(chosen.paths[0]):
        return _show_opened(OpenedMap(chosen.paths[0], chosen.library), chosen)
    sounds = collection(chosen)
    if chosen.plain or chosen.pick or _has_screen():
        return _open_screen(sounds, chosen)
    if offline := sounds.offline():
        print(f"tuimap: {offline}", file=sys.stderr)  # noqa: T201
        _print_map(sounds, chosen.charset)
    else:
        from tuimap.cli.analysis import with_map

        with_map(sounds, chosen.progress, lambda: _print_map(sounds, chosen.charset))
    return 0


def _has_screen() -> bool:
    """Tell whether there is a terminal to draw on; say so where it is too plain for that."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    if os.name == "nt" or os.environ.get("TERM", "dumb") != "dumb":
        return True
    told = "this terminal cannot place a cursor (TERM), so here is the map as text; --plain speaks it"
    print(f"tuimap: {told}", file=sys.stderr)  # noqa: T201
    return False


def _show_opened(opened: OpenedMap, chosen: Namespace) -> int:
    if not (chosen.plain or chosen.pick or _has_screen()):
        _print_map(opened, chosen.charset)
        return 0
    from tuimap.players.silent import SilentPlayer

    keymap = _keymap()
    player = SilentPlayer(opened.silence) if opened.silence else _player(chosen)
    return _run_app(opened, NoAnalysis(opened), player, chosen, keymap, chosen.paths[0])


def _open_screen(sounds: Collection, chosen: Namespace) -> int:
    from tuimap.engine import EngineProcess

    keymap = _keymap()
    sounds.root  # noqa: B018 (a path that is missing is said before the screen opens)
    engine, player = EngineProcess(sounds), _player(chosen)
    return _run_app(sounds, engine, player, chosen, keymap, sounds.library_path)


def _player(chosen: Namespace) -> Player:
    """Give the player that was asked for; raises SetupError for one that the environment names wrongly."""
    from tuimap.players.choice import audio_of
    from tuimap.players.process import open_player

    return open_player(chosen.audio or audio_of(os.environ))


def _keymap() -> Keymap:
    """Read the user's keys before anything is begun. Raises SetupError."""
    from tuimap.ui.keyboard.keymap import keymap_path, read_keymap

    return read_keymap(keymap_path())


def _run_app(
    view: CollectionView, engine: Engine, player: Player, chosen: Namespace, keymap: Keymap, remembered: Path
) -> int:
    """Open the screen; how it is left is remembered for the file of the library or map."""
    from tuimap.cli.listening_options import listening_as_asked

    ends = None
    if chosen.osc or chosen.osc_listen:
        from tuimap.osc.announcing import AnnouncingPlayer
        from tuimap.osc.ends import open_ends

        ends = open_ends(chosen.osc, chosen.osc_listen)
        player = AnnouncingPlayer(player, ends)
    charset = None if chosen.charset == "auto" else chosen.charset
    if chosen.plain:
        from tuimap.ui.listening import Listening
        from tuimap.ui.plain.session import run_plain

        listening = listening_as_asked(chosen, Listening())
        return run_plain(view, engine, player, charset=charset, keymap=keymap, ends=ends, listening=listening)
    gc.disable()  # until the first frame, see tuimap.ui.app
    from tuimap.ui.app import run_app
    from tuimap.ui.memory import memory_of

    memory = memory_of(remembered)
    ground = None if chosen.theme == "auto" else chosen.theme
    show = partial(
        run_app,
        view,
        engine,
        player,
        charset=charset,
        ground=ground,
        keymap=keymap,
        memory=memory,
        ends=ends,
        listening=partial(listening_as_asked, chosen),
    )
    if not chosen.pick:
        return show()
    from tuimap.cli.picking import pick

    return pick(lambda take: show(take=take), zeros=chosen.print0)


def _print_map(sounds: CollectionView, charset: str) -> None:
    from tuimap.ui.charset import charset_for
    from tuimap.ui.words.text_map import text_map

    found = sounds.load()
    assert found is not None
    size = shutil.get_terminal_size(_TEXT_SIZE)
    suited = charset_for({**os.environ, "TERM": "xterm"}, sys.stdout.encoding)
    chosen: CharsetName = suited if charset == "auto" else "ascii" if charset == "ascii" else "unicode"
    print(text_map(found, size.columns, size.lines, chosen), end="")  # noqa: T201
