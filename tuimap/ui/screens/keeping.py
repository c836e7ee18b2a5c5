"""What is kept of a walk: favourites, tags, notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tuimap.sound_marks import LONGEST_NOTE, LONGEST_TAG, NOTHING, MarkChange, SoundMarks, note_of, tags_of
from tuimap.ui import marking
from tuimap.ui.chosen import Chosen
from tuimap.ui.messages import MarkingDone, MarksAsked
from tuimap.ui.screens.selecting import Selecting

if TYPE_CHECKING:
    from tuimap.ui.completion import Completer

AT_ONCE = 500
"""Sounds that are marked before the next key is looked at; more are marked beside."""

UNDONE = 50
"""Changes that can be taken back."""


class Keeping(Selecting):
    """Marks sounds, and takes that back."""

    def action_favourite(self) -> None:
        """Mark sounds as favourites, or no more."""
        if chosen := self.meant():
            self._mark(chosen, marking.favourite_change)

    def action_tags(self) -> None:
        """Ask for the tags of sounds."""
        if (chosen := self.meant()) is None:
            return
        before = marking.common_tags(self._said_of(chosen))

        def answered(line: str) -> None:
            tags = frozenset(tags_of(line))
            self._mark(chosen, lambda _: MarkChange(add=tags - before, remove=before - tags))

        from tuimap.ui.completion import tag_completer

        value = "".join(f"{tag}, " for tag in sorted(before))
        known = tag_completer(marking.known_tags(self.marks))
        self.ask(f"tags of {chosen.told}:", "words, with spaces or commas between", value, answered, known, _wrong_tags)

    def action_note(self) -> None:
        """Ask for the note on sounds; what several have is kept where nothing is said."""
        if (chosen := self.meant()) is None:
            return
        before = marking.common_note(self._said_of(chosen))

        def answered(line: str) -> None:
            note = note_of(line)
            self._mark(chosen, lambda _: MarkChange(note=None if note == before else note))

        self.ask(f"note on {chosen.told}:", "what you like", before, answered, wrong=_wrong_note)

    def action_undo(self) -> None:
        """Take the last change back."""
        if not self.reversals:
            self.told = "nothing to take back"
            return
        told, changes = self.reversals.pop()
        self.marks = marking.after(self.marks, changes)
        self._store(changes)
        self.told = f"taken back: {told}"

    def ask(
        self,
        question: str,
        what: str,
        value: str,
        answered: Callable[[str], None],
        completer: Completer = lambda _: (),
        wrong: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Have a line typed over the lowest lines, told `what` it can be, and take the answer where there is one."""
        from tuimap.ui.screens.prompt_screen import PromptScreen

        prompt = PromptScreen(question, what, value, self.charset, completer, wrong)
        self.app.push_screen(prompt, lambda line: None if line is None else answered(line))

    def _mark(self, chosen: Chosen, choose: marking.Chooser) -> None:
        """Change what is said of the chosen sounds; here and now where they are few."""
        work = partial(marking.worked_out, chosen, self.marks, choose)
        if len(chosen.indices) <= AT_ONCE:
            self._take(work())
        else:
            self.working.append(work)
            self.run_worker(lambda: self.post_message(MarkingDone(work, work())), thread=True, name="marks")

    def on_marking_done(self, message: MarkingDone) -> None:
        """Take in what was worked out beside."""
        self.working.remove(message.work)
        self._take(message.marking)

    def _take(self, done: marking.Marking) -> None:
        """Show what was changed, have it stored, and remember how to take it back."""
        self.told = done.told
        if done.reversal:
            self.marks = done.marks
            self.reversals = [*self.reversals, (done.told, done.reversal)][-UNDONE:]
            self._store(done.changes)

    def unfinished(self) -> list[marking.Changes]:
        """Give the changes that nobody stores yet, in their order; those of many sounds are worked out first."""
        return [*self.unstored, *(work().changes for work in self.working)]

    def _store(self, changes: marking.Changes) -> None:
        self.unstored.append(changes)
        self.post_message(MarksAsked())

    def _said_of(self, chosen: Chosen) -> list[SoundMarks]:
        """Give what is said of each; of more sounds than are marked at all, that nothing is said."""
        if len(chosen.indices) > len(self.marks):
            return [NOTHING]
        return [self.marks.get(key, NOTHING) for key in chosen.sound_keys()]


def _wrong_tags(line: str) -> str:
    longest = max(line.replace(",", " ").split(), key=len, default="")
    return f"a tag has at most {LONGEST_TAG} characters" if len(longest) > LONGEST_TAG else ""


def _wrong_note(line: str) -> str:
    return f"a note has at most {LONGEST_NOTE:,} characters" if len(line) > LONGEST_NOTE else ""
