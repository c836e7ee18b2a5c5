"""`tuimap keys`: the table of keys, with your own where you have chosen some."""

from __future__ import annotations

from argparse import Namespace


def run(chosen: Namespace) -> int:
    """Print it, or the beginning of a file of your own keys."""
    from tuimap.ui.keyboard.key_table import markdown, starting_file
    from tuimap.ui.keyboard.keymap import keymap_path, read_keymap, remapped
    from tuimap.ui.keyboard.keys import KEYS, TOPICS

    if chosen.config:
        print(starting_file(TOPICS), end="")  # noqa: T201
    else:
        print(markdown(remapped(KEYS, read_keymap(keymap_path()))), end="")  # noqa: T201
    return 0
