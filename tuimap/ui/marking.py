"""What the marking keys change, and in what words it is told: pure, for one sound or many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from tuimap.sound import SoundKey
from tuimap.sound_marks import NOTHING, MarkChange, SoundMarks, change_between
from tuimap.ui.chosen import Chosen

Marks: TypeAlias = Mapping[SoundKey, SoundMarks]
Changes: TypeAlias = Mapping[SoundKey, MarkChange]
Chooser: TypeAlias = Callable[[list[SoundMarks]], MarkChange]
"""Gives the change for some sounds from what is said of each now."""


class Marking(NamedTuple):
    """A change of the marks of some sounds, worked out."""

    changes: Changes
    marks: Marks
    """Of all sounds, afterwards."""
    reversal: Changes
    """What takes it back; empty where nothing changes."""
    told: str


def worked_out(chosen: Chosen, marks: Marks, choose: Chooser) -> Marking:
    """Work out what becomes of the marks of the chosen sounds."""
    keys = chosen.sound_keys()
    change = choose([marks.get(key, NOTHING) for key in keys])
    changes = dict.fromkeys(keys, change)
    return Marking(changes, after(marks, changes), reversal(marks, changes), told_of(change, chosen.told))


def favourite_change(said: list[SoundMarks]) -> MarkChange:
    """Make all favourites; where all are, none."""
    return MarkChange(favourite=not all(marks.favourite for marks in said))


def common_tags(said: list[SoundMarks]) -> frozenset[str]:
    """Give the tags that all have."""
    return frozenset.intersection(*(marks.tags for marks in said)) if said else frozenset()


def common_note(said: list[SoundMarks]) -> str:
    """Give the note that all have; empty where they differ."""
    notes = {marks.note for marks in said}
    return notes.pop() if len(notes) == 1 else ""


def known_tags(marks: Marks) -> list[str]:
    """Give all tags, the most used first."""
    counted = Counter(tag for said in marks.values() for tag in said.tags)
    return sorted(counted, key=lambda tag: (-counted[tag], tag))


def after(marks: Marks, changes: Changes) -> Marks:
    """Give the marks once the changes are made."""
    changed = {key: change.applied(marks.get(key, NOTHING)) for key, change in changes.items()}
    return {key: said for key, said in {**marks, **changed}.items() if said}


def reversal(marks: Marks, changes: Changes) -> Changes:
    """Give what takes the changes back, seen from before they are made."""
    befores = {key: marks.get(key, NOTHING) for key in changes}
    afters = {key: change.applied(befores[key]) for key, change in changes.items()}
    return {key: change_between(afters[key], before) for key, before in befores.items() if afters[key] != before}


def told_of(change: MarkChange, name: str) -> str:
    """Say what a change made of a sound, or of several."""
    if change.favourite is not None:
        return f"{name}: {'favourite' if change.favourite else 'no favourite any more'}"
    if change.note is not None:
        return f"{name}: {'noted' if change.note else 'the note is gone'}"
    tags = [*(f"+{tag}" for tag in sorted(change.add)), *(f"-{tag}" for tag in sorted(change.remove))]
    return f"{name}: {' '.join(tags) or 'as before'}"
