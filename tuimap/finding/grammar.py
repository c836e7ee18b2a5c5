"""The words of a filter: `kick -loop tag:good dur:<1 bright:>3k folder:808 loud:>-20 pitch:a3..c5`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tuimap.finding.units import Reader, Span, decibels, hertz, pitch, seconds, share, span


@dataclass(frozen=True)
class Measure:
    """A field of numbers."""

    column: str
    """As Sound or Traits call it."""
    read: Reader
    hint: str
    """What can stand behind the colon."""


MEASURES: dict[str, Measure] = {
    "dur": Measure("duration", seconds, "dur:<500ms, dur:>1.5, dur:1..2s"),
    "bright": Measure("centroid", hertz, "bright:>3k, bright:200..800hz"),
    "loud": Measure("loudness", decibels, "loud:>-20, loud:-30..-20"),
    "pitch": Measure("pitch", pitch, "pitch:a3, pitch:a3..c5, pitch:<100hz"),
    "flat": Measure("flatness", share, "flat:<.2 is tonal, flat:>50% is noise"),
    "peak": Measure("level", decibels, "peak:>-3db"),
}
"""Fields of numbers, by the name that a filter has for them."""

WORDS: dict[str, str] = {
    "name": "a part of the file's name",
    "folder": "a part of the folders' names",
    "in": "a whole folder: in:drums/808",
    "cluster": "a part of the cluster's name",
    "tag": "the beginning of a tag; tag: alone is any",
    "note": "a part of the note; note: alone is any",
    "fav": "nothing: fav: are the favourites",
}
"""Fields of words, and what stands behind their colons."""

BARE = frozenset({"tag", "note", "fav"})
"""Fields that mean something with nothing behind the colon."""

OTHER_NAMES = {"duration": "dur", "length": "dur", "centroid": "bright", "level": "peak", "path": "folder"}

HINT = "words  -without  dur:<1  bright:>3k  loud:>-20  pitch:a3..c5  flat:<.2  folder:  tag:  fav:  note:  cluster:"
"""What can be typed, in one line."""

_TOKEN = re.compile(r'(?:"(?:[^"]|"")*(?:"|$)|\S)+')
_QUOTED = re.compile(r'"((?:[^"]|"")*)(?:"|$)')
_FIELD = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)


class Term(NamedTuple):
    """One condition."""

    text: str
    """As it was written."""
    field: str
    """A key of MEASURES or WORDS; empty for a part of a path or of a tag."""
    wanted: str | Span
    without: bool = False
    """Whether sounds are wanted for which it does not hold."""


class Filter(NamedTuple):
    """What was typed, as far as it is understood."""

    terms: tuple[Term, ...]
    """A sound must meet them all."""
    complaint: str = ""
    """What is not understood and what could be meant, in one line; or empty."""

    @property
    def text(self) -> str:
        """What one would have to type."""
        return " ".join(term.text for term in self.terms)


def parse(typed: str) -> Filter:
    """Read a filter; what is not understood is left out and complained of."""
    terms: list[Term] = []
    complaints: list[str] = []
    for token in _TOKEN.findall(typed):
        read = _term(token)
        if isinstance(read, Term):
            terms += [read] * (read not in terms)
        elif read:
            complaints.append(read)
    return Filter(tuple(terms), complaints[0] if complaints else "")


def toggled(typed: str, term: str) -> str:
    """Give a filter with a term more, or without it where it has it."""
    texts = [each.text for each in parse(typed).terms]
    return " ".join([each for each in texts if each != term] + [term] * (term not in texts))


def in_folder(folder: str) -> str:
    """Give the term for one folder and those below it."""
    return f"in:{_quoted(folder or '.')}"


def _term(token: str) -> Term | str:
    """Give what one word means, or a complaint; an empty one where there is nothing yet."""
    without = token.startswith("-")
    body = token[1:] if without else token
    field = _FIELD.fullmatch(body)
    if field is None or body.startswith('"'):
        word = _unquoted(body)
        return Term(token, "", word, without) if word else ""
    name, value = field[1].lower(), _unquoted(field[2])
    known = _field_called(name)
    if not known:
        return f"{name}: is none of {' '.join(f'{each}:' for each in (*MEASURES, *WORDS))}"
    if known in WORDS:
        return Term(token, known, value, without) if value or known in BARE else f"{known}: takes {WORDS[known]}"
    meant = span(value, MEASURES[known].read) if value else None
    if meant is None:
        begun = f"{known}:{value} is not clear. " if value.strip("<>=.+-") else ""
        return f"{begun}For example {MEASURES[known].hint}"
    return Term(token, known, meant, without)


def _field_called(name: str) -> str:
    """Give the field that a name means, which may be cut short where no other begins so; empty for none."""
    every = {**{each: each for each in (*MEASURES, *WORDS)}, **OTHER_NAMES}
    if name in every:
        return every[name]
    meant = {field for each, field in every.items() if each.startswith(name) or name.startswith(field)}
    return meant.pop() if len(meant) == 1 else ""


def _unquoted(text: str) -> str:
    bare: Callable[[re.Match[str]], str] = lambda found: found[1].replace('""', '"')  # noqa: E731
    return _QUOTED.sub(bare, text)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if doubled != text or re.search(r"\s", text) else text
