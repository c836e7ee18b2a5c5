"""What a user says of a sound, and how that changes: favourite, tags, a note."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

LONGEST_TAG = 64
"""Characters."""

LONGEST_NOTE = 2_000
"""Characters."""


class SoundMarks(NamedTuple):
    """What is said of one sound; false where that is nothing."""

    favourite: bool = False
    tags: frozenset[str] = frozenset()
    """Words in small letters, see `tags_of`."""
    note: str = ""
    """One line in the user's own words."""

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = SoundMarks()


class MarkChange(NamedTuple):
    """What is to become different; all else stays as it is when the change is made, whoever has changed it since."""

    favourite: bool | None = None
    """None: as it is."""
    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()
    """Tags."""
    note: str | None = None
    """None: as it is; empty takes it away."""

    def applied(self, marks: SoundMarks) -> SoundMarks:
        """Give the marks after the change."""
        return SoundMarks(
            marks.favourite if self.favourite is None else self.favourite,
            (marks.tags - self.remove) | self.add,
            marks.note if self.note is None else self.note,
        )


def change_between(before: SoundMarks, after: SoundMarks) -> MarkChange:
    """Give the change that makes `after` of `before`."""
    return MarkChange(
        None if before.favourite == after.favourite else after.favourite,
        after.tags - before.tags,
        before.tags - after.tags,
        None if before.note == after.note else after.note,
    )


def tags_of(written: str) -> tuple[str, ...]:
    """Give the tags that someone has written, parted by commas or spaces, in that order, each once.

    They are in small letters and composed characters, without what cannot be seen, so that what looks alike is alike.
    """
    words = unicodedata.normalize("NFC", written).lower().replace(",", " ").split()
    seen = ("".join(filter(str.isprintable, word))[:LONGEST_TAG] for word in words)
    return tuple(dict.fromkeys(filter(None, seen)))


def note_of(written: str) -> str:
    """Give a note as it is kept: one line, without what cannot be seen."""
    line = " ".join(written.split())
    return "".join(filter(str.isprintable, line))[:LONGEST_NOTE].strip()
