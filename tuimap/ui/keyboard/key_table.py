"""The table of keys as text: for the README, and as the beginning of a key file."""

from __future__ import annotations

from collections.abc import Mapping

from tuimap.ui.keyboard.keys import INTERRUPT, Key, grouped

HEADING = """\
# The keys of tuimap. Take the # away from a line and change what stands in quotes; several keys are
# parted by commas (the comma itself is called comma). A key that does something else already has to be
# taken from that, too.
"""


def markdown(keys: tuple[Key, ...]) -> str:
    """Give the table that README carries."""
    rows = (f"| {key.shown} | {key.tooltip} |\n" for key in grouped(keys))
    return "| keys | |\n|---|---|\n" + "".join(rows)


def starting_file(topics: Mapping[str, tuple[Key, ...]]) -> str:
    """Give a file of keys in which every line is a comment: all can be changed, nothing is."""
    from tuimap.ui.keyboard.key_names import shown_key

    written = HEADING
    for topic, keys in topics.items():
        own = [key for key in keys if key.id != INTERRUPT.id]
        lines = [f'# "{key.id}" = "{", ".join(_in_file(shown_key(name)) for name in key.keys)}"' for key in own]
        width = max(map(len, lines), default=0)
        told = (f"{line:<{width}}  # {key.tooltip}\n" for line, key in zip(lines, own, strict=True))
        written += f"\n# {topic}\n" + "".join(told)
    return written


def _in_file(shown: str) -> str:
    return {",": "comma", '"': "quotation_mark", "\\": "backslash"}.get(shown, shown)
