"""Many short texts as one array of letters, so that a search looks at all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

AFTER_SLASH, AFTER_MARK, AFTER_SMALL = 10, 8, 6
"""What it is worth that a letter begins a name, a word, a word of `camelCase` or a number; even numbers."""

IN_NAME = 1
"""What it is worth that a letter stands in the name, after the last slash."""

CAPITAL = 0x80
"""In `Texts.marks`: the letter was written large."""

Letters: TypeAlias = NDArray[np.unsignedinteger[Any]]

_MARK, _SMALL, _LARGE, _DIGIT = range(4)


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts one after the other, each followed by a zero; small letters without accents."""

    letters: Letters
    """[characters] code points, in bytes where they fit."""
    marks: NDArray[np.uint8]
    """[characters] what it is worth to be found there, and CAPITAL."""
    starts: NDArray[np.int64]
    """[texts + 1] where each begins, and where the next would."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rows(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of the text that holds each of some rising places."""
        return np.repeat(np.arange(len(self)), np.diff(np.searchsorted(places, self.starts)))

    def holding(self, word: str) -> NDArray[np.int64]:
        """Give the places, rising, where a word stands that is folded."""
        if not word:
            return self.starts[:-1]
        places = np.flatnonzero(self.letters == ord(word[0]))
        for further, letter in enumerate(word[1:], 1):
            places = places[places + further < len(self.letters)]
            places = places[self.letters[places + further] == ord(letter)]
        return places

    def names(self) -> NDArray[np.int64]:
        """Give where each text goes on after its last slash, [texts]; where it has none, its start."""
        slashes = np.flatnonzero(self.letters == ord("/"))
        if not len(slashes):
            return self.starts[:-1]
        last = slashes[np.maximum(np.searchsorted(slashes, self.starts[1:]) - 1, 0)] + 1
        return np.where(last <= self.starts[1:] - 1, np.maximum(last, self.starts[:-1]), self.starts[:-1])


def texts_of(joined: str) -> Texts:
    """Take texts apart of which each ends with a zero character."""
    if joined.isascii():
        codes: Letters = np.frombuffer(joined.encode(), np.uint8)
    else:
        codes = np.frombuffer(normalize("NFC", joined).encode("utf-32-le", "surrogatepass"), "<u4")
    if not len(codes):
        return Texts(codes, np.zeros(0, np.uint8), np.zeros(1, np.int64))
    letter, kind = _tables(codes)
    letters, kinds = letter[codes], kind[codes]
    starts = np.concatenate([[0], np.flatnonzero(letters == 0) + 1])
    bare = Texts(letters, np.zeros(0, np.uint8), starts)
    return Texts(letters, _marks(bare, kinds), starts)


def folded(text: str) -> str:
    """Give a text in the letters that Texts are made of."""
    if text.isascii():
        return text.lower()
    return "".join(_folded(character) for character in normalize("NFC", text))


def _tables(codes: Letters) -> tuple[Letters, NDArray[np.uint8]]:
    """Give for each code point up to the largest there is its folded one and its kind."""
    present = np.flatnonzero(np.bincount(codes))
    letter, kind = np.zeros(int(present[-1]) + 1, np.uint32), np.zeros(int(present[-1]) + 1, np.uint8)
    for code in present.tolist():
        character = chr(code)
        letter[code] = ord(_folded(character))
        kind[code] = _kind(character)
    return (letter.astype(np.uint8) if letter.max() < 256 else letter), kind


def _folded(character: str) -> str:
    """Give the small letter without its accent; one character for one."""
    return normalize("NFKD", character.lower())[0]


def _kind(character: str) -> int:
    if character.isdigit():
        return _DIGIT
    if category(character) in ("Lu", "Lt"):
        return _LARGE
    return _SMALL if character.isalpha() else _MARK


def _marks(texts: Texts, kinds: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give what each character is worth."""
    before = np.concatenate([np.zeros(1, np.uint8), kinds[:-1]])
    above = np.concatenate([np.zeros(1, texts.letters.dtype), texts.letters[:-1]])
    word = kinds != _MARK
    marks = np.where(word & (before == _MARK), AFTER_MARK, 0).astype(np.uint8)
    marks[word & ((above == 0) | (above == ord("/")))] = AFTER_SLASH
    begins_number = (kinds == _DIGIT) & (before != _MARK) & (before != _DIGIT)
    rises = ((kinds == _LARGE) & (before == _SMALL)) | begins_number
    marks[rises] = AFTER_SMALL
    within = np.zeros(len(kinds), np.int8)
    within[texts.names()] += 1
    within[texts.starts[1:] - 1] -= 1
    marks[np.cumsum(within, dtype=np.int8) > 0] += IN_NAME
    marks[kinds == _LARGE] |= CAPITAL
    return marks
