"""The words in the names of files and folders."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 24
"""Characters of a word."""

_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def words_of(path: str) -> frozenset[str]:
    """Give the words of a relative path, in small letters: split at what is no letter, and where `camelCase` rises.

    The ending of the file's name is left out, and so are single letters of scripts that spell with them.
    """
    folder, _, name = path.rpartition("/")
    return _folder_words(folder) | frozenset(_split(name.rpartition(".")[0] or name))


@lru_cache(maxsize=4096)
def _folder_words(folder: str) -> frozenset[str]:
    return frozenset(_split(folder))


def _split(text: str) -> list[str]:
    words = (word.lower()[:LONGEST] for word in _WORD.findall(_CAMEL.sub(" ", text)))
    return [word for word in words if len(word) > 1 or not word.isascii()]
