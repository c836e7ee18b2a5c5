"""What is said of a sound, of the keys, and of an analysis: plain sentences, one line each."""

from __future__ import annotations

from tuimap.sound_marks import SoundMarks
from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import Charset
from tuimap.ui.keyboard.keys import Key, grouped
from tuimap.ui.safe_text import escaped
from tuimap.ui.words.details_lines import details_lines
from tuimap.ui.words.here import Here
from tuimap.ui.words.status import ORDER, place_line

LONG = 10_000
"""More columns than a sentence takes: nothing is shortened for who does not see."""


def place_sentence(here: Here, charset: Charset) -> str:
    """Say which sound it is, what the user says of it, and what lies around."""
    ascii_only = charset.name == "ascii"
    alone = here._replace(around=(), marks=SoundMarks())
    said = ["".join(text for text, _ in place_line(alone, charset, LONG)), *marks_said(here.marks, ascii_only)]
    if here.cluster and here.cluster != here.class_name:
        said.insert(1, f"cluster {escaped(here.cluster, ascii_only)}")
    names = dict(here.around)
    around = [f"{way} {escaped(names[way], ascii_only)}" for way in ORDER if way in names]
    return f"{'; '.join([', '.join(said), *around])}."


def marks_said(marks: SoundMarks, ascii_only: bool) -> list[str]:
    """Say what the user has said of a sound."""
    return [
        *(["favourite"] if marks.favourite else []),
        *([f"tags {' '.join(escaped(tag, ascii_only) for tag in sorted(marks.tags))}"] if marks.tags else []),
        *([f"note {escaped(marks.note, ascii_only)}"] if marks.note else []),
    ]


def facts_sentence(here: Here, charset: Charset) -> str:
    """Say what is known of a sound, its name apart."""
    lines = details_lines(here, (), charset, LONG, LONG)[1:]
    told = ("".join(text for text, role in line if not role.startswith("class")).strip() for line in lines)
    return ", ".join(filter(None, told)) + "."


def help_lines(keys: tuple[Key, ...]) -> list[str]:
    """Say what each key does."""
    return [f"{key.shown}: {key.tooltip}" for key in grouped(keys)]


def progress_sentence(analysis: Analysis) -> str:
    """Say how far an analysis is, or how it ended; empty where there is nothing to say."""
    skipped = len(analysis.skipped)
    without = f", {skipped:,} skipped: ! names them" if skipped else ""
    if analysis.running:
        stage = analysis.stage
        if stage is None:
            return "looking for sounds"
        state = analysis.stages[stage]
        total = f" of {state.total:,}" if state.total else ""
        left = f", about {state.seconds_left:.0f} seconds left" if state.seconds_left else ""
        return f"{stage} {state.done:,}{total}{left}{without}"
    ended = {"finished": "the map is ready" if analysis.stages else "", "stopped": "the analysis was stopped"}
    told = "; ".join(filter(None, (ended.get(analysis.state, ""), escaped(analysis.told))))
    return f"{told}{without}".removeprefix(", ")
