"""Everything that can be done, by name: the keys as commands, and how they are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tuimap.ui.keyboard.keys import INTERRUPT, Key
from tuimap.ui.map.colour_names import COLOURINGS

UNNAMED = (INTERRUPT.id, "palette")
"""What makes no sense in the list itself."""


@dataclass(frozen=True)
class Command:
    """One thing to do."""

    name: str
    keys: str
    """That do the same; may be empty."""
    told: str
    """In a sentence."""
    action: str
    """As Textual names it, on the map screen."""


def commands_of(keys: Iterable[Key]) -> list[Command]:
    """Give a command for each key: `zoom.in` is called `zoom in`."""
    from tuimap.ui.keyboard.key_names import shown_key

    return [
        Command(key.id.replace(".", " "), ", ".join(map(shown_key, key.keys)), key.tooltip, key.action)
        for key in keys
        if key.id not in UNNAMED
    ]


def colour_commands() -> list[Command]:
    """Give a command for each thing that the colours can say."""
    return [
        Command(f"colour by {name}", "", f"Let the colours say the {name}.", f"colour_by({name!r})")
        for name in COLOURINGS
    ]


def found(commands: Iterable[Command], query: str) -> list[Command]:
    """Give those that are meant by some words, the likeliest first; all where there are no words."""
    words = query.lower().split()
    ranked = [(rank, command) for command in commands if (rank := _rank(command, words)) is not None]
    return [command for _, command in sorted(ranked, key=lambda pair: pair[0])]


def _rank(command: Command, words: list[str]) -> int | None:
    """Tell how far a command is from the words, 0 the nearest; None where one of them is not in it."""
    ranks = [_distance(word, command) for word in words]
    return None if None in ranks else sum(rank for rank in ranks if rank is not None)


def _distance(word: str, command: Command) -> int | None:
    name, told = command.name.lower(), command.told.lower()
    if any(part.startswith(word) for part in name.split()):
        return 0
    if word in name:
        return 1
    if word in told:
        return 2
    letters = iter(name)
    return 3 if all(letter in letters for letter in word) else None
