"""Which sounds meet a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from tuimap.finding.facts import Facts
from tuimap.finding.grammar import MEASURES, Term
from tuimap.finding.texts import Texts, folded
from tuimap.finding.units import Span
from tuimap.sound_marks import SoundMarks

Mask = NDArray[np.bool_]


def meets(terms: Iterable[Term], facts: Facts) -> Mask:
    """Tell which sounds meet all terms, [sounds]."""
    kept = np.ones(len(facts), bool)
    for term in terms:
        kept &= _met(term, facts) != term.without
    return kept


def _met(term: Term, facts: Facts) -> Mask:
    if isinstance(term.wanted, Span):
        values = facts.number(MEASURES[term.field].column)
        return np.asarray((values >= term.wanted.low) & (values <= term.wanted.high))  # NaN is in no span
    return _BY_WORDS[term.field](facts, folded(term.wanted) if term.field != "in" else term.wanted)


def _anywhere(facts: Facts, word: str) -> Mask:
    return _holding(facts.paths, word) | _holding(facts.tags, word)


def _holding(texts: Texts, word: str) -> Mask:
    return _at(texts, texts.holding(word))


def _in_name(facts: Facts, word: str) -> Mask:
    places = facts.paths.holding(word)
    return _at(facts.paths, places[places >= facts.paths.names()[facts.paths.rows(places)]])


def _at(texts: Texts, places: NDArray[np.int64]) -> Mask:
    held = np.zeros(len(texts), bool)
    held[texts.rows(places)] = True
    return held


def _folders(fits: Callable[[str, str], bool]) -> Callable[[Facts, str], Mask]:
    def met(facts: Facts, word: str) -> Mask:
        names, of = facts.folders
        return np.array([fits(name, word) for name in names], bool)[of] if names else np.zeros(0, bool)

    return met


def _is_within(folder: str, wanted: str) -> bool:
    """Tell whether a folder is the wanted one, or lies below it; `.` is the top one alone."""
    wanted = wanted.strip("/")
    return not folder if wanted == "." else folder == wanted or folder.startswith(f"{wanted}/")


def _in_cluster(facts: Facts, word: str) -> Mask:
    names, of = facts.map.cluster_names, facts.map.clusters
    if of is None:
        return np.zeros(len(facts), bool)
    meant = np.array([*(bool(name) and word in folded(name) for name in names), False])  # the last is for -1, none
    return np.asarray(meant[of])


def _said(fits: Callable[[SoundMarks, str], bool]) -> Callable[[Facts, str], Mask]:
    def met(facts: Facts, word: str) -> Mask:
        mask = np.zeros(len(facts), bool)
        mask[[row for row, said in facts.said.items() if fits(said, word)]] = True
        return mask

    return met


_BY_WORDS: dict[str, Callable[[Facts, str], Mask]] = {
    "": _anywhere,
    "name": _in_name,
    "folder": _folders(lambda folder, word: word in folded(folder)),
    "in": _folders(_is_within),
    "cluster": _in_cluster,
    "tag": _said(lambda said, word: any(folded(tag).startswith(word) for tag in said.tags)),
    "note": _said(lambda said, word: bool(said.note) and word in folded(said.note)),
    "fav": _said(lambda said, _: said.favourite),
}
