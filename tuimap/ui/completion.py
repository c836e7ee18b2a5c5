"""What a line that someone types could become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple, TypeAlias

from tuimap.sound_marks import tags_of

MOST = 20
"""Completions that are offered at once."""


class Completion(NamedTuple):
    """One of the things that a line could become."""

    shown: str
    """What is new about it."""
    text: str
    """The whole line."""


Completer: TypeAlias = Callable[[str], Sequence[Completion]]
"""Gives what a line could become, the likeliest first."""


def tag_completer(known: Iterable[str]) -> Completer:
    """Complete the last word to tags that are `known`, the most used first, and not in the line yet."""
    ordered = tuple(known)

    def complete(line: str) -> list[Completion]:
        typed = len(line) - max(line.rfind(","), line.rfind(" ")) - 1
        head, word = line[: len(line) - typed], line[len(line) - typed :].lower()
        there = set(tags_of(head))
        fitting = [tag for tag in ordered if tag.startswith(word) and tag not in there]
        return [Completion(tag, f"{head}{tag}, ") for tag in fitting[:MOST]]

    return complete


def ending_completer(endings: Sequence[str]) -> Completer:
    """Complete the name of a file to one with an ending such as `.txt`; an ending that is begun is completed."""

    def complete(line: str) -> list[Completion]:
        name = PurePath(line).name
        if not name or line.endswith("/"):
            return []
        stem, dot, begun = line.rpartition(".") if "." in name else (line, "", "")
        fitting = [ending for ending in endings if ending.startswith(dot + begun) and ending != dot + begun]
        return [Completion(PurePath(stem).name + ending, stem + ending) for ending in fitting]

    return complete
