"""Keeping what was heard in a walk in sentences: marks, and the path."""

from __future__ import annotations

import os

from tuimap.sound_marks import NOTHING, MarkChange, note_of, tags_of
from tuimap.ui import marking
from tuimap.ui.chosen import Chosen
from tuimap.ui.listening import Listening
from tuimap.ui.plain.walk import Walk, Ways
from tuimap.ui.safe_text import escaped


class Keeping(Walk):
    """Marks the sound on which one stands."""

    def __init__(self, ways: Ways, listening: Listening = Listening()) -> None:  # noqa: B008 (it never changes)
        super().__init__(ways, listening)
        self._reversals: list[tuple[str, marking.Changes]] = []

    def do_favourite(self) -> None:
        """Mark the sound as a favourite, or no more."""
        self._mark(marking.favourite_change)

    def do_tags(self) -> None:
        """Ask for tags to add; one with a minus before it is taken away, the others stay."""
        before = self.marks.get(self.map.sound(self.at).key, NOTHING).tags
        now = escaped(" ".join(sorted(before))) or "none"
        if typed := self.ways.ask(f"tags to add, with a minus before it to take away, now {now}"):
            words = frozenset(tags_of(typed))
            gone = frozenset(word[1:] for word in words if word.startswith("-"))
            add = frozenset(word for word in words if not word.startswith("-"))
            self._mark(lambda _: MarkChange(add=add - before, remove=gone & before))

    def do_note(self) -> None:
        """Ask for the note on the sound; an empty line leaves it, a minus takes it away."""
        before = self.marks.get(self.map.sound(self.at).key, NOTHING).note
        now = f"{escaped(before)}, minus takes it away" if before else "none"
        if typed := self.ways.ask(f"note, now {now}"):
            self._mark(lambda _: MarkChange(note="" if typed.strip() == "-" else note_of(typed)))

    def do_undo(self) -> None:
        """Take the last change back."""
        if not self._reversals:
            self.ways.say("nothing to take back")
            return
        told, changes = self._reversals.pop()
        self.marks = marking.after(self.marks, changes)
        self.ways.store(changes)
        self.ways.say(f"taken back: {escaped(told)}")

    def do_copy(self) -> None:
        """Copy the path of the sound, and say it."""
        from tuimap.ui.clipboard import copy

        path = self._chosen().files()[0]
        if self.ways.write is not None:
            copy(os.fsencode(path), self.ways.write, os.environ)
        self.ways.say(escaped(path))

    def _mark(self, choose: marking.Chooser) -> None:
        done = marking.worked_out(self._chosen(), self.marks, choose)
        if done.reversal:
            self.marks = done.marks
            self._reversals.append((done.told, done.reversal))
            self.ways.store(done.changes)
        self.ways.say(escaped(done.told))

    def _chosen(self) -> Chosen:
        return Chosen(self.map.map.root, self.map.map.sounds, (self.at,))
