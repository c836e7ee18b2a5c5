"""Sounds that break off: what there is of them is heard, and the reason is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from tuimap.errors import DecodeError
from tuimap.players.voice import Frames

Tell: TypeAlias = Callable[[DecodeError], None]
"""Takes what is wrong with a sound that goes on all the same."""


def up_to_damage(blocks: Iterator[Frames], tell: Tell) -> Iterator[Frames]:
    """Give blocks until they end or cannot be read any more."""
    try:
        yield from blocks
    except DecodeError as error:
        tell(error)
