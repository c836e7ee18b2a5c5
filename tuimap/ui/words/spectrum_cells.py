"""The spectrum of a sound over time as characters: loud bands are dense, low ones at the bottom."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tuimap.spectrogram import BANDS, COLUMNS
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line
from tuimap.ui.words.wave_cells import DOTS, GLYPHS

RANKS = np.array([[0, 4], [6, 2], [1, 5], [7, 3]])
"""Which dots of a cell are set first: as far apart as they can be."""

SHADES = " .:-=+*#"
"""In ASCII, from nothing to the loudest."""

ROLES = ("quiet", "wave", "strong")
"""The colours of a cell, from faint to loud."""

FAINTEST = 0.12
"""What is fainter, of 1, has no dot."""


def spectrum_lines(picture: bytes, width: int, height: int, charset: Charset) -> list[Line]:
    """Draw a picture, uint8 [BANDS, COLUMNS] from the lowest band up, in `height` lines of `width` characters."""
    if len(picture) != BANDS * COLUMNS or width < 1 or height < 1:
        return [()] * max(height, 0)
    levels = np.frombuffer(picture, np.uint8).reshape(BANDS, COLUMNS)[::-1] / 255
    cells = _fitted(levels, height, width)
    if charset.name == "ascii":
        numbers = np.minimum((cells * len(SHADES)).astype(np.intp), len(SHADES) - 1)
        texts = [[SHADES[number] for number in row] for row in numbers]
    else:
        texts = _dotted(levels, width, height)
    roles = np.minimum((cells * len(ROLES)).astype(np.intp), len(ROLES) - 1)
    return [_line(text, row.tolist()) for text, row in zip(texts, roles, strict=True)]


def _dotted(levels: NDArray[np.float64], width: int, height: int) -> list[list[str]]:
    """Give braille, [height][width]: the louder, the more dots."""
    down, across = RANKS.shape
    fine = _fitted(levels, height * down, width * across).reshape(height, down, width, across)
    thresholds = FAINTEST + (1 - FAINTEST) * (RANKS + 0.5) / RANKS.size
    set_dots = fine > thresholds[None, :, None, :]
    patterns = np.einsum("rdca,da->rc", set_dots, DOTS["unicode"])
    return [[GLYPHS["unicode"][pattern] for pattern in row] for row in patterns]


def _fitted(levels: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    """Give the mean level within each of rows x columns equal parts."""
    for n in (rows, columns):
        summed = np.concatenate([np.zeros((1, levels.shape[1])), np.cumsum(levels, axis=0)])
        edges = np.linspace(0, len(levels), n + 1)
        whole = np.minimum(edges.astype(np.intp), len(levels) - 1)
        below = summed[whole] + (summed[whole + 1] - summed[whole]) * (edges - whole)[:, None]
        levels = (np.diff(below, axis=0) * n / len(levels)).T
    return levels


def _line(text: list[str], roles: list[int]) -> Line:
    pairs = groupby(zip(text, roles, strict=True), key=lambda pair: pair[1])
    return tuple(("".join(glyph for glyph, _ in run), ROLES[role]) for role, run in pairs)
